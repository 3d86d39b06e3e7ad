import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { CodemodeError } from "../errors.ts";

/** Runs something while no other process that does so holds the lock at this path. @throws CodemodeError `BUSY` */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; !takeLock(path); waited += LOOK_AGAIN_MS) {
    if (waited > LONGEST_WAIT_MS)
      throw new CodemodeError("BUSY", `Another process has held ${path} for ${LONGEST_WAIT_MS} ms. If there is none, delete it.`);
    await setTimeout(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

const LOOK_AGAIN_MS = 5;
const LONGEST_WAIT_MS = 5_000;

/** The process that holds a lock is named in it from its first moment; one that has ended holds none. Who has taken it removes it. */
export function takeLock(path: string): boolean {
  const own = `${path}.${randomUUID()}`;
  try {
    writeFileSync(own, String(process.pid));
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = holderOf(path);
    if (holder > 0 && !isRunning(holder)) rmSync(path, { force: true });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function holderOf(path: string): number {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
