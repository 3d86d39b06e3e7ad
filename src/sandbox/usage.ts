import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Usage } from "./driver.ts";

/**
 * What the process `pid` and its descendants have used (an outer wall is a process around the guest's): from /proc on Linux, from `ps`
 * elsewhere, undefined where neither tells (or the process is gone).
 */
export async function readUsage(pid: number): Promise<Usage | undefined> {
  try {
    return process.platform === "linux" ? treeFromProc(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

function treeFromProc(pid: number): Required<Usage> {
  let { memoryMb, cpuMs, threads } = fromProc(pid);
  for (const child of childrenOf(pid)) {
    try {
      const usage = treeFromProc(child);
      memoryMb += usage.memoryMb;
      cpuMs += usage.cpuMs;
      threads += usage.threads;
    } catch {
      // It has ended in the meantime.
    }
  }
  return { memoryMb, cpuMs, threads };
}

function childrenOf(pid: number): number[] {
  try {
    return textOf(`/proc/${pid}/task/${pid}/children`).split(" ").map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

/** Fields by proc(5): statm counts pages of 4 KiB; stat's utime and stime, fields 14 and 15, count ticks of 10 ms (USER_HZ is 100); field 20 counts threads. */
function fromProc(pid: number): Required<Usage> {
  const [, resident = 0, shared = 0] = textOf(`/proc/${pid}/statm`).split(" ").map(Number);
  // The second field is the program's name in parentheses and may hold spaces.
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    memoryMb: ((resident - shared) * 4_096) / 2 ** 20,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
    threads: Number(fields[17]),
  };
}

/** Read at once: the kernel has it in memory, and a read that comes back later costs this thread ten times as much, for every sandbox all the time. */
function textOf(path: string): string {
  return readFileSync(path, "latin1");
}

async function fromPs(pid: number): Promise<Usage> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=,time=", "-p", String(pid)]);
  const [rss = "0", time = "0"] = stdout.trim().split(/\s+/);
  const seconds = time.split(/[-:]/).reduce((total, part) => total * 60 + Number(part), 0);
  return { memoryMb: Number(rss) / 1_024, cpuMs: seconds * 1_000 };
}
