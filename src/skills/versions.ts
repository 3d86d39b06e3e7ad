import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { CodemodeError } from "../errors.ts";
import { syncFolder, writeAndSync, writeDurably } from "../files/durable-files.ts";
import { takeLock } from "../process/lock.ts";
import type { SkillVersion } from "./skill.ts";

/** Files by their paths in the folder of skills, with slashes. */
export type SkillFiles = ReadonlyMap<string, string | Uint8Array>;

/**
 * The saved versions of one folder's skills, in `.history/<key>/<number>/`. A version is there or is not, by one rename, and is never changed
 * again; what stands in the folder itself is a copy of the last one, and `applied` names the version that was copied whole. So a process that
 * is killed between the two has lost nothing: whoever comes next copies again. Two that save at once get two numbers.
 */
export class Versions {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The names of the folders of versions. */
  keys(): string[] {
    return entries(join(this.#folder, HISTORY));
  }

  /** Oldest first. */
  numbers(key: string): number[] {
    return entries(this.#of(key))
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .toSorted((a, b) => a - b);
  }

  /** @throws CodemodeError `SKILL_INVALID` where there is no such version */
  read(key: string, version: number): SkillVersion {
    try {
      return JSON.parse(readFileSync(join(this.#of(key), String(version), RECORD), "utf8")) as SkillVersion;
    } catch (error) {
      throw new CodemodeError(
        "SKILL_INVALID",
        `There is no version ${version} of the skill "${key}"; there are ${this.numbers(key).join(", ")}.`,
        {
          cause: error,
        },
      );
    }
  }

  /** Whether the last version holds just these files. */
  isLast(key: string, files: SkillFiles): boolean {
    const last = this.numbers(key).at(-1);
    if (last === undefined) return false;
    const saved = Object.entries(this.read(key, last).files);
    return saved.length === files.size && saved.every(([path, digest]) => digestOf(files.get(path) ?? "") === digest);
  }

  /** What a version holds. */
  async files(key: string, version: number): Promise<Map<string, Uint8Array>> {
    const paths = Object.keys(this.read(key, version).files);
    return new Map(
      await Promise.all(paths.map(async (path) => [path, await readFile(join(this.#of(key), String(version), "files", path))] as const)),
    );
  }

  /** Whether the folder holds the last version, and not what somebody was still copying when it ended. */
  isSettled(key: string): boolean {
    return this.#applied(key) >= (this.numbers(key).at(-1) ?? 0);
  }

  /**
   * Adds a version; when it returns, the version is on the disk and stays.
   * @param files none: the skill is deleted
   * @param tools as a skill's `savedTools`
   */
  async commit(key: string, files: SkillFiles, tools?: SkillVersion["tools"]): Promise<number> {
    const home = this.#of(key);
    const waiting = join(home, `.${randomUUID()}`);
    const written = new Set<string>([waiting]);
    await mkdir(waiting, { recursive: true });
    try {
      for (const [path, content] of files) {
        const file = join(waiting, "files", path);
        await mkdir(dirname(file), { recursive: true });
        for (let each = dirname(file); each !== waiting; each = dirname(each)) written.add(each);
        await writeAndSync(file, content);
      }
      for (let version = (this.numbers(key).at(-1) ?? 0) + 1; ; version += 1) {
        await rm(join(waiting, RECORD), { force: true });
        await writeAndSync(join(waiting, RECORD), `${JSON.stringify(recordOf(version, files, tools), null, 2)}\n`);
        for (const each of written) await syncFolder(each);
        try {
          await rename(waiting, join(home, String(version)));
        } catch (error) {
          // Somebody else had the number first.
          if (
            ["ENOTEMPTY", "EEXIST", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "") &&
            existsSync(join(home, String(version)))
          )
            continue;
          throw error;
        }
        for (const each of [home, dirname(home), this.#folder]) await syncFolder(each);
        return version;
      }
    } catch (error) {
      await rm(waiting, { recursive: true, force: true });
      throw error;
    }
  }

  /** Copies the last version into the folder, one process after the other. */
  async settle(key: string): Promise<void> {
    const lock = join(this.#of(key), LOCK);
    for (let waited = 0; !this.isSettled(key); waited += LOOK_AGAIN_MS) {
      if (!takeLock(lock)) {
        if (waited > LONGEST_COPY_MS)
          throw new CodemodeError(
            "SKILL_INVALID",
            `Another process has been copying the skill "${key}" for ${LONGEST_COPY_MS} ms. If there is none, delete ${lock}.`,
          );
        await setTimeout(LOOK_AGAIN_MS);
        continue;
      }
      try {
        while (!this.isSettled(key)) await this.#copy(key, this.numbers(key).at(-1) as number);
      } finally {
        await rm(lock, { force: true });
      }
    }
  }

  async #copy(key: string, version: number): Promise<void> {
    const files = await this.files(key, version);
    for (const [path, content] of files) await writeDurably(join(this.#folder, path), content);
    // What earlier versions had and this one has not goes; a file that nobody saved stays.
    const earlier = this.numbers(key).filter((each) => each < version);
    const gone = new Set(earlier.flatMap((each) => Object.keys(this.read(key, each).files)));
    for (const path of files.keys()) gone.delete(path);
    const emptied = new Set<string>();
    for (const path of gone) {
      await rm(join(this.#folder, path), { force: true });
      for (let each = dirname(path); each !== "."; each = dirname(each)) emptied.add(each);
    }
    // Inner ones first; one that is not empty stays.
    for (const each of [...emptied].toSorted((x, y) => y.length - x.length)) await rmdir(join(this.#folder, each)).catch(() => {});
    await writeDurably(join(this.#of(key), APPLIED), String(version));
  }

  #applied(key: string): number {
    try {
      return Number(readFileSync(join(this.#of(key), APPLIED), "utf8")) || 0;
    } catch {
      return 0;
    }
  }

  #of(key: string): string {
    return join(this.#folder, HISTORY, key);
  }
}

export const HISTORY = ".history";
const RECORD = "version.json";
const APPLIED = "applied";
const LOCK = "lock";
const LOOK_AGAIN_MS = 5;
const LONGEST_COPY_MS = 10_000;

/** Of a file's content, in hex. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function recordOf(version: number, files: SkillFiles, tools: SkillVersion["tools"]): SkillVersion {
  return {
    version,
    savedAt: new Date().toISOString(),
    deleted: files.size === 0,
    files: Object.fromEntries([...files].map(([path, content]) => [path, digestOf(content)])),
    ...(tools === undefined ? {} : { tools }),
  };
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
