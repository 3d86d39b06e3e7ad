import type { ChildProcess } from "node:child_process";

/** Sends `signal` to the process group that `child` leads (spawned with `detached: true`), on Windows to the child alone. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
