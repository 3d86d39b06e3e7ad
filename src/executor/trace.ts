import type { ContentBlock } from "@modelcontextprotocol/client";
import type { ServerLog } from "../registry/calls-under-way.ts";
import type { OutputLevel, SkillUse } from "../sandbox/messages.ts";
import type { ProgramProgress } from "../sandbox/run.ts";
import type { TraceContext } from "../trace-context.ts";
import type { Approval } from "./call-guard.ts";
import type { Caller } from "./caller.ts";
import type { Language } from "./languages/language.ts";
import type { CallRecord, ExecutionResult } from "./result.ts";

/**
 * Everything that happens in an execution, in order; each event goes through the one {@link TraceSink}. Times are milliseconds since the start.
 * A call outside the sandbox (`Codemode.callTool`) has an execution id of its own and no session, and its events are those of the call alone.
 */
export type TraceEvent = TraceOf<TraceStep>;

/** A step with where and when it happened. */
export type TraceOf<Step extends TraceStep> = { readonly sessionId?: string; readonly executionId: string; readonly atMs: number } & Step;

export type TraceStep =
  | {
      readonly kind: "execution-started";
      readonly language: Language;
      readonly code: string;
      /** For whom it runs, where that is known. */
      readonly owner?: string;
      readonly caller?: Caller;
      /** The trace that it was asked for in. */
      readonly traceContext?: TraceContext;
    }
  | (AskedCall & {
      readonly kind: "call-started";
      /** No server is asked: `ExecuteOptions.answers` answers. */
      readonly replayed?: true;
    })
  | {
      readonly kind: "call-ended";
      readonly call: number;
      readonly server: string;
      readonly tool: string;
      readonly args: unknown;
      readonly result?: unknown;
      readonly record: CallRecord;
    }
  /** The user is asked whether a call may happen. */
  | { readonly kind: "call-asked"; readonly call: number; readonly server: string; readonly tool: string; readonly why: readonly string[] }
  /** What the user has said, or not said. */
  | (AskedCall & { readonly kind: "call-decided"; readonly approval: Approval })
  /** A server's own word on how far a call is. */
  | {
      readonly kind: "call-progress";
      readonly call: number;
      readonly server: string;
      readonly tool: string;
      readonly progress: number;
      readonly total?: number | undefined;
      readonly message?: string | undefined;
    }
  /** A log message that a server sent during a call. */
  | ({ readonly kind: "call-logged"; readonly call: number; readonly server: string; readonly tool: string } & ServerLog)
  /** The program's own word on how far it is. */
  | ({ readonly kind: "progress" } & ProgramProgress)
  /** Content for the user and the model. */
  | { readonly kind: "shown"; readonly content: readonly ContentBlock[] }
  /** A result that is not as the tool promised, or as it was before. */
  | { readonly kind: "call-warned"; readonly call: number; readonly server: string; readonly tool: string; readonly message: string }
  /** Text without the line break that ends it; `partial` where none does. */
  | { readonly kind: "output"; readonly level: OutputLevel; readonly text: string; readonly partial?: true }
  /** How functions of skills were used, when the program that used them has ended. */
  | { readonly kind: "skills-used"; readonly uses: readonly SkillUse[] }
  | { readonly kind: "execution-ended"; readonly result: ExecutionResult }
  /** It could not be run, and whoever asked for it gets an error in place of a result: no process could be had, for instance. */
  | { readonly kind: "execution-failed"; readonly error: { readonly code: string; readonly message: string } };

/** A call as it was asked for. */
interface AskedCall {
  readonly call: number;
  readonly server: string;
  readonly tool: string;
  /** What is called, where it is no tool. */
  readonly target?: CallRecord["target"];
  readonly args: unknown;
  /** The skill whose code makes the call. */
  readonly skill?: string;
}

/** Receives every event. A sink that throws is ignored: tracing never changes an execution. */
export type TraceSink = (event: TraceEvent) => void;

/** One sink for several, each of which is told whatever another one throws. */
export function toAll(sinks: readonly (TraceSink | undefined)[]): TraceSink {
  return (event) => {
    for (const sink of sinks) {
      try {
        sink?.(event);
      } catch {
        // Tracing never changes an execution.
      }
    }
  };
}
