import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
/**
 * Makes sure that the process group which `child` leads does not outlive this process, even when this process is ended by SIGKILL
 * and even when the child never looks at its closed pipes. A `child` that was not spawned with
 * `detached: true` leads no group and is ended alone.
 *
 * A shell of about 1 MB, shared by the whole host process and started on first use, waits at the end of a pipe. Where there is no
 * POSIX shell (Windows) nothing is started, and a child must notice its closed standard input by itself.
 */
export function reapWithHost(child) {
  const { pid } = child;
  if (pid === undefined || process.platform === "win32") return;
  live.add(pid);
  tell(`+${pid}\n`);
  child.once("exit", () => {
    live.delete(pid);
    tell(`-${pid}\n`);
  });
}
const live = new Set();
let reaper;
function tell(line) {
  if (reaper) reaper.stdin?.write(line);
  else reaper = startReaper();
}
function startReaper() {
  const script = fileURLToPath(new URL("./reaper.sh", import.meta.url));
  const child = spawn("/bin/sh", [script], {
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
    cwd: "/",
    // Its own group: a Ctrl-C that reaches every process of the terminal must not end it before the host.
    detached: true,
  });
  const forget = () => {
    if (reaper === child) reaper = undefined;
  };
  child.once("error", forget);
  child.once("exit", forget);
  child.stdin.on("error", forget);
  for (const pid of live) child.stdin.write(`+${pid}\n`);
  child.unref();
  // The pipe must keep neither the event loop nor a test runner alive.
  child.stdin.unref?.();
  return child;
}
