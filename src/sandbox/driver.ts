import type { HostMessage } from "./messages.ts";

export interface StartOptions {
  /** The heap that guest code may fill, in MiB. */
  readonly memoryMb: number;
  /** The longest line that is read from the guest, in bytes; a longer one ends the sandbox. */
  readonly maxLineBytes: number;
}

/** How a sandbox process ended. */
export interface SandboxExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last it wrote to stderr; hostile text, for diagnosis only. */
  readonly stderr: string;
}

/** What a process has used so far. */
export interface Usage {
  /** Memory that is its own, in MiB: resident pages that are not backed by files. */
  readonly memoryMb: number;
  /** Processor time of all its threads, in milliseconds. */
  readonly cpuMs: number;
  /** Threads, where the system tells. */
  readonly threads?: number;
}

/**
 * What stands between a program and the machine: the process itself, the engine's own lock (Deno's permissions, Node's permission model
 * around WebAssembly), and what the operating system puts around it.
 */
export type Wall =
  | "process"
  | "deno-permissions"
  | "webassembly"
  | "sealed-imports"
  | "node-permissions"
  | "bubblewrap"
  | "sandbox-exec"
  | "cgroup";

/** One locked process with the guest runtime in it. Nothing but lines of JSON crosses to it and back. */
export interface SandboxProcess {
  readonly pid: number;
  readonly walls: readonly Wall[];
  /** What the engine itself takes before any guest code, in MiB; the watched limit is above that. */
  readonly baseMemoryMb: number;
  /** Whether the guest ends a program itself when its time is over, and may be asked for more afterwards. */
  readonly endsGently: boolean;
  /** Told of every line from the guest; set by whoever holds the process. */
  onLine: (line: string) => void;
  /** Resolves when the process is gone, however it went; never rejects. */
  readonly exited: Promise<SandboxExit>;
  send(message: HostMessage): void;
  /** Stops reading from the guest, which then blocks when its pipe is full. */
  pause(): void;
  resume(): void;
  /** What the process has used, or undefined where that can't be told. */
  usage(): Promise<Usage | undefined>;
  /** Lets the process stand still, so that it uses no processor time until `thaw`. Nothing where the system has no SIGSTOP. */
  freeze(): void;
  thaw(): void;
  /** SIGKILL to the whole process group; resolves when the process is gone. */
  kill(): Promise<SandboxExit>;
}

/** A way to make locked processes; see `drivers/`. */
export interface SandboxDriver {
  readonly name: string;
  /** @throws CodemodeError `SANDBOX_MISSING` where the driver can't work on this machine, `SANDBOX_START_FAILED` */
  start(options: StartOptions): Promise<SandboxProcess>;
}
