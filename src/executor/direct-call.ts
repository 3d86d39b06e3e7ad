import { randomUUID } from "node:crypto";
import { createCallGate, type CallGateOptions, type GatedCall } from "./call-gate.ts";
import { createEmitter } from "./recorder.ts";
import type { TraceSink } from "./trace.ts";

export interface DirectCallOptions extends Pick<CallGateOptions, "registry" | "limits" | "beforeCall"> {
  readonly trace: TraceSink;
}

/** Of one call. */
export interface DirectOptions extends Pick<CallGateOptions, "asker" | "meta" | "traceContext"> {
  /** Told what happens. */
  readonly onEvent?: TraceSink;
}

/** Calls of the host itself: through the call gate as a program's, each under an execution id of its own and without a session. */
export function directCall({ trace, ...options }: DirectCallOptions): (call: GatedCall, more?: DirectOptions) => Promise<unknown> {
  return (call, { onEvent, ...more } = {}) =>
    createCallGate({ ...options, ...more, ...createEmitter({ executionId: randomUUID() }, [trace, onEvent]) })(call);
}
