import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CodemodeError } from "../../errors.ts";

/** `dist/sandbox`, also from a checkout: what runs inside a sandbox is built. @throws CodemodeError `SANDBOX_MISSING` */
export function builtFolder(): string {
  const folder = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "../../../dist/sandbox" : "..", import.meta.url));
  if (!existsSync(folder)) throw new CodemodeError("SANDBOX_MISSING", "The sandbox needs the built package. Run: npm run build");
  return folder.replace(/[/\\]$/, "");
}

/** The code of one of the guest's entries, each a single file without imports. @throws CodemodeError `SANDBOX_MISSING` */
export function guestBundle(name: "boot" | "deno"): string {
  return readFileSync(`${builtFolder()}/guest/${name}.js`, "utf8");
}
