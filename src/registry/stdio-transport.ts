import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { deserializeMessage, serializeMessage, type JSONRPCMessage, type Transport } from "@modelcontextprotocol/client";
import { getDefaultEnvironment } from "@modelcontextprotocol/client/stdio";
import spawn from "cross-spawn";
import { CodemodeError } from "../errors.ts";
import { GATEWAY_VARIABLE } from "../config/inside-gateway.ts";
import { createLineReader } from "../lines.ts";
import { killGroup } from "../process/kill-group.ts";
import { reapWithHost } from "../process/reaper.ts";
import type { ResolvedServer } from "../secrets/resolve-server.ts";
import { MessageMeter } from "./message-meter.ts";

/**
 * MCP over the standard input and output of a child process (spec 2025-11-25, "Transports", section stdio).
 *
 * The SDK's own transport knows only its direct child, so that the server behind an `npx` could be left running. This one gives the server
 * a process group of its own, ends the whole group, and has it ended with the host. The environment is the SDK's short list (PATH, HOME
 * and the like) and what the config names, never the whole of ours.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #config: ResolvedStdioServer;
  readonly #broken: (error: CodemodeError) => void;
  readonly #meter: MessageMeter;
  readonly #lines: (chunk: Buffer) => string[];
  #child: ChildProcess | undefined;
  #stderrTail = "";
  #stray: string | undefined;
  #closed = false;
  #ended = false;
  #drained: Promise<void> | undefined;

  /** @param broken told why the transport ends itself, before it does */
  constructor(config: ResolvedStdioServer, maxMessageBytes: number, broken: (error: CodemodeError) => void) {
    this.#config = config;
    this.#broken = broken;
    this.#meter = new MessageMeter("line", maxMessageBytes);
    // The meter has counted what comes to it.
    this.#lines = createLineReader(Infinity);
  }

  async start(): Promise<void> {
    const { command, args, env, cwd } = this.#config;
    const child = spawn(command, [...args], {
      env: { ...getDefaultEnvironment(), ...env, [GATEWAY_VARIABLE]: "1" },
      stdio: ["pipe", "pipe", "pipe"],
      shell: false,
      windowsHide: true,
      detached: process.platform !== "win32",
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.#child = child;
    reapWithHost(child);
    // A server that takes nothing any more would let every call wait for its time to be over.
    child.stdin?.on("error", () => void this.close());
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderrTail = (this.#stderrTail + text).slice(-STDERR_TAIL_CHARACTERS);
    });
    child.stdout?.on("data", (chunk: Buffer) => this.#read(chunk));
    child.once("exit", () => {
      // Whatever the server started and left in its group goes with it.
      killGroup(child, "SIGKILL");
    });
    child.once("close", () => {
      this.#child = undefined;
      if (!this.#closed) this.#end();
    });
    try {
      await once(child, "spawn");
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such command (or no such cwd)" : String(error);
      throw new CodemodeError("SERVER_START_FAILED", `The command "${command}" can't be started: ${reason}.`, { cause: error });
    }
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable) throw new CodemodeError("SERVER_CLOSED", `The server's process has ended.${this.#stderrHint}`);
    if (stdin.write(serializeMessage(message))) return;
    // One wait for all senders: a thousand calls at once must not be a thousand listeners.
    this.#drained ??= drained(stdin).finally(() => {
      this.#drained = undefined;
    });
    await this.#drained;
  }

  /** Closes the pipe, waits a moment for a good end, then ends the whole group; resolves when the process is gone. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#closed = true;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit").catch(() => {});
      child.stdin?.end();
      for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        const timer = setTimeout(() => killGroup(child, signal), signal === "SIGTERM" ? 300 : 1_000);
        void exited.then(() => clearTimeout(timer));
      }
      await exited;
    }
    // A grandchild that left the group may still hold the pipes; ours are let go.
    child?.stdout?.destroy();
    child?.stderr?.destroy();
    this.#end();
  }

  /** What the server wrote to stdout that is no message, and its last lines on stderr, as an addition to an error message. */
  get hint(): string {
    const stray = this.#stray === undefined ? "" : ` It writes what is no message to stdout, which is for messages only: ${this.#stray}`;
    return stray + this.#stderrHint;
  }

  get #stderrHint(): string {
    const lines = this.#stderrTail.trim().split("\n").slice(-3).join(" | ").slice(-500);
    return lines === "" ? "" : ` Its last words on stderr: ${lines}`;
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.onclose?.();
  }

  #read(chunk: Buffer): void {
    try {
      this.#meter.add(chunk);
    } catch (error) {
      // Nothing more is read, however much there is.
      this.#child?.stdout?.destroy();
      this.#broken(error as CodemodeError);
      return;
    }
    for (const line of this.#lines(chunk)) this.#take(line);
  }

  #take(line: string): void {
    try {
      this.onmessage?.(deserializeMessage(line));
    } catch (error) {
      // A line that is no message: servers print banners. It is reported and skipped.
      this.#stray ??= JSON.stringify(line.slice(0, STRAY_CHARACTERS));
      this.onerror?.(error as Error);
    }
  }
}

type ResolvedStdioServer = Extract<ResolvedServer, { kind: "stdio" }>;

/** Resolves when the pipe takes more, or never will. */
async function drained(stdin: Writable): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  await Promise.race([once(stdin, "drain", { signal }), once(stdin, "close", { signal })]).catch(() => {});
  listening.abort();
}

const STRAY_CHARACTERS = 100;
const STDERR_TAIL_CHARACTERS = 4_096;
