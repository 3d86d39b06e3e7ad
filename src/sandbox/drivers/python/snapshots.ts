import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../../../files/write-whole.ts";

/**
 * Python's memory after its start, kept in files by what it was made of. A file that is not what was written (a full disk, another hand) is
 * made anew. Where the folder can't be written to, a temporary one is used.
 *
 * @param folder @default a folder that lasts as long as this process
 * @param make gives the snapshot's bytes; takes seconds
 * @returns the path of the file
 */
export function keepSnapshot(folder: string | undefined, id: string, make: () => Promise<Uint8Array>): Promise<string> {
  const key = `${folder ?? ""}\n${id}`;
  const known = kept.get(key);
  if (known) return known;
  const found = findOrMake(folder, id, make);
  kept.set(key, found);
  found.catch(() => kept.delete(key));
  return found;
}

const kept = new Map<string, Promise<string>>();

async function findOrMake(folder: string | undefined, id: string, make: () => Promise<Uint8Array>): Promise<string> {
  if (folder !== undefined) {
    const path = join(folder, `${id}.snapshot`);
    if (await isWhole(path)) return path;
  }
  const bytes = await make();
  if (folder !== undefined) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeOld(folder);
      return await write(folder, id, bytes);
    } catch {
      // A folder that can't be written to, or a full disk: below.
    }
  }
  const temporary = await mkdtemp(join(tmpdir(), "codemode-python-"));
  process.once("exit", () => rmSync(temporary, { recursive: true, force: true }));
  return write(temporary, id, bytes);
}

async function write(folder: string, id: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${id}.snapshot`);
  await writeWhole(path, bytes, 0o600);
  await writeWhole(`${path}.sha256`, digest(bytes), 0o600);
  return path;
}

async function isWhole(path: string): Promise<boolean> {
  try {
    const [bytes, written] = await Promise.all([readFile(path), readFile(`${path}.sha256`, "utf8")]);
    return digest(bytes) === written;
  } catch {
    return false;
  }
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Snapshots of earlier versions are of no use. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.endsWith(".snapshot") && Date.now() - (await stat(path)).mtimeMs > OLD_MS) {
      await rm(path, { force: true });
      await rm(`${path}.sha256`, { force: true });
    }
  }
}

const OLD_MS = 30 * 24 * 3_600_000;
