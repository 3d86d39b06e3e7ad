import { randomUUID } from "node:crypto";
import type { ToolRegistry } from "../registry/registry.ts";
import type { Limits } from "../sandbox/limits.ts";
import { createCallGate, type BeforeCall, type CallGate } from "./call-gate.ts";
import { createEmitter } from "./recorder.ts";
import type { TraceSink } from "./trace.ts";

export interface DirectCallOptions {
  readonly registry: ToolRegistry;
  readonly limits: Limits;
  readonly trace: TraceSink;
  readonly beforeCall?: BeforeCall;
}

/** Calls of the host itself: through the call gate as a program's, each under an execution id of its own and without a session. */
export function directCall({ trace, ...options }: DirectCallOptions): CallGate {
  return (call) => createCallGate({ ...options, ...createEmitter({ executionId: randomUUID() }, [trace]) })(call);
}
