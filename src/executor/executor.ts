import { randomUUID } from "node:crypto";
import { acquireTypeChecker, type CheckReport, type TypeCheckerLease } from "../check/type-checker.ts";
import { didYouMean } from "../closest-names.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import type { Asker } from "../registry/asker.ts";
import type { ToolRegistry } from "../registry/registry.ts";
import { createDriver } from "../sandbox/drivers/create-driver.ts";
import { engineOf } from "../sandbox/drivers/engine-of.ts";
import { createPythonDriver } from "../sandbox/drivers/python/python.ts";
import type { SandboxDriver, StartOptions } from "../sandbox/driver.ts";
import { limitError, maxLineBytes, narrowLimits, nothingSpent, resolveLimits, type Limits, type Spent } from "../sandbox/limits.ts";
import { GuestFailure } from "../sandbox/run.ts";
import { missingWalls } from "../sandbox/outer-wall/outer-wall.ts";
import { SandboxPool } from "../sandbox/pool.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { parseTraceContext, type TraceContext } from "../trace-context.ts";
import { answerRequest } from "./answer-request.ts";
import { createCallGate } from "./call-gate.ts";
import type { CallGuard } from "./call-guard.ts";
import type { Caller } from "./caller.ts";
import { toContentBlocks } from "./content.ts";
import { checkError, checkWarning, mistakesError } from "./check-program.ts";
import type { ExecuteOptions, ExecutorLoad, ExecutorOptions, SandboxReport, SessionOptions, SkillCallRequest } from "./executor-options.ts";
import { ExecutionQueue } from "./execution-queue.ts";
import { guessLanguage } from "./languages/guess-language.ts";
import { languages, type Language, type LanguageSupport, type LinkedProgram } from "./languages/language.ts";
import { python } from "./languages/python.ts";
import { typescript } from "./languages/typescript.ts";
import { ModuleGraph } from "./modules/module-graph.ts";
import { noSkills, type SkillSource } from "./modules/skill-source.ts";
import { underline } from "./prepare/syntax-error.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import type { ExecutionError, ExecutionResult } from "./result.ts";
import { ServerDeclarations } from "./server-declarations.ts";
import type { Session } from "./session.ts";
import { SessionStore } from "./session-store.ts";
import { SkillProcesses, type SkillProcessesOptions } from "./skill-processes.ts";

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
  readonly #sessions: SessionStore;
  readonly #running = new Set<Promise<unknown>>();
  readonly #stops = new Set<AbortController>();
  #disposed = false;

  constructor(registry: ToolRegistry, options: ExecutorOptions = {}) {
    this.#registry = registry;
    this.#options = options;
    this.#limits = resolveLimits(options.limits ?? {});
    const { maxSessions = 16, sessionIdleMs = 600_000 } = options;
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
    this.#queue = new ExecutionQueue({ maxRunning: maxSessions, maxWaiting: options.maxWaiting ?? 1_024 });
    this.#sessions = new SessionStore({ maxSessions, idleMs: sessionIdleMs, isAwaited: (id) => this.#queue.isBusy(id) });
    const pool = (language: Language, ready: number, later: number): SandboxPool =>
      new SandboxPool(
        {
          driver: this.#drivers[language],
          warm: ready,
          warmLater: later,
          maxProcesses: maxSessions + later,
        },
        startOptions(this.#limits),
      );
    this.#pools = { typescript: pool("typescript", warm, warm), python: pool("python", pythonWarm, Math.max(1, pythonWarm)) };
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
    const [engine, missing] = await Promise.all([engineOf(driver.name), missingWalls(started.walls)]);
    return { driver: driver.name, engine, walls: started.walls, startMs, missing };
  }

  /** How many sessions, executions and processes there are. */
  get load(): ExecutorLoad {
    const { typescript: main, python: other } = this.#pools;
    return { sessions: this.#sessions.size, ...this.#queue.load, processes: { typescript: main.size, python: other.size } };
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
    const known = options.sessionId === undefined ? undefined : this.#sessions.find(options.sessionId, options.owner);
    const language = options.language ?? known?.language ?? guessLanguage(code);
    if (!languages.includes(language))
      throw new CodemodeError("LANGUAGE_UNKNOWN", `There is no language "${String(language)}" here. Languages: ${languages.join(", ")}.`);
    if (known && known.language !== language)
      throw new CodemodeError(
        "USAGE",
        `The session "${known.id}" runs ${known.language}, not ${language}. A session has one language; leave session_id out for a fresh one.`,
      );
    return this.#inTurn(language, options, (session, limits, stopped) =>
      this.#recorded(session, language, options, (recorder) => this.#execute(code, session, limits, stopped, options, recorder)),
    );
  }

  /**
   * Calls one function of a skill with data, without a program: in a process and a session of its own, which end with it.
   * @throws CodemodeError as `execute`, and `MODULE_UNKNOWN`
   */
  async callSkill(call: SkillCallRequest, options: Omit<ExecuteOptions, "sessionId" | "check" | "values"> = {}): Promise<ExecutionResult> {
    this.#assertLive();
    const skills = options.skills ?? this.#options.skills ?? noSkills;
    const skill = await skills.get(call.name, options.language ?? "typescript");
    const { language: written } = skill;
    if (written === undefined)
      throw new CodemodeError("MODULE_UNKNOWN", `The skill "${call.name}" has instructions and no code; there is nothing to call.`);
    if (!skill.functions.some(({ name }) => name === call.function))
      throw new CodemodeError(
        "MODULE_UNKNOWN",
        `The skill "${call.name}" has no function "${call.function}".${didYouMean(
          call.function,
          skill.functions.map(({ name }) => name),
        )}`,
      );
    // It is called as from the other language: that is how data goes in and out.
    const language = written === "python" ? "typescript" : "python";
    const source: SkillSource = {
      get: (name, preferred) => (name === call.name && preferred === language ? Promise.resolve(skill) : skills.get(name, preferred)),
    };
    const result = await this.#inTurn(language, options, (session, limits, stopped) =>
      this.#recorded(session, written, options, (recorder) =>
        this.#callSkill(call, session, limits, stopped, { ...options, skills: source }, recorder),
      ),
    );
    await this.closeSession(result.session_id, options).catch(() => {});
    return result;
  }

  /** Runs something in a session when it is its turn, under limits and with a way to cancel it. */
  async #inTurn(
    language: Language,
    { timeoutMs, sessionId, owner, limits, signal }: ExecuteOptions,
    work: (session: Session, limits: Limits, stopped: AbortSignal) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const asked = { ...limits, ...(timeoutMs === undefined ? {} : { guestTimeMs: timeoutMs }) };
    narrowLimits(asked, this.#limits);
    const stop = new AbortController();
    const cancel = (): void => stop.abort();
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    this.#stops.add(stop);
    const running = this.#enter(language, { sessionId, owner }, stop.signal, (session) =>
      work(session, narrowLimits(asked, session.limits), stop.signal),
    );
    this.#running.add(running);
    try {
      return await running;
    } finally {
      signal?.removeEventListener("abort", cancel);
      this.#stops.delete(stop);
      this.#running.delete(running);
    }
  }

  async #enter<T>(
    language: Language,
    { sessionId, owner }: { readonly sessionId: string | undefined; readonly owner: string | undefined },
    stopped: AbortSignal,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const leave = await this.#queue.enter(sessionId, stopped);
    try {
      const session = sessionId === undefined ? this.#sessions.open(language, this.#limits, owner) : this.#sessions.find(sessionId, owner);
      return await this.#sessions.using(session, () => work(session));
    } finally {
      leave();
    }
  }

  /** Opens a session and returns its id. @throws CodemodeError `BUSY`, `USAGE`, `DISPOSED` */
  async createSession(options: SessionOptions = {}): Promise<string> {
    this.#assertLive();
    const { language = "typescript", limits = {}, owner } = options;
    return this.#sessions.open(language, narrowLimits(limits, this.#limits), owner).id;
  }

  /** Ends a session and its process. @throws CodemodeError `SESSION_UNKNOWN` */
  async closeSession(id: string, { owner }: Pick<SessionOptions, "owner"> = {}): Promise<void> {
    await this.#sessions.close(id, owner);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    for (const stop of this.#stops) stop.abort();
    await Promise.allSettled(this.#running);
    await Promise.all([
      this.#sessions[Symbol.asyncDispose](),
      this.#checker[Symbol.asyncDispose](),
      ...Object.values(this.#pools).map((pool) => pool[Symbol.asyncDispose]()),
    ]);
  }

  /** Runs something with a recorder, which is told too where it throws. */
  async #recorded(
    session: Session,
    language: Language,
    { onEvent, executionId = randomUUID() }: ExecuteOptions,
    work: (recorder: Recorder) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const recorder = createRecorder({ sessionId: session.id, executionId, language }, [this.#options.trace, onEvent]);
    try {
      return await work(recorder);
    } catch (error) {
      const code = error instanceof CodemodeError ? error.code : "PROGRAM_FAILED";
      recorder.emit({ kind: "execution-failed", error: { code, message: messageOf(error) } });
      throw error;
    }
  }

  async #execute(
    code: string,
    session: Session,
    limits: Limits,
    stopped: AbortSignal,
    options: ExecuteOptions,
    recorder: Recorder,
  ): Promise<ExecutionResult> {
    const { values = "json", check = this.#options.check ?? "error", skills = this.#options.skills ?? noSkills } = options;
    const { language } = session;
    const origin = originOf(options);
    recorder.emit({ kind: "execution-started", language, code: code.slice(0, limits.maxSourceBytes), ...ownerOf(session), ...origin });
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
    const started = session.main.sandbox ?? this.#startProcess(language, session);
    const [sandbox, report] = await Promise.all([started, check === "off" ? unchecked : program.check()]);
    if (session.main.sandbox === undefined) session.main.attach(sandbox);
    if (report.kind === "skipped") recorder.warn(`The program's types were not checked: ${report.why}.`);
    const findings = report.kind === "checked" ? report.findings : [];
    const mistakes = findings.filter(({ severity }) => severity === "error");
    if (check === "error" && mistakes.length > 0) return recorder.finish({ ok: false, error: checkError(mistakes, code) });
    for (const finding of findings) recorder.warn(checkWarning(finding, code));
    const behind = { driver: this.#drivers[language].name, walls: sandbox.walls };
    const prepared = program.admit(recorder.executionId, report);
    session.main.modules.add(graph.main);
    const { beside, guard, context } = this.#context({ session, graph, limits, recorder, calls: options, ...origin });
    const finish = (end: Pick<ExecutionResult, "ok" | "error" | "value">): ExecutionResult =>
      recorder.finish({ ...end, sandbox: behind, private: guard?.holdsPrivate });
    const outcome = await sandbox.run({
      message: { program: prepared, ...session.main.tell(program.servers), values, check },
      ...context,
      signal: stopped,
      onMistakes: (found) => {
        for (const { line, column, message } of found) recorder.warn(`Line ${line}, column ${column}: ${message}`);
      },
      answer: (request, signal) => context.answer(request, signal, session.main),
    });
    await beside.end(outcome.kind === "stopped" || outcome.kind === "limited" ? outcome.error : undefined);
    switch (outcome.kind) {
      case "stopped":
        session.forget();
        recorder.warn("The session's variables are gone: its process was ended.");
        return finish({ ok: false, error: stopError(outcome.error) });
      case "refused":
        return finish({ ok: false, error: mistakesError(outcome.code, outcome.mistakes, code) });
      default:
        if (outcome.leftRunning > 0) recorder.warn(`${outcome.leftRunning} tool call(s) were not awaited; ${afterwards(outcome.kind)}`);
    }
    if (outcome.kind === "limited") return finish({ ok: false, error: stopError(outcome.error) });
    if (outcome.kind === "failed") return finish({ ok: false, error: program.toError(outcome.error, prepared.file) });
    return finish({ ok: true, ...("value" in outcome ? { value: outcome.value } : {}) });
  }

  async #callSkill(
    { name, function: called, args, named }: SkillCallRequest,
    session: Session,
    limits: Limits,
    stopped: AbortSignal,
    options: ExecuteOptions,
    recorder: Recorder,
  ): Promise<ExecutionResult> {
    const { skills = noSkills } = options;
    const language = session.language === "python" ? "typescript" : "python";
    const origin = originOf(options);
    const graph = new ModuleGraph(session.language, skills, this.#languages);
    recorder.emit({ kind: "execution-started", language, code: "", ...ownerOf(session), ...origin });
    let beside: SkillProcesses | undefined;
    let cancelled: CodemodeError | undefined;
    const cancel = (): void => {
      cancelled = new CodemodeError("CANCELLED", "The execution was cancelled.");
      void beside?.end(cancelled);
    };
    stopped.addEventListener("abort", cancel, { once: true });
    try {
      await graph.follow(name, []);
      session.main.modules.add(graph.main);
      beside = this.#context({ session, graph, limits, recorder, calls: options, ...origin }).beside;
      if (stopped.aborted) cancel();
      const call = { skill: `skills/${name}`, function: called, args, ...(named ? { named } : {}) };
      const value = await beside.call(call, session.main);
      await beside.end();
      return recorder.finish({ ok: true, value });
    } catch (error) {
      await beside?.end(cancelled ?? (error instanceof CodemodeError ? error : undefined));
      return recorder.finish({ ok: false, error: skillFailure(cancelled ?? error) });
    } finally {
      stopped.removeEventListener("abort", cancel);
    }
  }

  /** @param second whether the session has a process of this language already */
  async #startProcess(language: Language, session: Session, second = false): Promise<Sandbox> {
    return new Sandbox(await this.#pools[language].take(startOptions(session.limits), second));
  }

  /** What all processes of one execution have in common, and those of the skills that it calls. */
  #context({ session, graph, limits, recorder, calls, traceContext }: ContextOptions): {
    readonly beside: SkillProcesses;
    readonly guard: CallGuard | undefined;
    readonly context: Context;
  } {
    const { beforeCall } = this.#options;
    const spent = nothingSpent();
    const asker = calls.asker && whilePaused(calls.asker, spent);
    const guard = this.#options.guard?.({ way: "code", session, caller: calls.caller, asker });
    for (const [language, modules] of graph.beside) session.beside(language).modules.add(modules);
    const gate = createCallGate({
      registry: this.#registry,
      limits,
      ...(calls.answers ? { answers: calls.answers } : {}),
      ...(asker ? { asker } : {}),
      ...(guard ? { guard } : {}),
      ...(calls.meta ? { meta: calls.meta } : {}),
      ...(beforeCall ? { beforeCall } : {}),
      ...(traceContext ? { traceContext } : {}),
      emit: recorder.emit,
      now: recorder.now,
    });
    const { questions } = this.#options;
    const answers = {
      ...(questions ? { questions } : {}),
      ...(calls.owner === undefined ? {} : { owner: calls.owner }),
      ...(calls.caller ? { caller: calls.caller } : {}),
    };
    const context: Context = {
      limits,
      spent,
      onOutput: (level, text, partial) => recorder.emit({ kind: "output", level, text, ...(partial ? { partial } : {}) }),
      onProgress: (progress) => recorder.emit({ kind: "progress", ...progress }),
      onShow: (shown) => recorder.emit({ kind: "shown", content: toContentBlocks(shown) }),
      ...(calls.answers ? {} : { onUses: (uses) => recorder.addUses(uses.filter(({ skill }) => session.hasSkill(skill))) }),
      answer: (request, signal, from) =>
        request.kind === "skill" ? beside.call(request, from) : answerRequest(request, signal, { ...answers, gate, session }),
    };
    const beside = new SkillProcesses({
      ...context,
      session,
      languages: this.#languages,
      start: (language) => this.#startProcess(language, session, language === session.language),
    });
    return { beside, guard, context };
  }

  #assertLive(): void {
    if (this.#disposed) throw new CodemodeError("DISPOSED", "This executor has been disposed. Make a new one.");
  }
}

function ownerOf({ owner }: Session): { readonly owner?: string } {
  return owner === undefined ? {} : { owner };
}

/** Why a call of a skill did not give a value. */
function skillFailure(error: unknown): ExecutionError {
  if (!(error instanceof GuestFailure)) {
    if (!(error instanceof CodemodeError) || NOT_STARTED.has(error.code)) throw error;
    return error.code.startsWith("LIMIT_") || error.code === "CANCELLED" ? stopError(error) : refusal(error, "");
  }
  const { name, message, code = "PROGRAM_FAILED" } = error.error;
  return { kind: name === "ToolError" ? "tool" : "program", code, name, message };
}

/** What says that no process could be had, which is no failure of the skill. */
const NOT_STARTED: ReadonlySet<string> = new Set(["SANDBOX_MISSING", "SANDBOX_WALL_MISSING", "SANDBOX_START_FAILED", "DISPOSED"]);

interface ContextOptions {
  readonly session: Session;
  readonly graph: ModuleGraph;
  readonly limits: Limits;
  readonly recorder: Recorder;
  readonly calls: Pick<ExecuteOptions, "answers" | "asker" | "meta" | "owner" | "caller">;
  readonly traceContext?: TraceContext;
}

/** Who asks, and in which trace. */
function originOf({ caller, traceContext }: ExecuteOptions): { readonly caller?: Caller; readonly traceContext?: TraceContext } {
  const valid = parseTraceContext(traceContext && { ...traceContext });
  return { ...(caller ? { caller } : {}), ...(valid ? { traceContext: valid } : {}) };
}

type Context = Omit<SkillProcessesOptions, "session" | "languages" | "start">;

/** While somebody is asked, the execution is paused: that time is not its own. */
function whilePaused(asker: Asker, { asked }: Spent): Asker {
  return { capabilities: asker.capabilities, ask: (...question) => asked.during(() => asker.ask(...question)) };
}

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
