import { isDeepStrictEqual } from "node:util";
import { ToolError } from "./errors.ts";
import type { CallAnswers } from "./executor/call-gate.ts";
import type { CodeModeExecutor } from "./executor/executor.ts";
import type { ExecutionResult } from "./executor/result.ts";
import type { RecentCall } from "./recent-executions.ts";
import { CASES, parseCases, type RecordedCall, type SkillCase } from "./skills/skill-cases.ts";
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
export async function testSkill(name: string, { executor, skills, cases, signal }: TestOptions): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const each of cases ?? (await casesOf(name, skills))) {
    const left = [...each.calls];
    const { function: called, args, named } = each;
    const result = await executor.callSkill(
      { name, function: called, args, ...(named ? { named } : {}) },
      { answers: answersFrom(left), ...(signal ? { signal } : {}) },
    );
    const problem = difference(each, result, left);
    reports.push({ case: each, ok: problem === undefined, ...(problem === undefined ? {} : { problem }) });
  }
  return reports;
}

interface TestOptions {
  readonly executor: CodeModeExecutor;
  readonly skills: SkillManager;
  /** @default those that it has */
  readonly cases?: readonly SkillCase[];
  readonly signal?: AbortSignal;
}

async function casesOf(name: string, skills: SkillManager): Promise<SkillCase[]> {
  return (await skills.files(name)).includes(CASES) ? parseCases(await skills.readFile(name, CASES)) : [];
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
