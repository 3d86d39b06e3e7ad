import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { matchesText } from "../tool-patterns.ts";

/** What a value must be: one that it equals, or a test. */
export type Condition = string | number | boolean | null | ConditionTest;

/** All that is given must hold. */
export interface ConditionTest {
  /** An object that it equals, or another JSON value. */
  readonly equals?: unknown;
  readonly in?: readonly unknown[];
  /** A text that fits a pattern, where `*` stands for any text. */
  readonly matches?: string;
  /** A path at or below a folder, after `.` and `..` are worked out; links are not followed. */
  readonly within?: string;
  readonly min?: number;
  readonly max?: number;
  /** Whether there is such an argument at all. */
  readonly present?: boolean;
  readonly not?: Condition;
}

/** Conditions by the path of the argument: `to`, `options.force`. */
export type ArgumentConditions = Readonly<Record<string, Condition>>;

/**
 * Whether a call's arguments fulfil all conditions. Of a list one entry is enough, or, with `every`, all of them are needed: who refuses looks for one
 * that is bad, who allows wants none that is.
 */
export function fulfils(args: unknown, conditions: ArgumentConditions, every: boolean): boolean {
  return Object.entries(conditions).every(([path, condition]) => {
    const values = valuesAt(args, path.split("."));
    if (typeof condition === "object" && condition !== null && "present" in condition && condition.present === false)
      return values.length === 0;
    if (values.length === 0) return isNegation(condition);
    return every ? values.every((value) => holds(value, condition, every)) : values.some((value) => holds(value, condition, every));
  });
}

function isNegation(condition: Condition): boolean {
  return typeof condition === "object" && condition !== null && "not" in condition && Object.keys(condition).length === 1;
}

/** What stands at a path; the entries of a list on the way, and of one at its end, count each for itself. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((entry) => valuesAt(entry, path));
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt((value as Readonly<Record<string, unknown>>)[name], rest);
}

function holds(value: unknown, condition: Condition, every: boolean): boolean {
  if (typeof condition !== "object" || condition === null) return value === condition;
  const test = condition;
  return (
    (!("equals" in test) || isDeepStrictEqual(value, test.equals)) &&
    (test.in === undefined || test.in.some((each) => isDeepStrictEqual(value, each))) &&
    (test.matches === undefined || (typeof value === "string" && matchesText([test.matches])(value))) &&
    (test.within === undefined || (typeof value === "string" && isWithin(value, test.within, every))) &&
    (test.min === undefined || (typeof value === "number" && value >= test.min)) &&
    (test.max === undefined || (typeof value === "number" && value <= test.max)) &&
    (test.not === undefined || !holds(value, test.not, !every))
  );
}

/** A relative path may be anywhere: it counts as outside for who allows, as within for who refuses. */
function isWithin(path: string, folder: string, every: boolean): boolean {
  const [inner, outer] = [path, folder].map((each) => posix.normalize(each.replaceAll("\\", "/")).replace(/(?<=.)\/$/, "")) as [
    string,
    string,
  ];
  if (isAbsolute(outer) !== isAbsolute(inner)) return !every;
  if (!isAbsolute(inner) && inner.startsWith("..")) return !every;
  return outer === "/" || outer === "." || inner === outer || inner.startsWith(`${outer}/`);
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:\//.test(path);
}
