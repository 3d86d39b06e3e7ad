/** Sends `signal` to the process group that `child` leads (spawned with `detached: true`), on Windows to the child alone. */
export function killGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
