import { fstatSync, readSync } from "node:fs";
import { CodemodeError } from "../errors.ts";
import { GENESIS, isSealed, parseRecord, sha256 } from "./record.ts";

export interface Tail {
  /** Of the last whole record; 0 and {@link GENESIS} where there is none. */
  readonly seq: number;
  readonly prev: string;
  /** Whether the next record can follow without a line break before it. */
  readonly endsLine: boolean;
  /** What comes after the last whole record: a line that a crash has cut off. */
  readonly torn?: { readonly bytes: number; readonly sha256: string };
}

/** Where the chain of a file goes on. @throws CodemodeError `AUDIT_FAILED` where the last record was changed, or the file is another one */
export function readTail(fd: number): Tail {
  const { size } = fstatSync(fd);
  if (size === 0) return { seq: 0, prev: GENESIS, endsLine: true };
  for (let length = Math.min(size, FIRST_BYTES); ; length = Math.min(size, length * 4)) {
    const tail = lastRecord(read(fd, size - length, length), length === size);
    if (tail) return tail;
  }
}

/** `undefined` where the bytes do not reach back to it. */
function lastRecord(bytes: Buffer, whole: boolean): Tail | undefined {
  const endsLine = bytes.at(-1) === LINE_FEED;
  const end = endsLine ? bytes.length - 1 : bytes.length;
  for (let stop = end; stop >= 0;) {
    const before = stop === 0 ? -1 : bytes.lastIndexOf(LINE_FEED, stop - 1);
    if (before === -1 && !whole) return undefined;
    const line = bytes.toString("utf8", before + 1, stop);
    if (isJson(line)) {
      const record = parseRecord(line);
      if (!record || !isSealed(record)) throw changed("its last record does not have the hash of its content");
      const torn = bytes.subarray(Math.min(stop + 1, end), end);
      return {
        seq: record.seq,
        prev: record.hash,
        endsLine,
        ...(torn.length > 0 ? { torn: { bytes: torn.length, sha256: sha256(torn) } } : {}),
      };
    }
    if (before === -1) break;
    stop = before;
  }
  // The very first record may have been cut off; more than a line of something else is no log.
  if (bytes.includes(LINE_FEED)) throw changed("it has no record of an audit log");
  return { seq: 0, prev: GENESIS, endsLine, torn: { bytes: end, sha256: sha256(bytes.subarray(0, end)) } };
}

function read(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, from + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function changed(why: string): CodemodeError {
  return new CodemodeError(
    "AUDIT_FAILED",
    `The audit log can't be gone on with: ${why}. See codemode audit verify, and move the file away to start a new one.`,
  );
}

const FIRST_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;
