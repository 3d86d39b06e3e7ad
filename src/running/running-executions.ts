import { CodemodeError } from "../errors.ts";
import type { ExecuteOptions } from "../executor/executor-options.ts";
import type { CodeModeExecutor } from "../executor/executor.ts";
import type { ExecutionResult } from "../executor/result.ts";
import type { TraceEvent } from "../executor/trace.ts";
import { PausedWork } from "./paused-work.ts";

export interface RunningExecutionsOptions {
  /** How long the result of an execution is kept that nobody waits for, in milliseconds. @default 600_000 */
  readonly keepMs?: number;
  /** How many are kept that nobody waits for; the one that was left alone for longest is given up, and ended where it runs. @default 256 */
  readonly maxKept?: number;
}

/** An execution that requests may leave and come back to. */
export class RunningExecution extends PausedWork<ExecutionResult, TraceEvent> {
  /** Known when it has begun. */
  sessionId: string | undefined;
  readonly startedAt = performance.now();
  /** How many tokens of it have been told so far. */
  toldTokens = 0;
  #output = "";

  /** @param options those of the execution; its owner is the work's */
  constructor(executor: CodeModeExecutor, code: string, options: Omit<ExecuteOptions, "signal" | "asker" | "executionId">) {
    super(
      ({ id, asker, signal, emit }) =>
        executor.execute(code, {
          ...options,
          executionId: id,
          asker,
          signal,
          onEvent: (event) => {
            if (event.kind === "execution-started") this.sessionId = event.sessionId;
            if (event.kind === "output") this.#output += event.partial ? event.text : `${event.text}\n`;
            options.onEvent?.(event);
            emit(event);
          },
        }),
      { owner: options.owner },
    );
  }

  /** What was printed since this was last asked. */
  takeOutput(): string {
    const output = this.#output;
    this.#output = "";
    return output;
  }
}

/** The executions that somebody waits for, or will come back to. */
export class RunningExecutions implements Disposable {
  readonly #executor: CodeModeExecutor;
  readonly #keepMs: number;
  readonly #maxKept: number;
  readonly #executions = new Map<string, RunningExecution>();
  readonly #sweep: NodeJS.Timeout;

  constructor(executor: CodeModeExecutor, { keepMs = 600_000, maxKept = 256 }: RunningExecutionsOptions = {}) {
    this.#executor = executor;
    this.#keepMs = keepMs;
    this.#maxKept = maxKept;
    this.#sweep = setInterval(() => this.#forgetOld(), Math.min(keepMs, 10_000)).unref();
  }

  start(code: string, options: Omit<ExecuteOptions, "signal" | "asker" | "executionId">): RunningExecution {
    const execution = new RunningExecution(this.#executor, code, options);
    this.#executions.set(execution.id, execution);
    this.#forgetOld();
    return execution;
  }

  /** @throws CodemodeError `EXECUTION_UNKNOWN`, also for those of other owners */
  find(id: string, owner: string | undefined): RunningExecution {
    const execution = this.#executions.get(id);
    if (execution && execution.owner === owner) return execution;
    throw new CodemodeError(
      "EXECUTION_UNKNOWN",
      `There is no running execution "${id.slice(0, 100)}": its result was told, it was given up because nobody asked for it, or it never was.`,
    );
  }

  /** After its result was told. */
  forget({ id }: RunningExecution): void {
    this.#executions.delete(id);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sweep);
    for (const execution of this.#executions.values()) execution.cancel();
    this.#executions.clear();
  }

  #forgetOld(): void {
    const alone = [...this.#executions.values()].filter(({ isAwaited }) => !isAwaited).toSorted((a, b) => a.lastSeenAt - b.lastSeenAt);
    const oldest = Date.now() - this.#keepMs;
    for (const [index, execution] of alone.entries()) {
      const isTooMany = alone.length - index > this.#maxKept;
      // What still runs ends by its own limits.
      if (!isTooMany && !(execution.hasEnded && execution.lastSeenAt < oldest)) continue;
      execution.cancel();
      this.#executions.delete(execution.id);
    }
  }
}
