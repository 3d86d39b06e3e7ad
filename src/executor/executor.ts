import { randomUUID } from "node:crypto";
import { acquireTypeChecker, type CheckReport, type TypeCheckerLease } from "../check/type-checker.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import type { ToolRegistry } from "../registry/registry.ts";
import { createDriver, type DriverName } from "../sandbox/drivers/create-driver.ts";
import { createPythonDriver, type PythonDriverOptions } from "../sandbox/drivers/python/python.ts";
import type { SandboxDriver, StartOptions, Wall } from "../sandbox/driver.ts";
import { limitError, maxLineBytes, narrowLimits, resolveLimits, type Limits } from "../sandbox/limits.ts";
import type { GuestRequest, OutputLevel } from "../sandbox/messages.ts";
import { missingWalls, type OuterWall } from "../sandbox/outer-wall/outer-wall.ts";
import { SandboxPool } from "../sandbox/pool.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { createCallGate } from "./call-gate.ts";
import { checkError, checkWarning, mistakesError, type CheckMode } from "./check-program.ts";
import { ExecutionQueue } from "./execution-queue.ts";
import { guessLanguage } from "./languages/guess-language.ts";
import { languages, type Language, type LanguageSupport, type LinkedProgram } from "./languages/language.ts";
import { python } from "./languages/python.ts";
import { typescript } from "./languages/typescript.ts";
import { ModuleGraph } from "./modules/module-graph.ts";
import { noSkills, type SkillSource } from "./modules/skill-source.ts";
import { underline } from "./prepare/syntax-error.ts";
import { createRecorder } from "./recorder.ts";
import type { ExecutionError, ExecutionResult } from "./result.ts";
import { ServerDeclarations, type ObservedResults } from "./server-declarations.ts";
import { Session } from "./session.ts";
import type { SessionProcess } from "./session-process.ts";
import { SkillProcesses } from "./skill-processes.ts";
import type { TraceSink } from "./trace.ts";

export interface ExecutorOptions {
  /** The most that an execution may use; what is absent has its default. @default see {@link Limits} */
  readonly limits?: Partial<Limits>;
  /** How sandbox processes are made: by name, or a driver of your own. @default "auto": Deno where it is there, else QuickJS */
  readonly driver?: DriverName | SandboxDriver;
  /** Whether a wall of the operating system goes around each process of a named driver. @default "auto" */
  readonly outerWall?: OuterWall;
  /** How many sandbox processes wait ready. @default 1 */
  readonly warm?: number;
  /** How Python programs run. */
  readonly python?: PythonOptions;
  /** How many sessions may be open; the one unused for longest makes room. @default 16 */
  readonly maxSessions?: number;
  /** How many executions may wait for their turn; one more is refused with `BUSY`. @default 1_024 */
  readonly maxWaiting?: number;
  /** How long an unused session keeps its variables, in milliseconds. @default 600_000 */
  readonly sessionIdleMs?: number;
  /** Where `skills/<name>` is found. @default nowhere */
  readonly skills?: SkillSource;
  /**
   * What happens to programs with mistakes that types show before they run: `error` stops them before any call, `warn` lets them run and
   * says so, `off` does not look. @default "error"
   */
  readonly check?: CheckMode;
  /** What has been seen of results that no output schema promises; mistakes by these only warn. @default nothing */
  readonly observed?: ObservedResults;
  /** What `tools.search` and `tools.describe` in a program give. @default they fail */
  readonly questions?: Questions;
  /** Receives every event of every execution. */
  readonly trace?: TraceSink;
}

export interface PythonOptions extends Omit<PythonDriverOptions, "outerWall" | "sealed"> {
  /** A driver of your own. @default the package's */
  readonly driver?: SandboxDriver;
  /** How many Python processes wait ready, from the start on; 150 MiB each. @default 0 until the first Python program, then 1 */
  readonly warm?: number;
}

/** The answers to a program's questions about tools. */
export interface Questions {
  search(query: string): unknown;
  describe(name: string): unknown;
}

/** What the machine offers to the sandbox. */
export interface SandboxReport {
  readonly driver: string;
  readonly walls: readonly Wall[];
  /** From the command to the guest that is ready. */
  readonly startMs: number;
  /** A sentence for each wall or limit that is not there. */
  readonly missing: readonly string[];
}

export interface SessionOptions {
  /** What its programs are written in. @default "typescript" */
  readonly language?: Language;
  /** Limits of the session, which are those of its executions; never above the executor's. `memoryMb` holds from the start of the process. */
  readonly limits?: Partial<Limits>;
}

export interface ExecuteOptions {
  /** The session whose variables the code sees. @default a fresh one */
  readonly sessionId?: string;
  /** What the code is written in; a session has one language. @default the session's; in a fresh one a guess by its text */
  readonly language?: Language;
  /** Limits of this execution; never above the session's. */
  readonly limits?: Partial<Limits>;
  /** Short for `limits.guestTimeMs`. */
  readonly timeoutMs?: number;
  /**
   * `json`: the value is JSON by the rules of docs/values.md. `rich`: Dates, Maps, Sets, BigInts, typed arrays, Errors, NaN, `undefined` and
   * cycles arrive as such. @default "json"
   */
  readonly values?: "json" | "rich";
  /** As the executor's option of this name. @default the executor's */
  readonly check?: CheckMode;
  /** As the executor's option of this name. @default the executor's */
  readonly skills?: SkillSource;
  /** Ends the execution; the session's variables are gone then. */
  readonly signal?: AbortSignal;
  /** Receives the events of this execution. */
  readonly onEvent?: TraceSink;
}

/**
 * Runs agent-written TypeScript and Python in locked sandbox processes, one per session.
 *
 * @example
 * await using executor = new CodeModeExecutor(registry);
 * const { value } = await executor.execute("1 + 1"); // 2
 */
export class CodeModeExecutor implements AsyncDisposable {
  readonly #registry: ToolRegistry;
  readonly #options: ExecutorOptions;
  readonly #limits: Limits;
  readonly #drivers: Readonly<Record<Language, SandboxDriver>>;
  readonly #pools: Readonly<Record<Language, SandboxPool>>;
  readonly #languages: Readonly<Record<Language, LanguageSupport>>;
  readonly #queue: ExecutionQueue;
  readonly #checker: TypeCheckerLease = acquireTypeChecker();
  readonly #maxSessions: number;
  readonly #sessionIdleMs: number;
  readonly #sessions = new Map<string, Session>();
  readonly #executing = new Set<Session>();
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
    const { driver = "auto", outerWall = "auto", warm = 1 } = options;
    const { driver: pythonDriver, warm: pythonWarm = 0, ...pythonOptions } = options.python ?? {};
    this.#drivers = {
      typescript: typeof driver === "string" ? createDriver(driver, { outerWall }) : driver,
      python: pythonDriver ?? createPythonDriver({ ...pythonOptions, outerWall }),
    };
    this.#languages = {
      typescript: typescript({
        registry,
        declarations: new ServerDeclarations(registry, options.observed),
        checker: this.#checker,
      }),
      python: python(registry),
    };
    this.#queue = new ExecutionQueue({ maxRunning: this.#maxSessions, maxWaiting: options.maxWaiting ?? 1_024 });
    const pool = (language: Language, ready: number, later: number): SandboxPool =>
      new SandboxPool(
        {
          driver: this.#drivers[language],
          warm: ready,
          warmLater: later,
          maxProcesses: PROCESSES_OF_A_SESSION * this.#maxSessions + later,
        },
        startOptions(this.#limits),
      );
    this.#pools = { typescript: pool("typescript", warm, warm), python: pool("python", pythonWarm, Math.max(1, pythonWarm)) };
    this.#sweep = setInterval(() => void this.#closeIdle(), Math.min(this.#sessionIdleMs, 30_000)).unref();
  }

  /**
   * Warms the pools, so that the first execution does not wait for a process.
   * @param language only what this language needs
   * @throws CodemodeError `SANDBOX_MISSING`, `SANDBOX_START_FAILED`
   */
  async setup(language?: Language): Promise<void> {
    if (language === undefined) await Promise.all([this.#pools.typescript.fill(), this.#pools.python.fill()]);
    else await this.#pools[language].warmUp();
  }

  /** Starts a sandbox process and says what stands around it, and why what could stand there does not. @throws CodemodeError as `setup` */
  async inspectSandbox(language: Language = "typescript"): Promise<SandboxReport> {
    this.#assertLive();
    const driver = this.#drivers[language];
    const startedAt = performance.now();
    const started = await driver.start(startOptions(this.#limits));
    const startMs = Math.round(performance.now() - startedAt);
    await started.kill();
    return { driver: driver.name, walls: started.walls, startMs, missing: await missingWalls(started.walls) };
  }

  /**
   * Runs code: a module body, an async function, or either in a Markdown fence. Without a session a fresh one is made and stays open under
   * the result's `session_id`. Executions in one session run one after the other. The program's own failure is a result with `ok: false`.
   *
   * @throws CodemodeError `SESSION_UNKNOWN`, `BUSY`, `SANDBOX_MISSING`, `SANDBOX_WALL_MISSING`, `SANDBOX_START_FAILED`, `USAGE`, `DISPOSED`,
   * and `CANCELLED` where it was cancelled while it waited for its turn
   */
  async execute(code: string, options: ExecuteOptions = {}): Promise<ExecutionResult> {
    this.#assertLive();
    const { timeoutMs, sessionId } = options;
    const asked = { ...options.limits, ...(timeoutMs === undefined ? {} : { guestTimeMs: timeoutMs }) };
    narrowLimits(asked, this.#limits);
    const known = sessionId === undefined ? undefined : this.#find(sessionId);
    const language = options.language ?? known?.language ?? guessLanguage(code);
    if (!languages.includes(language))
      throw new CodemodeError("LANGUAGE_UNKNOWN", `There is no language "${String(language)}" here. Languages: ${languages.join(", ")}.`);
    if (known && known.language !== language)
      throw new CodemodeError(
        "USAGE",
        `The session "${known.id}" runs ${known.language}, not ${language}. A session has one language; leave session_id out for a fresh one.`,
      );
    const stop = new AbortController();
    const cancel = (): void => stop.abort();
    if (options.signal?.aborted) cancel();
    options.signal?.addEventListener("abort", cancel, { once: true });
    this.#stops.add(stop);
    const running = this.#inTurn(code, { ...options, language }, asked, stop.signal);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      options.signal?.removeEventListener("abort", cancel);
      this.#stops.delete(stop);
      this.#running.delete(running);
    }
  }

  async #inTurn(
    code: string,
    options: ExecuteOptions & { readonly language: Language },
    asked: Partial<Limits>,
    stopped: AbortSignal,
  ): Promise<ExecutionResult> {
    const { sessionId, language } = options;
    const leave = await this.#queue.enter(sessionId, stopped);
    let session: Session | undefined;
    try {
      session = sessionId === undefined ? this.#open(language, this.#limits) : this.#find(sessionId);
      this.#executing.add(session);
      return await this.#execute(code, session, narrowLimits(asked, session.limits), stopped, options);
    } finally {
      if (session) {
        this.#executing.delete(session);
        session.lastUsedAt = Date.now();
      }
      leave();
    }
  }

  /** Opens a session and returns its id. @throws CodemodeError `BUSY`, `USAGE`, `DISPOSED` */
  async createSession(options: SessionOptions = {}): Promise<string> {
    this.#assertLive();
    return this.#open(options.language ?? "typescript", narrowLimits(options.limits ?? {}, this.#limits)).id;
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
    await Promise.all([
      this.#checker[Symbol.asyncDispose](),
      ...Object.values(this.#pools).map((pool) => pool[Symbol.asyncDispose]()),
      ...sessions.map((session) => session.close()),
    ]);
  }

  async #execute(
    code: string,
    session: Session,
    limits: Limits,
    stopped: AbortSignal,
    { onEvent, values = "json", check = this.#options.check ?? "error", skills = this.#options.skills ?? noSkills }: ExecuteOptions,
  ): Promise<ExecutionResult> {
    const { language } = session;
    const recorder = createRecorder({ sessionId: session.id, executionId: randomUUID(), language }, [this.#options.trace, onEvent]);
    recorder.emit({ kind: "execution-started", language, code: code.slice(0, limits.maxSourceBytes) });
    if (session.main.sandbox === undefined && session.lostVariables) {
      recorder.warn("This session's earlier variables are gone: its process was ended. It starts empty.");
      session.lostVariables = false;
    }
    const graph = new ModuleGraph(language, skills, this.#languages);
    let program: LinkedProgram;
    try {
      const { maxSourceBytes } = limits;
      if (Buffer.byteLength(code) > maxSourceBytes)
        throw limitError("LIMIT_SOURCE", `its source has more than ${maxSourceBytes} bytes`, { maxSourceBytes });
      program = await this.#languages[language].link(code, session, graph);
    } catch (error) {
      if (!(error instanceof CodemodeError)) throw error;
      return recorder.finish({ ok: false, error: refusal(error, code) });
    }

    // A session's process starts while its program is checked.
    const start = async (of: Language): Promise<Sandbox> => new Sandbox(await this.#pools[of].take(startOptions(session.limits)));
    const started = session.main.sandbox ?? start(language);
    const [sandbox, report] = await Promise.all([started, check === "off" ? unchecked : program.check()]);
    if (session.main.sandbox === undefined) session.main.attach(sandbox);
    if (report.kind === "skipped") recorder.warn(`The program's types were not checked: ${report.why}.`);
    const findings = report.kind === "checked" ? report.findings : [];
    const mistakes = findings.filter(({ severity }) => severity === "error");
    if (check === "error" && mistakes.length > 0) return recorder.finish({ ok: false, error: checkError(mistakes, code) });
    for (const finding of findings) recorder.warn(checkWarning(finding, code));
    const behind = { driver: this.#drivers[language].name, walls: sandbox.walls };
    const prepared = program.admit(recorder.executionId, report);
    const gate = createCallGate({ registry: this.#registry, limits, emit: recorder.emit, now: recorder.now });
    session.main.modules.add(graph.main);
    for (const [other, modules] of graph.beside) session.beside(other).modules.add(modules);
    const spent = { guestMs: 0, outputBytes: 0 };
    const onOutput = (level: OutputLevel, text: string, partial: boolean): void =>
      recorder.emit({ kind: "output", level, text, ...(partial ? { partial } : {}) });
    const answer = (request: GuestRequest, signal: AbortSignal, from: SessionProcess): Promise<unknown> =>
      request.kind === "skill" ? beside.call(request, from) : this.#answer(request, signal, gate);
    const beside = new SkillProcesses({
      session,
      languages: this.#languages,
      limits,
      spent,
      start,
      answer,
      onOutput,
      onUses: recorder.addUses,
    });
    const outcome = await sandbox.run({
      message: { program: prepared, ...session.main.tell(program.servers), values, check },
      limits,
      spent,
      signal: stopped,
      onOutput,
      onUses: recorder.addUses,
      onMistakes: (found) => {
        for (const { line, column, message } of found) recorder.warn(`Line ${line}, column ${column}: ${message}`);
      },
      answer: (request, signal) => answer(request, signal, session.main),
    });
    await beside.end(outcome.kind === "stopped" || outcome.kind === "limited" ? outcome.error : undefined);
    switch (outcome.kind) {
      case "stopped":
        session.forget();
        recorder.warn("The session's variables are gone: its process was ended.");
        return recorder.finish({ ok: false, error: stopError(outcome.error), sandbox: behind });
      case "refused":
        return recorder.finish({ ok: false, error: mistakesError(outcome.code, outcome.mistakes, code), sandbox: behind });
      default:
        if (outcome.leftRunning > 0) recorder.warn(`${outcome.leftRunning} tool call(s) were not awaited; ${afterwards(outcome.kind)}`);
    }
    if (outcome.kind === "limited") return recorder.finish({ ok: false, error: stopError(outcome.error), sandbox: behind });
    if (outcome.kind === "failed")
      return recorder.finish({ ok: false, error: program.toError(outcome.error, prepared.file), sandbox: behind });
    return recorder.finish({ ok: true, ...("value" in outcome ? { value: outcome.value } : {}), sandbox: behind });
  }

  async #answer(
    request: Exclude<GuestRequest, { kind: "skill" }>,
    signal: AbortSignal,
    gate: ReturnType<typeof createCallGate>,
  ): Promise<unknown> {
    if (request.kind === "call") {
      const { server, tool, args, skill } = request;
      return gate({ server, tool, args, signal, ...(skill === undefined ? {} : { skill }) });
    }
    const { questions } = this.#options;
    if (!questions) throw new CodemodeError("USAGE", "This executor was made without an answer to questions about tools.");
    return request.kind === "search" ? questions.search(request.query) : questions.describe(request.name);
  }

  #isBusy(session: Session): boolean {
    return this.#executing.has(session) || this.#queue.isBusy(session.id);
  }

  #open(language: Language, limits: Limits): Session {
    while (this.#sessions.size >= this.#maxSessions) {
      const idle = [...this.#sessions.values()]
        .filter((session) => !this.#isBusy(session))
        .toSorted((a, b) => a.lastUsedAt - b.lastUsedAt)[0];
      if (!idle)
        throw new CodemodeError(
          "BUSY",
          `All ${this.#maxSessions} sessions have work. Try again when some has ended, or raise maxSessions.`,
        );
      this.#sessions.delete(idle.id);
      // The new session need not wait for the old process to be gone; the disposal does.
      const closing = idle.close().finally(() => this.#running.delete(closing));
      this.#running.add(closing);
    }
    const session = new Session(randomUUID(), language, limits);
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
      if (this.#isBusy(session) || session.lastUsedAt > oldest) continue;
      this.#sessions.delete(session.id);
      await session.close();
    }
  }

  #assertLive(): void {
    if (this.#disposed) throw new CodemodeError("DISPOSED", "This executor has been disposed. Make a new one.");
  }
}

/** Its own, and one for the skills of each language. */
const PROCESSES_OF_A_SESSION = 2;

const unchecked: CheckReport = { kind: "checked", findings: [], loosened: [] };

function startOptions(limits: Limits): StartOptions {
  return { memoryMb: limits.memoryMb, maxLineBytes: maxLineBytes(limits) };
}

function afterwards(kind: "value" | "failed" | "limited"): string {
  return kind === "limited" ? "they were cancelled." : "the execution waited for them.";
}

/** Why a program was ended from outside, or ended itself at a limit. */
function stopError({ code, message }: CodemodeError): ExecutionError {
  const kind = code === "CANCELLED" ? "cancelled" : code.startsWith("LIMIT_") ? "limit" : "program";
  return { kind, code, name: "CodemodeError", message };
}

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
