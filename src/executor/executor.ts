import { randomUUID } from "node:crypto";
import { CodemodeError, messageOf } from "../errors.ts";
import type { ToolRegistry } from "../registry/registry.ts";
import { createDenoDriver } from "../sandbox/drivers/deno.ts";
import type { SandboxDriver } from "../sandbox/driver.ts";
import { limitError, maxLineBytes, resolveLimits, type Limits } from "../sandbox/limits.ts";
import type { GuestRequest } from "../sandbox/messages.ts";
import { SandboxPool } from "../sandbox/pool.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { createCallGate } from "./call-gate.ts";
import { toExecutionError } from "./guest-error.ts";
import { linkModules, type SkillSource } from "./modules.ts";
import { prepare, type PreparedProgram } from "./prepare/prepare.ts";
import { underline } from "./prepare/syntax-error.ts";
import { createRecorder } from "./recorder.ts";
import type { ExecutionError, ExecutionResult } from "./result.ts";
import { Session } from "./session.ts";
import type { TraceSink } from "./trace.ts";

export interface ExecutorOptions {
  /** Limits of every execution; what is absent has its default. @default see {@link Limits} */
  readonly limits?: Partial<Limits>;
  /** How sandbox processes are made. @default Deno without permissions */
  readonly driver?: SandboxDriver;
  /** How many sandbox processes wait ready. @default 1 */
  readonly warm?: number;
  /** How many sessions may be open; the one unused for longest makes room. @default 16 */
  readonly maxSessions?: number;
  /** How long an unused session keeps its variables, in milliseconds. @default 600_000 */
  readonly sessionIdleMs?: number;
  /** Where `skills/<name>` is found. @default nowhere */
  readonly skills?: SkillSource;
  /** What `tools.search` and `tools.describe` in a program give. @default they fail */
  readonly questions?: Questions;
  /** Receives every event of every execution. */
  readonly trace?: TraceSink;
}

/** The answers to a program's questions about tools. */
export interface Questions {
  search(query: string): unknown;
  describe(name: string): unknown;
}

export interface ExecuteOptions {
  /** The session whose variables the code sees. @default a fresh one */
  readonly sessionId?: string;
  /** Guest time, in milliseconds; never above the executor's limit. */
  readonly timeoutMs?: number;
  /** Ends the execution; the session's variables are gone then. */
  readonly signal?: AbortSignal;
  /** Receives the events of this execution. */
  readonly onEvent?: TraceSink;
}

/**
 * Runs agent-written TypeScript in locked sandbox processes, one per session.
 *
 * @example
 * await using executor = new CodeModeExecutor(registry);
 * const { value } = await executor.execute("1 + 1"); // 2
 */
export class CodeModeExecutor implements AsyncDisposable {
  readonly #registry: ToolRegistry;
  readonly #options: ExecutorOptions;
  readonly #limits: Limits;
  readonly #pool: SandboxPool;
  readonly #maxSessions: number;
  readonly #sessionIdleMs: number;
  readonly #sessions = new Map<string, Session>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stops = new Set<AbortController>();
  #disposed = false;
  readonly #sweep: NodeJS.Timeout;

  constructor(registry: ToolRegistry, options: ExecutorOptions = {}) {
    this.#registry = registry;
    this.#options = options;
    this.#limits = resolveLimits(options.limits ?? {});
    this.#maxSessions = options.maxSessions ?? 16;
    this.#sessionIdleMs = options.sessionIdleMs ?? 600_000;
    const { memoryMb } = this.#limits;
    this.#pool = new SandboxPool(
      { driver: options.driver ?? createDenoDriver(), warm: options.warm ?? 1 },
      { memoryMb, maxLineBytes: maxLineBytes(this.#limits) },
    );
    this.#sweep = setInterval(() => void this.#closeIdle(), Math.min(this.#sessionIdleMs, 30_000)).unref();
  }

  /** Warms the pool, so that the first execution does not wait for a process. @throws CodemodeError `SANDBOX_MISSING`, `SANDBOX_START_FAILED` */
  async setup(): Promise<void> {
    await this.#pool.fill();
  }

  /**
   * Runs code: a module body, an async function, or either in a Markdown fence. Without a session a fresh one is made and stays open under
   * the result's `session_id`. The program's own failure is a result with `ok: false`.
   *
   * @throws CodemodeError `SESSION_UNKNOWN`, `SESSION_BUSY`, `SESSION_LIMIT`, `SANDBOX_MISSING`, `SANDBOX_START_FAILED`, `USAGE`, `DISPOSED`
   */
  async execute(code: string, options: ExecuteOptions = {}): Promise<ExecutionResult> {
    this.#assertLive();
    const { timeoutMs } = options;
    const asked = resolveLimits(timeoutMs === undefined ? {} : { guestTimeMs: timeoutMs }, this.#limits);
    const limits = { ...asked, guestTimeMs: Math.min(asked.guestTimeMs, this.#limits.guestTimeMs) };
    const session = options.sessionId === undefined ? this.#open() : this.#find(options.sessionId);
    if (session.busy)
      throw new CodemodeError("SESSION_BUSY", `Session ${session.id} is running another execution. Wait for it, or use another session.`);
    session.busy = true;
    const stop = new AbortController();
    const cancel = (): void => stop.abort();
    if (options.signal?.aborted) cancel();
    options.signal?.addEventListener("abort", cancel, { once: true });
    this.#stops.add(stop);
    const running = this.#execute(code, session, limits, stop.signal, options.onEvent);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      options.signal?.removeEventListener("abort", cancel);
      this.#stops.delete(stop);
      this.#running.delete(running);
      session.busy = false;
      session.lastUsedAt = Date.now();
    }
  }

  /** Opens a session and returns its id. @throws CodemodeError `SESSION_LIMIT`, `DISPOSED` */
  async createSession(): Promise<string> {
    this.#assertLive();
    return this.#open().id;
  }

  /** Ends a session and its process. @throws CodemodeError `SESSION_UNKNOWN` */
  async closeSession(id: string): Promise<void> {
    const session = this.#find(id);
    this.#sessions.delete(id);
    await session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    for (const stop of this.#stops) stop.abort();
    clearInterval(this.#sweep);
    await Promise.allSettled(this.#running);
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all([this.#pool[Symbol.asyncDispose](), ...sessions.map((session) => session.close())]);
  }

  async #execute(
    code: string,
    session: Session,
    limits: Limits,
    stopped: AbortSignal,
    onEvent: TraceSink | undefined,
  ): Promise<ExecutionResult> {
    const recorder = createRecorder(session.id, randomUUID(), [this.#options.trace, onEvent]);
    recorder.emit({ kind: "execution-started", code: code.slice(0, limits.maxSourceBytes) });
    if (session.sandbox === undefined && session.lostVariables) {
      recorder.warn("This session's earlier variables are gone: its process was ended. It starts empty.");
      session.lostVariables = false;
    }
    let program: PreparedProgram;
    let modules;
    try {
      const { maxSourceBytes } = limits;
      if (Buffer.byteLength(code) > maxSourceBytes)
        throw limitError("LIMIT_SOURCE", `its source has more than ${maxSourceBytes} bytes`, { maxSourceBytes });
      program = prepare(code, "program");
      modules = await linkModules(program, this.#registry, this.#options.skills ?? noSkills);
    } catch (error) {
      if (!(error instanceof CodemodeError)) throw error;
      return recorder.finish({ ok: false, error: refusal(error, code) });
    }

    const sandbox = session.sandbox ?? new Sandbox(await this.#pool.take());
    if (session.sandbox === undefined) session.attach(sandbox);
    const file = session.nameProgram(program);
    const gate = createCallGate({ registry: this.#registry, limits, emit: recorder.emit, now: recorder.now });
    const outcome = await sandbox.run({
      message: {
        program: { file, code: program.code },
        servers: session.newServers(modules.servers),
        skills: session.newSkills(modules.skills),
      },
      limits,
      signal: stopped,
      onOutput: (level, text) => recorder.emit({ kind: "output", level, text }),
      answer: (request, signal) => this.#answer(request, signal, gate),
    });
    if (outcome.kind === "stopped") {
      session.forget();
      const { code: errorCode, message } = outcome.error;
      const kind: ExecutionError["kind"] = errorCode === "CANCELLED" ? "cancelled" : errorCode.startsWith("LIMIT_") ? "limit" : "program";
      recorder.warn("The session's variables are gone: its process was ended.");
      return recorder.finish({ ok: false, error: { kind, code: errorCode, name: "CodemodeError", message } });
    }
    if (outcome.leftRunning > 0) recorder.warn(`${outcome.leftRunning} tool call(s) were not awaited; the execution waited for them.`);
    if (outcome.kind === "failed") return recorder.finish({ ok: false, error: toExecutionError(outcome.error, file, code, session) });
    return recorder.finish({ ok: true, ...("value" in outcome ? { value: outcome.value } : {}) });
  }

  async #answer(request: GuestRequest, signal: AbortSignal, gate: ReturnType<typeof createCallGate>): Promise<unknown> {
    if (request.kind === "call") return gate({ server: request.server, tool: request.tool, args: request.args, signal });
    const { questions } = this.#options;
    if (!questions) throw new CodemodeError("USAGE", "This executor was made without an answer to questions about tools.");
    return request.kind === "search" ? questions.search(request.query) : questions.describe(request.name);
  }

  #open(): Session {
    while (this.#sessions.size >= this.#maxSessions) {
      const idle = [...this.#sessions.values()].filter((session) => !session.busy).toSorted((a, b) => a.lastUsedAt - b.lastUsedAt)[0];
      if (!idle)
        throw new CodemodeError("SESSION_LIMIT", `All ${this.#maxSessions} sessions are running code. Wait, or raise maxSessions.`);
      this.#sessions.delete(idle.id);
      // The new session need not wait for the old process to be gone; the disposal does.
      const closing = idle.close().finally(() => this.#running.delete(closing));
      this.#running.add(closing);
    }
    const session = new Session(randomUUID());
    this.#sessions.set(session.id, session);
    return session;
  }

  #find(id: string): Session {
    const session = this.#sessions.get(id);
    if (session) return session;
    throw new CodemodeError(
      "SESSION_UNKNOWN",
      `There is no session "${id.slice(0, 100)}": it was closed, has expired, or never was. Leave session_id out for a fresh one.`,
    );
  }

  async #closeIdle(): Promise<void> {
    const oldest = Date.now() - this.#sessionIdleMs;
    for (const session of this.#sessions.values()) {
      if (session.busy || session.lastUsedAt > oldest) continue;
      this.#sessions.delete(session.id);
      await session.close();
    }
  }

  #assertLive(): void {
    if (this.#disposed) throw new CodemodeError("DISPOSED", "This executor has been disposed. Make a new one.");
  }
}

const noSkills: SkillSource = {
  get: (name) => Promise.reject(new CodemodeError("MODULE_UNKNOWN", `There is no skill "${name}": no skills folder is configured.`)),
};

/** An error that was found before anything ran. */
function refusal(error: CodemodeError, source: string): ExecutionError {
  const { line, column, detail } = error.data as { readonly line?: number; readonly column?: number; readonly detail?: string };
  const place = line === undefined || column === undefined ? {} : { line, column, detail: detail ?? underline(source, line, column) };
  return {
    kind: error.code === "LIMIT_SOURCE" ? "limit" : "check",
    code: error.code,
    name: "CodemodeError",
    message: messageOf(error),
    ...place,
  };
}
