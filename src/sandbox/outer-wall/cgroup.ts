import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Control groups around one process: the kernel's own count of its memory and tasks. */
export interface Cgroup {
  /** What comes before a command to put it inside. */
  readonly command: readonly string[];
  /** Removes the groups, when nothing is in them any more. */
  readonly remove: () => void;
}

/**
 * Makes control groups for a process, where this one may: on cgroup v2 beside our own group, when its parent hands memory and pids down and
 * is ours to write (systemd's user sessions are), on v1 below it (Linux Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/).
 *
 * @returns undefined where there is no such place
 */
export function createCgroup({ memoryMb }: { readonly memoryMb: number }): Cgroup | undefined {
  const name = `codemode-${process.pid}-${(made += 1)}`;
  const bytes = (memoryMb + ABOVE_WATCH_MB) * 2 ** 20;
  const folders: string[] = [];
  try {
    for (const { parent, files } of places()) {
      const folder = `${parent}/${name}`;
      mkdirSync(folder);
      folders.push(folder);
      for (const [file, value] of Object.entries(files(bytes))) writeFileSync(`${folder}/${file}`, value);
    }
  } catch {
    folders.forEach(remove);
    return undefined;
  }
  if (folders.length === 0) return undefined;
  return { command: ["/bin/sh", joinScript, ...folders, "--"], remove: () => folders.forEach((folder) => removeWhenEmpty(folder)) };
}

interface Place {
  readonly parent: string;
  readonly files: (bytes: number) => Readonly<Record<string, string>>;
}

let made = 0;
let known: readonly Place[] | undefined;
const ROOT = "/sys/fs/cgroup";
const MAX_TASKS = "256";
/** The watch acts first; this is for what grows faster than it looks. */
const ABOVE_WATCH_MB = 256;
const joinScript = fileURLToPath(new URL("./join-cgroup.sh", import.meta.url));

function places(): readonly Place[] {
  if (process.platform !== "linux") return [];
  known ??= findPlaces();
  return known;
}

function findPlaces(): readonly Place[] {
  const lines = readFileSync("/proc/self/cgroup", "latin1").trim().split("\n");
  const pathOf = (controller: string): string | undefined =>
    lines.map((line) => line.split(":")).find(([, controllers]) => controllers?.split(",").includes(controller))?.[2];
  const found: Place[] = [];
  if (existsSync(`${ROOT}/cgroup.controllers`)) {
    const parent = `${ROOT}${pathOf("")?.replace(/\/[^/]*$/, "") ?? ""}`;
    const handedDown = readFileSync(`${parent}/cgroup.subtree_control`, "latin1").trim().split(" ");
    if (handedDown.includes("memory") && handedDown.includes("pids"))
      found.push({ parent, files: (bytes) => ({ "memory.max": String(bytes), "memory.oom.group": "1", "pids.max": MAX_TASKS }) });
  } else {
    for (const [controller, file] of [
      ["memory", "memory.limit_in_bytes"],
      ["pids", "pids.max"],
    ] as const) {
      const parent = `${ROOT}/${controller}${pathOf(controller)?.replace(/\/$/, "") ?? "/none"}`;
      found.push({ parent, files: (bytes) => ({ [file]: controller === "memory" ? String(bytes) : MAX_TASKS }) });
    }
  }
  for (const { parent } of found) {
    accessSync(`${parent}/cgroup.procs`, constants.W_OK);
    removeLeftovers(parent);
  }
  return found;
}

/** What a process that was killed could not remove. */
function removeLeftovers(parent: string): void {
  for (const entry of readdirSync(parent)) {
    const pid = /^codemode-(\d+)-\d+$/.exec(entry)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) remove(`${parent}/${entry}`);
  }
}

/** What was inside may still be dying when the first process of it is gone. */
function removeWhenEmpty(folder: string, waitMs = 10): void {
  if (!remove(folder) && waitMs < 2_000) setTimeout(removeWhenEmpty, waitMs, folder, waitMs * 3).unref();
}

/** Whether the folder is gone. */
function remove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder);
  }
}
