import { CodemodeError } from "../errors.ts";

/** An example of a skill's use, which can be played again without servers. */
export interface SkillCase {
  readonly function: string;
  /** In their order. */
  readonly args: readonly unknown[];
  /** By name; for Python alone. */
  readonly named?: Readonly<Record<string, unknown>>;
  /** The tool calls that it made, and what they gave. */
  readonly calls: readonly RecordedCall[];
  /** What it gave; absent where it threw. */
  readonly output?: unknown;
  /** The message of what it threw. */
  readonly error?: string;
}

export interface RecordedCall {
  readonly server: string;
  readonly tool: string;
  readonly args: unknown;
  readonly result?: unknown;
  /** Of a call that failed. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** The file in a skill's folder that holds its cases. */
export const CASES = "cases.json";

/** @throws CodemodeError `SKILL_INVALID` with the place of what is wrong */
export function parseCases(text: string): SkillCase[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalid(`is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
  if (!Array.isArray(parsed)) throw invalid("must hold a list of cases");
  return parsed.map((each: unknown, at) => {
    const where = `[${at}]`;
    if (!isRecord(each)) throw invalid(`${where} must be an object`);
    const { function: name, args = [], named, calls = [], output = null, error } = each;
    if (typeof name !== "string") throw invalid(`${where}.function must be the name of a function`);
    if (!Array.isArray(args)) throw invalid(`${where}.args must be a list`);
    if (named !== undefined && !isRecord(named)) throw invalid(`${where}.named must be an object`);
    if (error !== undefined && typeof error !== "string") throw invalid(`${where}.error must be a text`);
    if (!Array.isArray(calls)) throw invalid(`${where}.calls must be a list`);
    return {
      function: name,
      args,
      ...(named ? { named } : {}),
      calls: calls.map((call: unknown, number) => parseCall(call, `${where}.calls[${number}]`)),
      ...(error === undefined ? { output } : { error }),
    };
  });
}

export function printCases(cases: readonly SkillCase[]): string {
  return `${JSON.stringify(cases, null, 2)}\n`;
}

function parseCall(call: unknown, where: string): RecordedCall {
  if (!isRecord(call) || typeof call.server !== "string" || typeof call.tool !== "string")
    throw invalid(`${where} must have a server and a tool`);
  const { server, tool, args = {}, result, error } = call;
  if (error === undefined) return { server, tool, args, ...(result === undefined ? {} : { result }) };
  if (!isRecord(error) || typeof error.code !== "string" || typeof error.message !== "string")
    throw invalid(`${where}.error must have a code and a message`);
  return { server, tool, args, error: { code: error.code, message: error.message } };
}

function invalid(what: string): CodemodeError {
  return new CodemodeError("SKILL_INVALID", `${CASES} ${what}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
