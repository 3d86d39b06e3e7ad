import { randomUUID } from "node:crypto";
import { createCallGate, type CallGateOptions, type GatedCall } from "./call-gate.ts";
import { createEmitter } from "./recorder.ts";
import type { GuardOf } from "./call-guard.ts";
import type { Caller } from "./caller.ts";
import type { TraceSink } from "./trace.ts";

export interface DirectCallOptions extends Pick<CallGateOptions, "registry" | "limits" | "beforeCall"> {
  readonly trace: TraceSink;
  readonly guard: GuardOf;
}

/** Of one call: who is asked about it, what goes with it, who makes it. */
export interface DirectOptions extends Pick<CallGateOptions, "asker" | "meta" | "traceContext"> {
  /** Who calls, as the front knows. */
  readonly caller?: Caller;
  /** What calls that belong together share: what "for this session" was said of, whether private data was read. @default each is alone */
  readonly session?: object;
  /** Told what happens. */
  readonly onEvent?: TraceSink;
}

/** Calls of the host itself: through the call gate as a program's, each under an execution id of its own and without a session. */
export function directCall({ trace, guard, ...options }: DirectCallOptions): (call: GatedCall, more?: DirectOptions) => Promise<unknown> {
  return (call, { onEvent, caller, session, ...more } = {}) =>
    createCallGate({
      ...options,
      ...more,
      guard: guard({ way: "direct", session, caller, asker: more.asker }),
      ...createEmitter({ executionId: randomUUID() }, [trace, onEvent]),
    })(call);
}
