import { spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";
import { CodemodeError } from "../../../errors.ts";
import { reapWithHost } from "../../../process/reaper.ts";
import type { PythonGuestOptions } from "../../guest/python/options.ts";
import type { SandboxDriver, Wall } from "../../driver.ts";
import { wallIn, type OuterWall, type WalledCommand } from "../../outer-wall/outer-wall.ts";
import { startGuestProcess } from "../child-process.ts";
import { denoProblem } from "../create-driver.ts";
import { denoPython } from "./deno-python.ts";
import { buildId, engineFiles, type EngineFiles } from "./engine-files.ts";
import { nodePython } from "./node-python.ts";
import { keepSnapshot } from "./snapshots.ts";

export interface PythonDriverOptions {
  /** Which engine runs the WebAssembly: Deno where it is there, else Node with its permission model. @default "auto" */
  readonly engine?: "auto" | "deno" | "node";
  /** Whether a wall of the operating system goes around the process. @default "auto" */
  readonly outerWall?: OuterWall;
  /** Where the snapshot is kept that a start wakes from. @default a temporary folder: the first start of every process takes seconds */
  readonly snapshotFolder?: string;
  /** Wheels of pure Python (`.whl`), or folders with such, that programs can import. @default none */
  readonly wheels?: readonly string[];
  /** Whether the imports of WebAssembly are sealed; a test may look at the other wall alone. @default true */
  readonly sealed?: boolean;
}

/** How one engine runs the guest: its command, and the walls that then stand. */
export interface PythonEngine {
  readonly binary: string;
  /** The guest's bundle. */
  readonly guest: string;
  readonly env: Readonly<Record<string, string>>;
  readonly walls: readonly Wall[];
  /** @param readable the files, and the folders with a slash at their end, that the process must be able to read */
  command(options: PythonGuestOptions, readable: readonly string[]): readonly string[];
}

/**
 * Sandboxes with CPython, compiled to WebAssembly (Pyodide). Two walls: the process, which may do nothing but read the engine's files while
 * it starts, and the seal on what WebAssembly may ask of the JavaScript around it. A process wakes from a snapshot of Python's memory, made
 * at the first start by a process of the same kind.
 */
export function createPythonDriver(options: PythonDriverOptions = {}): SandboxDriver {
  const { engine = "auto", outerWall = "auto", snapshotFolder, sealed = true } = options;
  const name = engine === "node" || (engine === "auto" && denoProblem() !== undefined) ? "node" : "deno";
  let prepared: Prepared | undefined;
  return {
    name: `python-${name}`,
    async start({ memoryMb, maxLineBytes }) {
      prepared ??= prepare(name === "node" ? nodePython() : denoPython(), engineFiles(options.wheels ?? []));
      const { runner, files, id } = prepared;
      const walled = (snapshot?: string): Promise<WalledCommand> => {
        const guestOptions = { ...files, memoryMb, ...(sealed ? {} : { unsealed: true }), ...(snapshot === undefined ? {} : { snapshot }) };
        const readable = [files.engine, files.runtime, ...files.wheels, ...(snapshot === undefined ? [] : [snapshot])];
        return wallIn(runner.command(guestOptions, readable), outerWall, {
          readable: [runner.binary, runner.guest, ...readable],
          memoryMb,
        });
      };
      const snapshot = await keepSnapshot(snapshotFolder, id, async () => makeSnapshot(await walled(), runner.env));
      const { command, walls, release } = await walled(snapshot);
      return startGuestProcess({
        command,
        env: runner.env,
        release,
        walls: ["process", ...runner.walls, ...(sealed ? (["sealed-imports"] as const) : []), ...walls],
        maxLineBytes,
        baseMemoryMb: PYTHON_BASE_MB,
        endsGently: true,
      });
    },
  };
}

interface Prepared {
  readonly runner: PythonEngine;
  readonly files: EngineFiles;
  /** The name of the snapshot: a hash of a megabyte and more, and so made once. */
  readonly id: string;
}

function prepare(runner: PythonEngine, files: EngineFiles): Prepared {
  return { runner, files, id: buildId(files, runner.guest, runner.binary) };
}

/** What the engine takes before any program: measured at 130 to 190 MiB. */
const PYTHON_BASE_MB = 256;

async function makeSnapshot(
  { command: [file = "", ...args], release }: WalledCommand,
  env: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const child = spawn(file, args, { env, cwd: "/", stdio: ["ignore", "pipe", "pipe"], detached: true, windowsHide: true });
  reapWithHost(child);
  const ended = new Promise<number | null>((resolve) => child.once("error", () => resolve(null)).once("close", resolve));
  const [bytes, problem, exitCode] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
  release();
  if (exitCode === 0 && bytes.length > 0) return bytes;
  throw new CodemodeError("SANDBOX_START_FAILED", `Python did not start: ${problem.slice(0, 2_000) || `exit code ${exitCode}`}`);
}
