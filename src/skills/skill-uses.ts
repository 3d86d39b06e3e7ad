import { readFileSync, statSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "../files/durable-files.ts";
import { withLock } from "../process/lock.ts";
import { skillKey } from "./skill-name.ts";

/** What is known of how a skill does. */
export interface UseRecord {
  readonly calls: number;
  /** Calls that threw. */
  readonly failures: number;
  /** Of all calls together, in milliseconds. */
  readonly ms: number;
  /** ISO 8601, UTC. */
  readonly lastUsedAt: string;
}

/**
 * How the skills of a folder were used, in its file `.uses.ndjson`: a line for each execution that used one, and now and then a sum. Several
 * processes may write.
 */
export class SkillUses {
  readonly #file: string;
  #known: { readonly stamp: string; readonly uses: ReadonlyMap<string, UseRecord> } = { stamp: "", uses: new Map() };
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#file = join(folder, ".uses.ndjson");
  }

  /** Of one skill; `undefined` where it was never used. */
  of(name: string): UseRecord | undefined {
    return this.#read().get(skillKey(name));
  }

  /** Adds uses, in the order of the calls. @throws Error where the file can't be written */
  add(uses: readonly ({ readonly name: string } & Omit<UseRecord, "lastUsedAt">)[]): Promise<void> {
    const lastUsedAt = new Date().toISOString();
    const lines = uses.map(({ name, calls, failures, ms }) => lineOf(skillKey(name), { calls, failures, ms, lastUsedAt }));
    const written = this.#writing.then(() => withLock(`${this.#file}.lock`, () => this.#append(lines.join(""))));
    this.#writing = written.catch(() => {});
    return written;
  }

  /** Resolves when all that was added is written, or could not be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #append(lines: string): Promise<void> {
    await appendFile(this.#file, lines);
    if (statSync(this.#file).size < MOST_BYTES) return;
    const sums = sum(await readFile(this.#file, "utf8"));
    await writeDurably(this.#file, [...sums].map(([key, record]) => lineOf(key, record)).join(""));
  }

  #read(): ReadonlyMap<string, UseRecord> {
    const found = statSync(this.#file, { throwIfNoEntry: false });
    const stamp = found ? `${found.ino}:${found.size}:${found.mtimeMs}` : "";
    if (stamp !== this.#known.stamp) this.#known = { stamp, uses: found ? sum(readFileSync(this.#file, "utf8")) : new Map() };
    return this.#known.uses;
  }
}

const MOST_BYTES = 256 * 1024;

function lineOf(skill: string, record: UseRecord): string {
  return `${JSON.stringify({ skill, ...record, ms: Math.round(record.ms * 100) / 100 })}\n`;
}

/** A line that is cut or spoiled counts for nothing. */
function sum(text: string): Map<string, UseRecord> {
  const sums = new Map<string, UseRecord>();
  for (const line of text.split("\n")) {
    const use = parseLine(line);
    if (!use) continue;
    const before = sums.get(use.skill) ?? { calls: 0, failures: 0, ms: 0, lastUsedAt: "" };
    sums.set(use.skill, {
      calls: before.calls + use.calls,
      failures: before.failures + use.failures,
      ms: before.ms + use.ms,
      lastUsedAt: use.lastUsedAt > before.lastUsedAt ? use.lastUsedAt : before.lastUsedAt,
    });
  }
  return sums;
}

function parseLine(line: string): (UseRecord & { readonly skill: string }) | undefined {
  try {
    const use = JSON.parse(line) as UseRecord & { readonly skill: string };
    const numbers = [use.calls, use.failures, use.ms];
    return typeof use.skill === "string" &&
      typeof use.lastUsedAt === "string" &&
      numbers.every((each) => typeof each === "number" && each >= 0)
      ? use
      : undefined;
  } catch {
    return undefined;
  }
}
