import { fileURLToPath } from "node:url";

/** The absolute path of a file of this package. The compiled bench lies in `bench/.out`. */
export function inPackage(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
