import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a file whole or not at all: nobody reads half of it, and a failure leaves what was there.
 * @param mode of the file, where it is new
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content, mode === undefined ? {} : { mode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
