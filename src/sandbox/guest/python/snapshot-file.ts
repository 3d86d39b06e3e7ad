import type { PythonModule } from "./engine.ts";

/**
 * A snapshot of Python's memory as a file: four bytes (the length of the header, little endian), the header as JSON, and then those pages of
 * the memory that are not zero, which is about half of them.
 */
interface SnapshotHeader {
  /** The size of the memory, in bytes. */
  readonly size: number;
  /** Where the pages that follow belong: offset and length, in bytes. */
  readonly runs: readonly (readonly [offset: number, length: number])[];
}

export interface SnapshotFile {
  readonly size: number;
  /** Reads the pages to their places in the memory of a module that has just been made, which is zero but for the module's own data. */
  readInto(memory: Uint8Array): void;
}

/** @param read fills what it is given with the next bytes of the file */
export function openSnapshot(read: (into: Uint8Array) => void): SnapshotFile {
  const length = new Uint8Array(4);
  read(length);
  const text = new Uint8Array(new DataView(length.buffer).getUint32(0, true));
  read(text);
  const { size, runs } = JSON.parse(new TextDecoder().decode(text)) as SnapshotHeader;
  return {
    size,
    readInto(memory) {
      let end = 0;
      for (const [offset, bytes] of runs) {
        if (end < MODULE_DATA) memory.fill(0, end, Math.min(offset, MODULE_DATA));
        read(memory.subarray(offset, offset + bytes));
        end = offset + bytes;
      }
    },
  };
}

/** Writes the memory of a Python that has booted. */
export function writeSnapshot({ HEAPU8 }: PythonModule, write: (bytes: Uint8Array) => void): void {
  const runs = usedPages(HEAPU8);
  const header: SnapshotHeader = { size: HEAPU8.length, runs };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  write(length);
  write(text);
  for (const [offset, bytes] of runs) write(HEAPU8.subarray(offset, offset + bytes));
}

function usedPages(memory: Uint8Array<ArrayBuffer>): [offset: number, length: number][] {
  const runs: [number, number][] = [];
  for (let offset = 0; offset < memory.length; offset += PAGE) {
    if (new BigUint64Array(memory.buffer, offset, PAGE / 8).every((word) => word === 0n)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === offset) last[1] += PAGE;
    else runs.push([offset, PAGE]);
  }
  return runs;
}

const PAGE = 4_096;
/** The module's own data lies below this; what is above has never been touched, and need not be. */
const MODULE_DATA = 8 * 2 ** 20;
