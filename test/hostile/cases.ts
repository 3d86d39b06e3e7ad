import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A program that attacks its sandbox; the body of an async function. */
export interface HostileCase {
  readonly id: string;
  readonly category: string;
  /** How it should end; what counts is that nothing gets out. */
  readonly expect: "contained" | "error" | "limit";
  readonly note: string;
  readonly code: string;
}

/** The project's own programs: `programs/<category>.js`, each case under a line `//# id | expect | note`. */
export function ownCases(): HostileCase[] {
  const prelude = readFileSync(here("./prelude.js"), "utf8").split("\n").slice(1).join(" ");
  return readCases(here("./programs"), /^\/\/# /m, prelude);
}

/** The same for Python: `../python/hostile/<category>.py`, under lines `#// id | expect | note`; modules with top-level await. */
export function ownPythonCases(): HostileCase[] {
  const prelude = readFileSync(here("../python/hostile-prelude.py"), "utf8").split("\n").slice(1).join("\n");
  return readCases(here("../python/hostile"), /^#\/\/ /m, prelude);
}

/** The larger sets that lie beside the checkout where the project is developed; empty on a user's clone. */
export function sharedCases(language: "javascript" | "python"): HostileCase[] {
  const file = here(`../../../shared/data/hostile/${language}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as HostileCase);
}

function readCases(folder: string, header: RegExp, prelude: string): HostileCase[] {
  return readdirSync(folder).flatMap((file) => {
    const [head = "", ...parts] = readFileSync(`${folder}/${file}`, "utf8").split(header);
    if (head.trim() !== "") throw new Error(`${file} begins with text that belongs to no case`);
    return parts.map((part) => {
      const [first = "", ...lines] = part.split("\n");
      const [id = "", expect, ...note] = first.split(" | ");
      if (expect !== "contained" && expect !== "error" && expect !== "limit") throw new Error(`${file}: "${first}" is no header`);
      return { id, category: file.replace(/\.\w+$/, ""), expect, note: note.join(" | "), code: `${prelude}\n${lines.join("\n")}` };
    });
  });
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
