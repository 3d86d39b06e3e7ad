import type { CallRecord, ExecutionResult } from "./executor/result.ts";
import type { TraceEvent } from "./executor/trace.ts";

/** An execution that is remembered: what ran, what it called, and what came of it. */
export interface RecentExecution {
  readonly code: string;
  /** Who alone may look at it; `undefined` where it ran for nobody. */
  readonly owner: string | undefined;
  readonly calls: readonly RecentCall[];
  readonly result: ExecutionResult;
}

export interface RecentCall {
  readonly server: string;
  readonly tool: string;
  readonly args: unknown;
  readonly result?: unknown;
  readonly record: CallRecord;
}

/** The last executions of this process, so that what worked can become a skill. Those with much data are remembered without it. */
export class RecentExecutions {
  readonly #open = new Map<
    string,
    { readonly code: string; readonly owner: string | undefined; readonly calls: RecentCall[]; bytes: number }
  >();
  readonly #ended = new Map<string, RecentExecution>();

  /** The trace sink that it learns from. */
  readonly sink = (event: TraceEvent): void => {
    const { executionId } = event;
    const open = this.#open.get(executionId);
    if (event.kind === "execution-started") {
      this.#open.set(executionId, { code: event.code, owner: event.owner, calls: [], bytes: 0 });
      forgetOldest(this.#open, MOST_OPEN);
    } else if (event.kind === "call-ended" && open) {
      open.bytes += event.record.argument_bytes + event.record.result_bytes;
      if (open.bytes <= MOST_BYTES) open.calls.push(event);
    } else if (event.kind === "execution-failed") this.#open.delete(executionId);
    else if (event.kind === "execution-ended" && open) {
      this.#open.delete(executionId);
      const calls = open.bytes <= MOST_BYTES ? open.calls : [];
      this.#ended.set(executionId, { code: open.code, owner: open.owner, calls, result: event.result });
      forgetOldest(this.#ended, MOST_REMEMBERED);
    }
  };

  /** `undefined` also for an execution of somebody else. */
  get(executionId: string, owner?: string): RecentExecution | undefined {
    const execution = this.#ended.get(executionId);
    return execution?.owner === owner ? execution : undefined;
  }
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

const MOST_OPEN = 2_000;
const MOST_REMEMBERED = 100;
const MOST_BYTES = 256 * 1024;
