import { isDeepStrictEqual } from "node:util";
import { ToolError } from "./errors.ts";
import type { CallAnswers } from "./executor/call-gate.ts";
import type { CodeModeExecutor } from "./executor/executor.ts";
import type { ExecuteOptions } from "./executor/executor-options.ts";
import type { ExecutionResult } from "./executor/result.ts";
import type { RecentCall } from "./recent-executions.ts";
import type { RecordedCall, SkillCase } from "./skills/skill-cases.ts";
import type { SkillManager } from "./skills/skill-manager.ts";

/** How a case came out. */
export interface CaseReport {
  readonly case: SkillCase;
  readonly ok: boolean;
  /** What was otherwise. */
  readonly problem?: string;
}

/**
 * Plays the cases of a skill again: its tool calls are answered by what was recorded, and no server is asked.
 * @returns nothing for a skill without cases
 * @throws CodemodeError `MODULE_UNKNOWN`, `SKILL_INVALID` where its cases can't be read
 */
export async function testSkill(
  name: string,
  { executor, skills, signal }: { readonly executor: CodeModeExecutor; readonly skills: SkillManager; readonly signal?: AbortSignal },
): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const each of await skills.casesOf(name)) reports.push(await playCase(name, each, executor, signal ? { signal } : {}));
  return reports;
}

/** Plays one case of a skill. @param options where the skill is found, if not by the executor */
export async function playCase(
  name: string,
  each: SkillCase,
  executor: CodeModeExecutor,
  options: Pick<ExecuteOptions, "signal" | "skills"> = {},
): Promise<CaseReport> {
  const left = [...each.calls];
  const { function: called, args, named } = each;
  const result = await executor.callSkill(
    { name, function: called, args, ...(named ? { named } : {}) },
    { ...options, answers: answersFrom(left) },
  );
  const problem = difference(each, result, left);
  return { case: each, ok: problem === undefined, ...(problem === undefined ? {} : { problem }) };
}

/** A case from what was seen: the calls of an execution and its end. */
export function recordCase(
  request: Pick<SkillCase, "function" | "args" | "named">,
  calls: readonly RecentCall[],
  result: ExecutionResult,
): SkillCase {
  return {
    ...request,
    calls: calls.map(({ server, tool, args, result: given, record }) => ({
      server,
      tool,
      args,
      ...(record.error ? { error: record.error } : { result: given }),
    })),
    ...(result.error ? { error: result.error.message } : { output: result.value ?? null }),
  };
}

/** Each recorded call answers once, whichever comes first. */
function answersFrom(left: RecordedCall[]): CallAnswers {
  return ({ server, tool, args }) => {
    const at = left.findIndex((call) => call.server === server && call.tool === tool && isDeepStrictEqual(call.args, args));
    const [call] = at < 0 ? [] : left.splice(at, 1);
    if (!call)
      return Promise.reject(
        new ToolError("TOOL_FAILED", `${server}.${tool}: no such call was recorded, with ${JSON.stringify(args).slice(0, 500)}.`, {
          server,
          tool,
        }),
      );
    if (call.error) return Promise.reject(new ToolError(call.error.code as "TOOL_FAILED", call.error.message, { server, tool }));
    return Promise.resolve(call.result);
  };
}

function difference(expected: SkillCase, { error, value = null }: ExecutionResult, left: readonly RecordedCall[]): string | undefined {
  const called = `${expected.function}(${expected.args.map((each) => JSON.stringify(each)).join(", ")})`;
  if (expected.error !== undefined) {
    if (!error) return `${called} gave ${show(value)} and should have failed: ${expected.error}`;
    if (error.message !== expected.error) return `${called} failed otherwise: ${error.message}\n  expected: ${expected.error}`;
  } else if (error) return `${called} failed: ${error.message}`;
  else if (!isDeepStrictEqual(value, expected.output)) return `${called} gave ${show(value)}\n  expected: ${show(expected.output)}`;
  const [missed] = left;
  return missed && `${called} did not call ${missed.server}.${missed.tool} with ${show(missed.args)}`;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 1_000);
}
