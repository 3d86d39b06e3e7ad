import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Usage } from "./driver.ts";

/**
 * What the process `pid` and its descendants have used (an outer wall is a process around the guest's): from /proc on Linux, from `ps`
 * elsewhere, undefined where neither tells (or the process is gone).
 */
export async function readUsage(pid: number): Promise<Usage | undefined> {
  try {
    return process.platform === "linux" ? await treeFromProc(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

async function treeFromProc(pid: number): Promise<Required<Usage>> {
  const [own, children] = await Promise.all([fromProc(pid), readFile(`/proc/${pid}/task/${pid}/children`, "latin1").catch(() => "")]);
  let { memoryMb, cpuMs, threads } = own;
  for (const child of children.split(" ").map(Number).filter(Boolean)) {
    const usage = await treeFromProc(child).catch(() => undefined);
    memoryMb += usage?.memoryMb ?? 0;
    cpuMs += usage?.cpuMs ?? 0;
    threads += usage?.threads ?? 0;
  }
  return { memoryMb, cpuMs, threads };
}

/** Fields by proc(5): statm counts pages of 4 KiB; stat's utime and stime, fields 14 and 15, count ticks of 10 ms (USER_HZ is 100); field 20 counts threads. */
async function fromProc(pid: number): Promise<Required<Usage>> {
  const [statm, stat] = await Promise.all([readFile(`/proc/${pid}/statm`, "latin1"), readFile(`/proc/${pid}/stat`, "latin1")]);
  const [, resident = 0, shared = 0] = statm.split(" ").map(Number);
  // The second field is the program's name in parentheses and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    memoryMb: ((resident - shared) * 4_096) / 2 ** 20,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
    threads: Number(fields[17]),
  };
}

async function fromPs(pid: number): Promise<Usage> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=,time=", "-p", String(pid)]);
  const [rss = "0", time = "0"] = stdout.trim().split(/\s+/);
  const seconds = time.split(/[-:]/).reduce((total, part) => total * 60 + Number(part), 0);
  return { memoryMb: Number(rss) / 1_024, cpuMs: seconds * 1_000 };
}
