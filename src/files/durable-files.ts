import { randomUUID } from "node:crypto";
import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file whole, and returns when it is on the disk: a reader finds what was there or all of this, also after a kill, a power cut or on a full disk.
 * @param mode of the file, less what the process's mask takes away
 * @param options.exactMode the mask takes nothing away. @default false
 */
export async function writeDurably(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
  { exactMode = false }: { readonly exactMode?: boolean } = {},
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeAndSync(temporary, content, mode);
    if (exactMode) await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Writes a new file, and returns when its content is on the disk. */
export async function writeAndSync(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Returns when the names in a folder are on the disk; where a system can't open folders (Windows) it keeps them itself. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!["EISDIR", "EPERM", "EACCES", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
