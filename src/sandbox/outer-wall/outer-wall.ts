import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CodemodeError, messageOf } from "../../errors.ts";
import type { Wall } from "../driver.ts";
import { bubblewrapCommand } from "./bubblewrap.ts";
import { sandboxExecCommand } from "./sandbox-exec.ts";

/** `auto`: where it works; `require`: or nothing starts; `off`: never. */
export type OuterWall = "auto" | "require" | "off";

export interface OuterWallNeeds {
  /** The files and folders that the process must be able to read; nothing else of the user's is to be seen. */
  readonly readable: readonly string[];
}

/** What comes before a command, and the walls that then stand. */
interface Around {
  readonly command: readonly string[];
  readonly walls: readonly Wall[];
}

/**
 * The operating system's wall for this machine, found out by trying it: that a program is installed does not mean that it may work.
 * @throws CodemodeError `SANDBOX_WALL_MISSING` where it is required and does not work
 */
export async function resolveOuterWall(mode: OuterWall, needs: OuterWallNeeds): Promise<Around> {
  if (mode === "off") return none;
  const found = await probeOuterWall();
  if (found.kind === "works") return { command: found.build(needs), walls: [found.wall] };
  if (mode === "auto") return none;
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
const none: Around = { command: [], walls: [] };

async function tryOuterWall(): Promise<Probe> {
  const [wall, build] =
    process.platform === "darwin" ? (["sandbox-exec", sandboxExecCommand] as const) : (["bubblewrap", bubblewrapCommand] as const);
  if (process.platform !== "linux" && process.platform !== "darwin")
    return { kind: "missing", reason: `${process.platform} has none that this package knows.` };
  const [command = "", ...args] = [...build({ readable: [] }), "/usr/bin/true"];
  try {
    await promisify(execFile)(command, args, { env: {}, timeout: 5_000 });
    return { kind: "works", wall, build };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = missing ? `${command} is not installed.` : `${command} does not work: ${messageOf(error).trim().split("\n").at(-1)}`;
    return { kind: "missing", reason: process.platform === "linux" && missing ? `${why} Install the package "bubblewrap".` : why };
  }
}
