import { CodemodeError } from "../errors.js";
/** The file in a skill's folder that holds its cases. */
export const CASES = "cases.json";
/** @throws CodemodeError `SKILL_INVALID` with the place of what is wrong */
export function parseCases(text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalid(`is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
  if (!Array.isArray(parsed)) throw invalid("must hold a list of cases");
  return parsed.map((each, at) => {
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
      calls: calls.map((call, number) => parseCall(call, `${where}.calls[${number}]`)),
      ...(error === undefined ? { output } : { error }),
    };
  });
}
export function printCases(cases) {
  return `${JSON.stringify(cases, null, 2)}\n`;
}
function parseCall(call, where) {
  if (!isRecord(call) || typeof call.server !== "string" || typeof call.tool !== "string")
    throw invalid(`${where} must have a server and a tool`);
  const { server, tool, args = {}, result, error } = call;
  if (error === undefined) return { server, tool, args, ...(result === undefined ? {} : { result }) };
  if (!isRecord(error) || typeof error.code !== "string" || typeof error.message !== "string")
    throw invalid(`${where}.error must have a code and a message`);
  return { server, tool, args, error: { code: error.code, message: error.message } };
}
function invalid(what) {
  return new CodemodeError("SKILL_INVALID", `${CASES} ${what}.`);
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
