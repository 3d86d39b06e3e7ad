import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
/** The process that holds a lock is named in it from its first moment; one that has ended holds none. Who has taken it removes it. */
export async function takeLock(path) {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const holder = Number(await readFile(path, "utf8").catch(() => "0"));
    if (holder > 0 && !isRunning(holder)) await rm(path, { force: true });
    return false;
  } finally {
    await rm(own, { force: true });
  }
}
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
