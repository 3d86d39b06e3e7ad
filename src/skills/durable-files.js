import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
/** Writes a file whole, and returns when it is on the disk: a reader finds what was there or all of this, also after a kill or a power cut. */
export async function writeDurably(path, content) {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeAndSync(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}
/** Writes a new file, and returns when its content is on the disk. */
export async function writeAndSync(path, content) {
  const file = await open(path, "wx", 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
/** Returns when the names in a folder are on the disk; where a system can't open folders (Windows) it keeps them itself. */
export async function syncFolder(path) {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!["EISDIR", "EPERM", "EACCES", "EINVAL"].includes(error.code ?? "")) throw error;
  }
}
