import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";
import { CodemodeError, messageOf } from "../errors.ts";
import { withLock } from "../process/lock.ts";
import { writeDurably } from "./durable-files.ts";

export interface StateFileOptions<T> {
  /** What is in it, for messages: "the pins of tools". */
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** What holds while there is no file. */
  readonly empty: T;
}

/**
 * A file in which the package itself keeps something between processes, readable by its owner alone: a first line with the SHA-256 of
 * everything after it, then JSON. It is read whole or not at all, and a file in which anything was changed is an error that names the place, never
 * an empty one that is then written over.
 */
export class StateFile<T> {
  readonly path: string;
  readonly #options: StateFileOptions<T>;

  constructor(path: string, options: StateFileOptions<T>) {
    this.path = path;
    this.#options = options;
  }

  /** @throws CodemodeError `STATE_BROKEN` where it is not as it was written, or can't be read */
  async read(): Promise<T> {
    const { empty } = this.#options;
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return empty;
      throw this.#broken(messageOf(error), error);
    }
    return this.#parse(text);
  }

  /**
   * Changes what it holds, one process after the other. Where this fails the file is as it was.
   * @throws CodemodeError `STATE_BROKEN`, also where it can't be written; `BUSY`
   */
  async update(change: (now: T) => T): Promise<T> {
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      return await withLock(`${this.path}.lock`, async () => {
        const next = change(await this.read());
        const body = `${JSON.stringify(next, null, 2)}\n`;
        await writeDurably(this.path, `${FIRST}${digest(body)}\n${body}`, 0o600);
        return next;
      });
    } catch (error) {
      throw error instanceof CodemodeError ? error : this.#unwritten(error);
    }
  }

  #parse(text: string): T {
    const end = text.indexOf("\n");
    const first = text.slice(0, Math.max(end, 0));
    const body = text.slice(end + 1);
    if (end < 0 || !first.startsWith(FIRST)) throw this.#broken("line 1: it does not begin with the hash of what follows");
    if (first !== FIRST + digest(body)) throw this.#broken("line 1: the hash is not that of line 2 and what follows");
    // It is what was written; another version of the package may have written it.
    const parsed = this.#options.schema.safeParse(JSON.parse(body));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw this.#broken(`${issue?.path.join(".") || "line 2"}: ${issue?.message}`);
  }

  #broken(why: string, cause?: unknown): CodemodeError {
    return new CodemodeError(
      "STATE_BROKEN",
      `${this.path} (${this.#options.what}) can't be used: ${why}. Nothing of it was taken, and it was not changed. Restore it, or delete it to begin anew.`,
      { cause, data: { file: this.path } },
    );
  }

  #unwritten(cause: unknown): CodemodeError {
    return new CodemodeError(
      "STATE_BROKEN",
      `${this.path} (${this.#options.what}) can't be written: ${messageOf(cause)}. It is as it was.`,
      {
        cause,
        data: { file: this.path },
      },
    );
  }
}

const FIRST = "codemode state 1 sha256 ";

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
