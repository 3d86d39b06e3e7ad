import { openSync, writeSync } from "node:fs";

/**
 * Counts what this process reads on standard input and writes on standard output, and keeps both counts in `file`: two unsigned 64-bit numbers,
 * little-endian, in that order. What is written is counted before it leaves, so that whoever has an answer finds it counted.
 */
export function countStdio(file: string): void {
  const descriptor = openSync(file, "w");
  const counts = new BigUint64Array(2);
  const add = (index: number, bytes: number): void => {
    counts[index] = (counts[index] ?? 0n) + BigInt(bytes);
    writeSync(descriptor, counts, 0, counts.byteLength, 0);
  };
  add(0, 0);
  process.stdin.on("data", (chunk: Buffer) => add(0, chunk.byteLength));
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
    add(1, Buffer.byteLength(chunk));
    return write(chunk, ...rest);
  }) as typeof process.stdout.write;
}
