import { spawn, type ChildProcessByStdio } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { CodemodeError, messageOf } from "../../errors.ts";
import { killGroup } from "../../process/kill-group.ts";
import { reapWithHost } from "../../process/reaper.ts";
import type { SandboxExit, SandboxProcess, Usage, Wall } from "../driver.ts";
import { createLineReader } from "../../lines.ts";
import type { HostMessage } from "../messages.ts";
import { readUsage } from "../usage.ts";

export interface GuestCommand {
  readonly command: readonly string[];
  /** The whole environment; nothing of the host's is added. */
  readonly env: Readonly<Record<string, string>>;
  /** What the process is given on its standard input before any message. */
  readonly firstLine?: string;
  readonly walls: readonly Wall[];
  readonly maxLineBytes: number;
  /** See {@link SandboxProcess}; both engines for JavaScript take 30 to 70 MiB. @default 96 */
  readonly baseMemoryMb?: number;
  /** See {@link SandboxProcess}. @default false */
  readonly endsGently?: boolean;
  /** Called when the process is gone. */
  readonly release: () => void;
}

/**
 * Starts a guest as a process group of its own, in an empty folder, and waits until it says that it is ready.
 * @throws CodemodeError `SANDBOX_START_FAILED`
 */
export async function startGuestProcess(guestCommand: GuestCommand): Promise<SandboxProcess> {
  const { command, env, firstLine, release } = guestCommand;
  const [file = "", ...args] = command;
  const child = spawn(file, args, { cwd: emptyFolder(), env, stdio: ["pipe", "pipe", "pipe"], detached: true, windowsHide: true });
  reapWithHost(child);
  const guest = new GuestProcess(child, guestCommand);
  void guest.exited.then(release);
  if (firstLine) child.stdin.write(firstLine);
  const overdue = setTimeout(() => void guest.kill(), START_TIMEOUT_MS);
  try {
    await guest.started;
  } finally {
    clearTimeout(overdue);
  }
  return guest;
}

/** A guest that has not said by then that it is ready is given up; a start takes a tenth of a second, on a busy machine some. */
const START_TIMEOUT_MS = 20_000;

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

// A process of the same user can send SIGUSR1, which would open this process's inspector; with a listener it does nothing.
if (process.platform !== "win32") process.on("SIGUSR1", () => {});

const STDERR_TAIL_CHARACTERS = 8_192;
const LAST_WORDS_MS = 100;

class GuestProcess implements SandboxProcess {
  onLine: (line: string) => void = () => {};
  readonly walls: readonly Wall[];
  readonly baseMemoryMb: number;
  readonly endsGently: boolean;
  readonly exited: Promise<SandboxExit>;
  /** Resolves at the guest's first line, which says that it is ready. */
  readonly started: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, { walls, maxLineBytes, ...engine }: GuestCommand) {
    this.#child = child;
    this.walls = walls;
    this.baseMemoryMb = engine.baseMemoryMb ?? 96;
    this.endsGently = engine.endsGently ?? false;
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
      child.once("exit", (exitCode, signal) => {
        const settle = (): void => resolve({ exitCode, signal, stderr });
        if (child.stderr.readableEnded) return settle();
        // Its last words say why. Not for long: a process that the guest left behind could hold the pipe open.
        const overdue = setTimeout(settle, LAST_WORDS_MS);
        child.stderr.once("end", () => {
          clearTimeout(overdue);
          settle();
        });
      });
    });
    this.started = new Promise((resolve, reject) => {
      void this.exited.then((exit) =>
        reject(
          new CodemodeError(
            "SANDBOX_START_FAILED",
            `The sandbox process did not start: ${exit.stderr || (exit.signal ? `it was ended by ${exit.signal}` : `exit code ${exit.exitCode}`)}`,
            {
              cause: spawnError,
            },
          ),
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

  usage(): Promise<Usage | undefined> {
    return readUsage(this.pid);
  }

  freeze(): void {
    if (process.platform !== "win32") killGroup(this.#child, "SIGSTOP");
  }

  thaw(): void {
    if (process.platform !== "win32") killGroup(this.#child, "SIGCONT");
  }

  kill(): Promise<SandboxExit> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) killGroup(this.#child, "SIGKILL");
    this.#child.stdout.resume();
    return this.exited;
  }
}
