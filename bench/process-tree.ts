import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { promisify } from "node:util";

/** All processes that this one, or another, has started and those have started in turn; undefined where the system does not tell. */
export async function descendants(of: number = process.pid): Promise<number[] | undefined> {
  if (process.platform === "win32") return undefined;
  const parents = process.platform === "linux" ? await parentsFromProc() : await parentsFromPs();
  const found: number[] = [];
  const ofParent = (parent: number): number[] => [...parents].filter(([, above]) => above === parent).map(([pid]) => pid);
  for (let next = ofParent(of); next.length > 0; next = next.flatMap(ofParent)) found.push(...next);
  return found;
}

/**
 * The memory of processes in MiB, what they share counted once in all: the sum of their proportional set sizes, see proc_pid_smaps(5).
 * @returns undefined where the system has none, which is everywhere but on Linux
 */
export async function proportionalMb(pids: readonly number[]): Promise<number | undefined> {
  if (process.platform !== "linux") return undefined;
  // One that has ended in the meantime has none.
  const texts = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, "latin1").catch(() => "")));
  return texts.reduce((total, text) => total + Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) / 1_024, 0);
}

async function parentsFromProc(): Promise<Map<number, number>> {
  const pids = (await readdir("/proc")).map(Number).filter(Boolean);
  const parents = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
      // The second field is the program's name in parentheses and may hold spaces; after it come the state and the parent.
      return [pid, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])] as const;
    }),
  );
  return new Map(parents);
}

async function parentsFromPs(): Promise<Map<number, number>> {
  const running = promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const { stdout } = await running;
  const pairs = stdout.split("\n").map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  // `ps` itself is one of our children while it looks.
  return new Map(pairs.filter(([pid]) => pid !== running.child.pid));
}
