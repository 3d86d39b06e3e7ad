import { existsSync } from "node:fs";
import type { OuterWallNeeds } from "./needs.ts";

/**
 * bubblewrap around a command: own user, pid, ipc, uts, cgroup and network namespaces, no capabilities, and a read-only tree that holds the
 * system's libraries and what the command needs, and nothing of the user's. The caller gives bubblewrap itself an empty environment,
 * because its `--clearenv` would leave the old one readable in /proc/1/environ.
 */
export function bubblewrapCommand({ readable }: OuterWallNeeds): string[] {
  const system = ["/usr", "/bin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/ld.so.conf"].filter((path) => existsSync(path));
  return [
    "bwrap",
    "--unshare-all",
    "--die-with-parent",
    "--cap-drop",
    "ALL",
    "--hostname",
    "sandbox",
    ...system.flatMap((path) => ["--ro-bind", path, path]),
    ...readable.flatMap((path) => ["--ro-bind", path, path]),
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--remount-ro",
    "/",
    "--chdir",
    "/",
    "--",
  ];
}
