import { setImmediate } from "node:timers/promises";
import type { BeforeCall } from "../executor/call-gate.ts";
import type { TraceEvent, TraceOf, TraceStep } from "../executor/trace.ts";
import { CodemodeError, ToolError, messageOf } from "../errors.ts";
import { canonicalJson } from "../canonical-json.ts";
import { LogFile } from "./log-file.ts";
import { sha256, type AuditEntry } from "./record.ts";

export interface AuditOptions {
  /** Where the records go; a neighbour of it where another process writes there. */
  readonly file: string;
  /** Whether code, arguments, results and messages of errors are kept, and not only their digests. @default false */
  readonly content?: boolean;
  /** Whether a call waits until its record is on the disk, and so outlives a power cut too. @default false */
  readonly sync?: boolean;
}

/**
 * Writes what executions do, as records that are chained by hashes. No call reaches a server before its record is written: where that can't
 * be done, the call is refused.
 */
export class AuditLog implements AsyncDisposable {
  readonly #file: LogFile;
  readonly #content: boolean;
  readonly #sync: boolean;
  /** Calls that a server was asked for and that have not ended. */
  readonly #open = new Set<string>();
  /** Calls whose servers are not asked. */
  readonly #replayed = new Set<string>();
  #lost = 0;
  #closed = false;

  constructor({ file, content = false, sync = false }: AuditOptions) {
    this.#file = new LogFile(file);
    this.#content = content;
    this.#sync = sync;
  }

  /** The file that is written to, once it is open. */
  get path(): string | undefined {
    return this.#file.path;
  }

  /** Opens the file before the first record does, so that a wrong one is told at once. @throws CodemodeError `AUDIT_FAILED` */
  open(): void {
    this.#file.open();
  }

  /** The record of a call, before its server is asked. @throws ToolError `AUDIT_FAILED` */
  readonly beforeCall: BeforeCall = async (event) => {
    const { server, tool } = event;
    try {
      if (this.#closed) throw new CodemodeError("AUDIT_FAILED", "The audit log has been closed.");
      this.#append({ kind: "call-started", ...this.#ofCall(event) });
      this.#open.add(keyOf(event));
      if (this.#sync) await this.#file.sync();
    } catch (error) {
      const why = error instanceof CodemodeError ? error.message : `Its record can't be made: ${messageOf(error)}.`;
      throw new ToolError("AUDIT_FAILED", `${server}.${tool}: the call was refused, because nothing is done without a record. ${why}`, {
        server,
        tool,
        cause: error,
      });
    }
    return undefined;
  };

  /** The trace sink of everything else. What can't be written is counted, and told by the next record that can. */
  readonly sink = (event: TraceEvent): void => {
    if (event.kind === "call-started" && event.replayed) this.#replayed.add(keyOf(event));
    const entry = this.#closed ? undefined : this.#entry(event);
    if (!entry) return;
    try {
      this.#append(entry);
    } catch {
      this.#lost += 1;
    }
  };

  async [Symbol.asyncDispose](): Promise<void> {
    // What has been ended just now is told first.
    await setImmediate();
    this.#closed = true;
    await this.#file.close();
  }

  #append(entry: AuditEntry): void {
    this.#file.open(this.#lost);
    this.#lost = 0;
    this.#file.append(entry);
  }

  #entry(event: TraceEvent): AuditEntry | undefined {
    switch (event.kind) {
      case "execution-started": {
        const { language, code, caller, traceContext } = event;
        return {
          kind: "execution-started",
          ...ofExecution(event),
          language,
          code_sha256: sha256(code),
          ...(this.#content ? { code } : {}),
          ...(caller ? { caller } : {}),
          ...(traceContext ? { traceparent: traceContext.traceparent } : {}),
        };
      }
      case "call-decided":
        return { kind: "call-decided", ...this.#ofCall(event), approval: event.approval };
      case "call-ended": {
        const key = keyOf(event);
        if (this.#replayed.delete(key)) return undefined;
        const of = { ...this.#ofCall(event), ...this.#failure(event.record.error) };
        if (!this.#open.delete(key)) return { kind: "call-refused", ...of };
        const { outcome, duration_ms } = event.record;
        return { kind: "call-ended", ...of, outcome, duration_ms, ...this.#result(event) };
      }
      case "execution-ended": {
        const { ok, calls, duration_ms, error } = event.result;
        return { kind: "execution-ended", ...ofExecution(event), ok, calls: calls.length, duration_ms, ...this.#failure(error) };
      }
      case "execution-failed":
        return { kind: "execution-ended", ...ofExecution(event), ok: false, ...this.#failure(event.error) };
      default:
        return undefined;
    }
  }

  #ofCall(event: CallEvent): Omit<Extract<AuditEntry, { kind: "call-started" }>, "kind"> {
    const { call, server, tool, args } = event;
    const { skill, target } = event.kind === "call-ended" ? event.record : event;
    const sum = digest(args);
    return {
      ...ofExecution(event),
      call,
      server,
      tool,
      ...(target === undefined ? {} : { target }),
      ...(skill === undefined ? {} : { skill }),
      arguments_sha256: sum,
      ...(this.#content && sum !== null ? { arguments: args } : {}),
    };
  }

  #result(event: { readonly result?: unknown }): { readonly result_sha256?: string | null; readonly result?: unknown } {
    if (!("result" in event)) return {};
    const sum = digest(event.result);
    return { result_sha256: sum, ...(this.#content && sum !== null ? { result: event.result } : {}) };
  }

  #failure(error: { readonly code: string; readonly message: string } | undefined): { error_code?: string; error_message?: string } {
    return error ? { error_code: error.code, ...(this.#content ? { error_message: error.message } : {}) } : {};
  }
}

type CallEvent = TraceOf<Extract<TraceStep, { readonly kind: "call-started" | "call-decided" | "call-ended" }>>;

function ofExecution({ executionId, sessionId }: TraceEvent): { readonly execution_id: string; readonly session_id?: string } {
  return { execution_id: executionId, ...(sessionId === undefined ? {} : { session_id: sessionId }) };
}

function keyOf({ executionId, call }: { readonly executionId: string; readonly call: number }): string {
  return `${executionId}:${call}`;
}

function digest(value: unknown): string | null {
  try {
    return sha256(canonicalJson(value));
  } catch {
    // Nested too deeply.
    return null;
  }
}
