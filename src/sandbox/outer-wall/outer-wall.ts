import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CodemodeError, messageOf } from "../../errors.ts";
import type { Wall } from "../driver.ts";
import { resourceLimits } from "../resource-limits.ts";
import { bubblewrapCommand } from "./bubblewrap.ts";
import { createCgroup } from "./cgroup.ts";
import type { OuterWallNeeds } from "./needs.ts";
import { sandboxExecCommand } from "./sandbox-exec.ts";

/** `auto`: where it works; `require`: or nothing starts; `off`: never. */
export type OuterWall = "auto" | "require" | "off";

export interface WalledCommand {
  readonly command: readonly string[];
  /** The walls of the operating system that then stand. */
  readonly walls: readonly Wall[];
  /** To be called when the process is gone. */
  readonly release: () => void;
}

/**
 * A command inside everything that the operating system offers: the kernel's limits always, and by `mode` control groups and the wall of
 * this platform, whose use is found out by trying it: that a program is installed does not mean that it may work.
 *
 * @throws CodemodeError `SANDBOX_WALL_MISSING` where a wall is required and does not work
 */
export async function wallIn(command: readonly string[], mode: OuterWall, needs: OuterWallNeeds): Promise<WalledCommand> {
  const limited = resourceLimits(needs.memoryMb);
  if (mode === "off") return { command: [...limited, ...command], walls: [], release() {} };
  const wall = await platformWall(mode);
  const cgroup = createCgroup(needs);
  return {
    command: [...(cgroup?.command ?? []), ...limited, ...(wall?.build(needs) ?? []), ...command],
    walls: [...(wall ? [wall.wall] : []), ...(cgroup ? (["cgroup"] as const) : [])],
    release: cgroup?.remove ?? (() => {}),
  };
}

async function platformWall(mode: "auto" | "require"): Promise<Extract<Probe, { kind: "works" }> | undefined> {
  const found = await probeOuterWall();
  if (found.kind === "works") return found;
  if (mode === "auto") return undefined;
  throw new CodemodeError(
    "SANDBOX_WALL_MISSING",
    `The config requires an outer wall (sandbox.outerWall: "require"), and there is none here: ${found.reason}`,
  );
}

type Probe =
  | { readonly kind: "works"; readonly wall: Wall; readonly build: (needs: OuterWallNeeds) => readonly string[] }
  | { readonly kind: "missing"; readonly reason: string };

/** Whether the operating system's wall works here, and why not. Asked of the system once in a process. */
export function probeOuterWall(): Promise<Probe> {
  probe ??= tryOuterWall();
  return probe;
}

let probe: Promise<Probe> | undefined;

async function tryOuterWall(): Promise<Probe> {
  const [wall, build] =
    process.platform === "darwin" ? (["sandbox-exec", sandboxExecCommand] as const) : (["bubblewrap", bubblewrapCommand] as const);
  if (process.platform !== "linux" && process.platform !== "darwin")
    return { kind: "missing", reason: `${process.platform} has none that this package knows.` };
  const [command = "", ...args] = [...build({ readable: [], memoryMb: 0 }), "/usr/bin/true"];
  try {
    await promisify(execFile)(command, args, { env: {}, timeout: 5_000 });
    return { kind: "works", wall, build };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = missing ? `${command} is not installed.` : `${command} does not work: ${messageOf(error).trim().split("\n").at(-1)}`;
    return { kind: "missing", reason: process.platform === "linux" && missing ? `${why} Install the package "bubblewrap".` : why };
  }
}

/** A sentence for each wall of the operating system that a process lacks, with the reason. */
export async function missingWalls(standing: readonly Wall[]): Promise<string[]> {
  const found = await probeOuterWall();
  const off = (name: string): string => `${name}: works here and is switched off (sandbox.outerWall).`;
  const wall = found.kind === "missing" ? `outer wall: ${found.reason}` : standing.includes(found.wall) ? [] : off(found.wall);
  const limits = resourceLimits(1).length > 0 ? [] : "kernel limits: there is no /usr/bin/prlimit.";
  const cgroup = standing.includes("cgroup") ? [] : "cgroup: not in use; none here may be written to, or outer walls are switched off.";
  return [wall, limits, cgroup].flat();
}
