import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
/**
 * Vectors by the hash of what they are of, appended one line each: the hash, a space, the 32-bit floats in base64. What is no such line,
 * as where a write was cut off, is passed over.
 */
export class VectorFile {
  #path;
  #vectors = new Map();
  #reading;
  /** @param path of the file; without one vectors last as long as this object */
  constructor(path) {
    this.#path = path;
  }
  async get(hash) {
    await (this.#reading ??= this.#read());
    return this.#vectors.get(hash);
  }
  /** Keeps vectors; a file that can't be written keeps them in memory. */
  async add(vectors) {
    for (const [hash, vector] of vectors) this.#vectors.set(hash, vector);
    if (this.#path === undefined) return;
    const lines = [...vectors].map(
      ([hash, vector]) => `${hash} ${Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64")}\n`,
    );
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      // The break before it ends a line that an earlier write has left unfinished.
      await appendFile(this.#path, `\n${lines.join("")}`, { mode: 0o600 });
    } catch {
      // They are made again by the next process.
    }
  }
  async #read() {
    if (this.#path === undefined) return;
    const text = await readFile(this.#path, "utf8").catch(() => "");
    for (const [, hash = "", base64 = ""] of text.matchAll(/^([0-9a-f]{64}) ([A-Za-z0-9+/]+={0,2})$/gm)) {
      const bytes = Buffer.from(base64, "base64");
      if (bytes.length > 0 && bytes.length % 4 === 0) this.#vectors.set(hash, new Float32Array(new Uint8Array(bytes).buffer));
    }
  }
}
