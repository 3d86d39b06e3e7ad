import { mkdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CodemodeError, messageOf } from "../errors.ts";
import { writeDurably } from "../files/durable-files.ts";
import { withLock } from "../process/lock.ts";
import { decodeUtf8 } from "./decode-utf8.ts";

/** A file as it was found, to be changed; where there was none, `bytes` is absent and `text` what it begins as. */
export interface FileNow {
  /** Where it is, behind links. */
  readonly target: string;
  readonly bytes?: Buffer;
  /** Without a byte order mark, which comes back when it is written. */
  readonly text: string;
  readonly mode: number;
}

/**
 * Changes a text file of the user's, one process after the other: its mode, its byte order mark and a link that it is stay as they are. Where anything fails
 * it is as it was.
 * @param change gives the new text; the same text leaves the file alone
 * @param create what a file that is not there begins as; it gets the mode 0600. `undefined`: that is an error
 * @returns whether it was changed
 * @throws CodemodeError `CONFIG_NOT_FOUND`, `CONFIG_INVALID` where it is no UTF-8 or can't be written, `BUSY`, and what `change` throws
 */
export async function editFile(file: string, change: (now: FileNow) => string | Promise<string>, create?: string): Promise<boolean> {
  const target = await realpath(file).catch(() => file);
  try {
    if (create !== undefined) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    return await withLock(`${target}.lock`, async () => {
      const { mark, ...now } = await readOr(target, file, create);
      const changed = await change(now);
      if (changed === now.text) return false;
      await writeDurably(target, mark + changed, now.mode, { exactMode: now.bytes !== undefined });
      return true;
    });
  } catch (error) {
    if (error instanceof CodemodeError) throw error;
    throw new CodemodeError("CONFIG_INVALID", `${file} can't be written: ${messageOf(error)}. It is as it was.`, { cause: error });
  }
}

/** Puts other bytes into a file of the user's, behind a link that it is. @throws CodemodeError `CONFIG_INVALID`, `BUSY` */
export async function replaceFile(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  const target = await realpath(file).catch(() => file);
  try {
    await withLock(`${target}.lock`, () => writeDurably(target, bytes, mode, { exactMode: true }));
  } catch (error) {
    if (error instanceof CodemodeError) throw error;
    throw new CodemodeError("CONFIG_INVALID", `${file} can't be written: ${messageOf(error)}. It is as it was.`, { cause: error });
  }
}

async function readOr(target: string, file: string, create: string | undefined): Promise<FileNow & { readonly mark: string }> {
  let bytes: Buffer;
  let mode: number;
  try {
    bytes = await readFile(target);
    mode = (await stat(target)).mode & 0o7777;
  } catch (error) {
    if (create !== undefined && (error as NodeJS.ErrnoException).code === "ENOENT") return { target, text: create, mode: 0o600, mark: "" };
    throw new CodemodeError("CONFIG_NOT_FOUND", `The config file ${file} can't be read: ${messageOf(error)}`, { cause: error });
  }
  const [, mark = "", text = ""] = /^(\uFEFF?)(.*)$/s.exec(decodeUtf8(bytes, file)) ?? [];
  return { target, bytes, text, mode, mark };
}
