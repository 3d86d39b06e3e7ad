import { once } from "node:events";
import { ReadBuffer, serializeMessage } from "@modelcontextprotocol/client";
import { getDefaultEnvironment } from "@modelcontextprotocol/client/stdio";
import spawn from "cross-spawn";
import { CodemodeError } from "../errors.js";
import { GATEWAY_VARIABLE } from "../config/inside-gateway.js";
import { killGroup } from "../process/kill-group.js";
import { reapWithHost } from "../process/reaper.js";
/**
 * MCP over the standard input and output of a child process (spec 2025-11-25, "Transports", section stdio).
 *
 * The SDK's own transport knows only its direct child, so that the server behind an `npx` could be left running. This one gives the server
 * a process group of its own, ends the whole group, and has it ended with the host. The environment is the SDK's short list (PATH, HOME
 * and the like) and what the config names, never the whole of ours.
 */
export class StdioTransport {
  onclose;
  onerror;
  onmessage;
  #config;
  #buffer = new ReadBuffer({ maxBufferSize: MAX_MESSAGE_BYTES });
  #child;
  #stderrTail = "";
  #closed = false;
  #ended = false;
  #drained;
  constructor(config) {
    this.#config = config;
  }
  async start() {
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
    child.stdin?.on("error", () => {});
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      this.#stderrTail = (this.#stderrTail + text).slice(-STDERR_TAIL_CHARACTERS);
    });
    child.stdout?.on("data", (chunk) => this.#read(chunk));
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
      const reason = error.code === "ENOENT" ? "there is no such command (or no such cwd)" : String(error);
      throw new CodemodeError("SERVER_START_FAILED", `The command "${command}" can't be started: ${reason}.`, { cause: error });
    }
  }
  async send(message) {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable) throw new CodemodeError("SERVER_CLOSED", `The server's process has ended.${this.stderrHint}`);
    if (stdin.write(serializeMessage(message))) return;
    // One wait for all senders: a thousand calls at once must not be a thousand listeners.
    this.#drained ??= drained(stdin).finally(() => {
      this.#drained = undefined;
    });
    await this.#drained;
  }
  /** Closes the pipe, waits a moment for a good end, then ends the whole group; resolves when the process is gone. */
  async close() {
    const child = this.#child;
    this.#closed = true;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit").catch(() => {});
      child.stdin?.end();
      for (const signal of ["SIGTERM", "SIGKILL"]) {
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
  /** The last lines that the server wrote to stderr, as an addition to an error message. */
  get stderrHint() {
    const lines = this.#stderrTail.trim().split("\n").slice(-3).join(" | ").slice(-500);
    return lines === "" ? "" : ` Its last words on stderr: ${lines}`;
  }
  #end() {
    if (this.#ended) return;
    this.#ended = true;
    this.#buffer.clear();
    this.onclose?.();
  }
  #read(chunk) {
    try {
      this.#buffer.append(chunk);
    } catch (error) {
      this.onerror?.(error);
      void this.close();
      return;
    }
    for (;;) {
      try {
        const message = this.#buffer.readMessage();
        if (message === null) return;
        this.onmessage?.(message);
      } catch (error) {
        // A line that is no message: servers print banners. It is reported and skipped.
        this.onerror?.(error);
      }
    }
  }
}
/** Resolves when the pipe takes more, or never will. */
async function drained(stdin) {
  const listening = new AbortController();
  const { signal } = listening;
  await Promise.race([once(stdin, "drain", { signal }), once(stdin, "close", { signal })]).catch(() => {});
  listening.abort();
}
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const STDERR_TAIL_CHARACTERS = 4_096;
