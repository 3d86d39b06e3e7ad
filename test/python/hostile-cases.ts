import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HostileCase } from "../hostile/cases.ts";

/** The project's own Python programs: `hostile/<category>.py`, each case under a line `#// id | expect | note`; modules with top-level await. */
export function ownPythonCases(): HostileCase[] {
  const prelude = readFileSync(here("./hostile-prelude.py"), "utf8").split("\n").slice(1).join("\n");
  return readdirSync(here("./hostile")).flatMap((file) => {
    const [head = "", ...parts] = readFileSync(here(`./hostile/${file}`), "utf8").split(/^#\/\/ /m);
    if (head.trim() !== "") throw new Error(`${file} begins with text that belongs to no case`);
    return parts.map((part) => {
      const [header = "", ...lines] = part.split("\n");
      const [id = "", expect, ...note] = header.split(" | ");
      if (expect !== "contained" && expect !== "error" && expect !== "limit") throw new Error(`${file}: "${header}" is no header`);
      return { id, category: file.replace(/\.py$/, ""), expect, note: note.join(" | "), code: `${prelude}\n${lines.join("\n")}` };
    });
  });
}

/** The larger set that lies beside the checkout where the project is developed; empty on a user's clone. */
export function sharedPythonCases(): HostileCase[] {
  const file = here("../../../shared/data/hostile/python.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as HostileCase);
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
