import type { ClientCapabilities } from "@modelcontextprotocol/client";
import type { ExecuteOptions } from "../executor/executor-options.ts";
import type { CodeModeExecutor } from "../executor/executor.ts";
import type { ExecutionResult } from "../executor/result.ts";
import type { TraceEvent } from "../executor/trace.ts";
import { PausedWork } from "./paused-work.ts";

export interface RunningExecutionOptions extends Omit<ExecuteOptions, "signal" | "asker" | "executionId"> {
  readonly capabilities?: ClientCapabilities;
}

/** An execution that requests may leave and come back to. */
export class RunningExecution extends PausedWork<ExecutionResult, TraceEvent> {
  /** Known when it has begun. */
  sessionId: string | undefined;
  readonly startedAt = performance.now();
  /** How many tokens of it have been told so far. */
  toldTokens = 0;
  #output = "";

  /** @param options those of the execution, and what whoever wants it can be asked */
  constructor(executor: CodeModeExecutor, code: string, { capabilities = {}, ...options }: RunningExecutionOptions) {
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
      { owner: options.owner, capabilities },
    );
  }

  /** What was printed since this was last asked. */
  takeOutput(): string {
    const output = this.#output;
    this.#output = "";
    return output;
  }
}
