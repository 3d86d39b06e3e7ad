import type { ContentBlock } from "@modelcontextprotocol/client";
import type { SkillUse } from "../sandbox/messages.ts";
import type { Language } from "./languages/language.ts";
import type { CallRecord, ExecutionError, ExecutionResult } from "./result.ts";
import { toAll, type TraceOf, type TraceSink, type TraceStep } from "./trace.ts";

/** Passes a step on to whoever listens, and gives the event that it became. */
export type Emit = <Step extends TraceStep>(step: Step) => TraceOf<Step>;

/** Collects what an execution does, and passes it on. */
export interface Recorder {
  readonly executionId: string;
  /** The one way of every event. */
  readonly emit: Emit;
  /** Milliseconds since the start. */
  readonly now: () => number;
  readonly addUses: (uses: readonly SkillUse[]) => void;
  readonly warn: (warning: string) => void;
  /** The execution's result, made of the events; ends the trace. */
  readonly finish: (end: {
    readonly ok: boolean;
    readonly value?: unknown;
    readonly error?: ExecutionError;
    readonly sandbox?: ExecutionResult["sandbox"];
    readonly private?: boolean | undefined;
  }) => ExecutionResult;
}

export function createRecorder(
  { sessionId, executionId, language }: { readonly sessionId: string; readonly executionId: string; readonly language: Language },
  sinks: readonly (TraceSink | undefined)[],
): Recorder {
  const { now, emit: pass } = createEmitter({ sessionId, executionId }, sinks);
  const calls: (CallRecord | undefined)[] = [];
  const uses: SkillUse[] = [];
  const output: string[] = [];
  const content: ContentBlock[] = [];
  const warnings: string[] = [];

  const emit: Emit = (step) => {
    if (step.kind === "call-started") {
      // Until it has ended a call is in the record as one that was cut off.
      const started: CallRecord = {
        server: step.server,
        tool: step.tool,
        ...(step.target === undefined ? {} : { target: step.target }),
        ...(step.skill === undefined ? {} : { skill: step.skill }),
        started_ms: Math.round(now()),
        duration_ms: 0,
        argument_bytes: 0,
        result_bytes: 0,
        outcome: "cancelled",
      };
      calls[step.call - 1] = started;
    } else if (step.kind === "call-ended") calls[step.call - 1] = step.record;
    else if (step.kind === "shown") content.push(...step.content);
    else if (step.kind === "output") output.push(step.partial ? step.text : `${step.text}\n`);
    return pass(step);
  };

  return {
    executionId,
    emit,
    now,
    addUses(more) {
      if (more.length === 0) return;
      uses.push(...more);
      emit({ kind: "skills-used", uses: more });
    },
    warn: (warning) => void warnings.push(warning),
    finish(end) {
      const result: ExecutionResult = {
        session_id: sessionId,
        execution_id: executionId,
        language,
        ok: end.ok,
        ...("value" in end ? { value: end.value } : {}),
        output: output.join(""),
        ...(content.length > 0 ? { content } : {}),
        calls: calls.filter((call) => call !== undefined),
        ...(end.error ? { error: end.error } : {}),
        ...(uses.length > 0 ? { skills: uses } : {}),
        ...(warnings.length > 0 ? { warnings } : {}),
        ...(end.private ? { private: true } : {}),
        duration_ms: Math.round(now() * 100) / 100,
        ...(end.sandbox ? { sandbox: end.sandbox } : {}),
      };
      emit({ kind: "execution-ended", result });
      return result;
    },
  };
}

/** A way for the events of one execution, and its clock. */
export function createEmitter(
  about: { readonly sessionId?: string; readonly executionId: string },
  sinks: readonly (TraceSink | undefined)[],
): { readonly emit: Emit; readonly now: () => number } {
  const startedAt = performance.now();
  const now = (): number => performance.now() - startedAt;
  const pass = toAll(sinks);
  return {
    now,
    emit(step) {
      const event = { ...about, atMs: now(), ...step };
      pass(event);
      return event;
    },
  };
}
