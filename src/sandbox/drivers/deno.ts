import { spawn, type ChildProcessByStdio } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { CodemodeError, messageOf } from "../../errors.ts";
import { killGroup } from "../../process/kill-group.ts";
import { reapWithHost } from "../../process/reaper.ts";
import type { SandboxDriver, SandboxExit, SandboxProcess, StartOptions } from "../driver.ts";
import { createLineReader } from "../lines.ts";
import type { HostMessage } from "../messages.ts";
import { readUsage } from "../usage.ts";
import { resolveDenoBinary } from "./deno-binary.ts";

/**
 * Sandboxes in Deno without any permission, so no file system, network, environment, subprocess or FFI. Guest code is never part of the
 * module graph that Deno starts with, because literal imports of that graph may read local files.
 *
 * @param main the program that speaks the guest's side of the wire; the package's own unless a test plays a hostile guest
 */
export function createDenoDriver(main: URL = guestMain()): SandboxDriver {
  return {
    name: "deno",
    async start(options) {
      const [command, ...args] = denoCommand(main, options) as [string, ...string[]];
      const child = spawn(command, args, {
        cwd: emptyFolder(),
        env: denoEnvironment,
        stdio: ["pipe", "pipe", "pipe"],
        detached: true,
        windowsHide: true,
      });
      reapWithHost(child);
      const sandbox = new DenoProcess(child, options.maxLineBytes);
      await sandbox.started;
      return sandbox;
    },
  };
}

/** Deno's caches and localStorage would outlive the process in DENO_DIR; this one can't exist. */
export const denoEnvironment = { DENO_DIR: "/nonexistent/codemode", NO_COLOR: "1" } as const;

/** The command line of a sandbox. @throws CodemodeError `SANDBOX_MISSING` */
export function denoCommand(main: URL, { memoryMb }: Pick<StartOptions, "memoryMb">): string[] {
  const flags = ["--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--cached-only"];
  return [...resourceLimits(), resolveDenoBinary(), "run", ...flags, `--v8-flags=--max-old-space-size=${memoryMb}`, fileURLToPath(main)];
}

/** Where every sandbox of this process starts: an empty folder, which it may not even read; removed with this process. */
function emptyFolder(): string {
  if (folder === undefined || !existsSync(folder)) {
    const made = mkdtempSync(join(tmpdir(), "codemode-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}

let folder: string | undefined;

/** The guest's entry beside this file: built, or as source in a checkout (Deno reads both). */
function guestMain(): URL {
  return new URL(`../guest/main.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
}

/** No core dumps and few open files, where util-linux offers it. */
function resourceLimits(): string[] {
  return process.platform === "linux" && existsSync("/usr/bin/prlimit") ? ["/usr/bin/prlimit", "--core=0", "--nofile=64", "--"] : [];
}

const STDERR_TAIL_CHARACTERS = 8_192;

class DenoProcess implements SandboxProcess {
  onLine: (line: string) => void = () => {};
  readonly exited: Promise<SandboxExit>;
  /** Resolves at the guest's first line, which says that it is ready. */
  readonly started: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, maxLineBytes: number) {
    this.#child = child;
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-STDERR_TAIL_CHARACTERS);
    });
    child.stdin.on("error", () => {});
    let spawnError: unknown;
    this.exited = new Promise((resolve) => {
      child.once("error", (error) => {
        spawnError = error;
        resolve({ exitCode: null, signal: null, stderr: messageOf(error) });
      });
      child.once("close", (exitCode, signal) => resolve({ exitCode, signal, stderr }));
    });
    this.started = new Promise((resolve, reject) => {
      void this.exited.then((exit) =>
        reject(
          new CodemodeError("SANDBOX_START_FAILED", `The sandbox process did not start: ${exit.stderr || `exit code ${exit.exitCode}`}`, {
            cause: spawnError,
          }),
        ),
      );
      this.onLine = () => resolve();
    });
    const read = createLineReader(maxLineBytes);
    child.stdout.on("data", (chunk: Buffer) => {
      try {
        for (const line of read(chunk)) this.onLine(line);
      } catch {
        // Only a line over the limit comes here: a guest that floods the wire has no further say.
        this.onLine("");
        void this.kill();
      }
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  send(message: HostMessage): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  pause(): void {
    this.#child.stdout.pause();
  }

  resume(): void {
    this.#child.stdout.resume();
  }

  usage(): ReturnType<SandboxProcess["usage"]> {
    return readUsage(this.pid);
  }

  kill(): Promise<SandboxExit> {
    killGroup(this.#child, "SIGKILL");
    this.#child.stdout.resume();
    return this.exited;
  }
}
