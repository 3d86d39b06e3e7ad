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
  return readdirSync(here("./programs")).flatMap((file) => {
    const [head = "", ...parts] = readFileSync(here(`./programs/${file}`), "utf8").split(/^\/\/# /m);
    if (head.trim() !== "") throw new Error(`${file} begins with text that belongs to no case`);
    return parts.map((part) => {
      const [header = "", ...lines] = part.split("\n");
      const [id = "", expect, ...note] = header.split(" | ");
      if (expect !== "contained" && expect !== "error" && expect !== "limit") throw new Error(`${file}: "${header}" is no header`);
      return { id, category: file.replace(/\.js$/, ""), expect, note: note.join(" | "), code: `${prelude}\n${lines.join("\n")}` };
    });
  });
}

/** The larger set that lies beside the checkout where the project is developed; empty on a user's clone. */
export function sharedCases(): HostileCase[] {
  const file = here("../../../shared/data/hostile/javascript.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as HostileCase);
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
