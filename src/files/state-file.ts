import { createHash } from "node:crypto";
import { mkdir, open, type FileHandle } from "node:fs/promises";
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

interface Change<T> {
  readonly change: (now: T) => T;
  readonly resolve: (now: T) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A file in which the package itself keeps something between processes, readable by its owner alone: a first line with the SHA-256 of
 * everything after it, then JSON. It is read whole or not at all, and a file in which anything was changed is an error that names the place, never
 * an empty one that is then written over.
 */
export class StateFile<T> {
  readonly path: string;
  readonly #options: StateFileOptions<T>;
  readonly #waiting: Change<T>[] = [];
  #writing = false;
  /** What was last read, and by what one knows that the file is still that one. */
  #known: { readonly stamp: string; readonly value: T } | undefined;

  constructor(path: string, options: StateFileOptions<T>) {
    this.path = path;
    this.#options = options;
  }

  /** @throws CodemodeError `STATE_BROKEN` where it is not as it was written, or can't be read */
  async read(): Promise<T> {
    const { empty } = this.#options;
    let file: FileHandle | undefined;
    try {
      file = await open(this.path);
      const stamp = await stampOf(file);
      if (this.#known?.stamp !== stamp) this.#known = { stamp, value: this.#parse(await file.readFile("utf8")) };
      return this.#known.value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return empty;
      throw error instanceof CodemodeError ? error : this.#broken(messageOf(error), error);
    } finally {
      await file?.close();
    }
  }

  /**
   * Changes what it holds, one process after the other; changes that wait for each other in this process are written together. Where this fails
   * the file is as it was.
   * @param change a pure function; what it throws is the failure of this change alone
   * @throws CodemodeError `STATE_BROKEN`, also where it can't be written; `BUSY`
   */
  update(change: (now: T) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      if (!this.#writing) void this.#writeWaiting();
    });
  }

  async #writeWaiting(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#write(batch);
      } catch (error) {
        const failure = error instanceof CodemodeError ? error : this.#unwritten(error);
        for (const { reject } of batch) reject(failure);
      }
    }
    this.#writing = false;
  }

  async #write(batch: readonly Change<T>[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await withLock(`${this.path}.lock`, async () => {
      let next: T = await this.read();
      const made: Change<T>[] = [];
      for (const each of batch) {
        try {
          next = each.change(next);
          made.push(each);
        } catch (error) {
          each.reject(error);
        }
      }
      if (made.length === 0) return;
      const body = `${JSON.stringify(next, null, 2)}\n`;
      await writeDurably(this.path, `${FIRST}${digest(body)}\n${body}`, 0o600);
      for (const { resolve } of made) resolve(next);
    });
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

/** Every file that is written here is a new one; who writes into it changes its time of change, which nobody can set. */
async function stampOf(file: FileHandle): Promise<string> {
  const { ino, size, ctimeNs } = await file.stat({ bigint: true });
  return `${ino} ${size} ${ctimeNs}`;
}
