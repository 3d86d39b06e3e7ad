import { fileURLToPath } from "node:url";

/** The absolute path of a file of this package. The compiled bench lies in `bench/.out`; tests use its parts as they are written. */
export function inPackage(path: string): string {
  return fileURLToPath(new URL(`${import.meta.url.endsWith(".ts") ? "../" : "../../"}${path}`, import.meta.url));
}
