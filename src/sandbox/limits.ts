import { CodemodeError } from "../errors.ts";
import { Stopwatch } from "./stopwatch.ts";

/** What an execution may use. Every limit is enforced on the host; see docs/security.md. */
export interface Limits {
  /** Time in which the guest itself works, in milliseconds: the clock stands still while it only waits for tool calls. @default 30_000 */
  readonly guestTimeMs: number;
  /** Time from start to end, in milliseconds, waiting included, but not waiting for a person who was asked. @default 600_000 */
  readonly totalTimeMs: number;
  /** Memory of the sandbox process, in MiB. @default 256 */
  readonly memoryMb: number;
  /** Threads of the sandbox process; the engines take up to 16 for themselves. @default 48 */
  readonly maxThreads: number;
  /** Tool calls of one execution. @default 1_000 */
  readonly maxCalls: number;
  /** Tool calls that reach the servers at once; more wait their turn. @default 64 */
  readonly maxParallelCalls: number;
  /** Tool calls that are asked for and not answered, those that wait their turn included. @default 1_000 */
  readonly maxCallsInFlight: number;
  /** Console output of one execution, in bytes of UTF-8. @default 1_048_576 */
  readonly maxOutputBytes: number;
  /** What one execution shows with `show()`, in bytes of JSON; one piece of it never more than `maxValueBytes`. @default 33_554_432 */
  readonly maxContentBytes: number;
  /** The value of one execution, in bytes of JSON. @default 8_388_608 */
  readonly maxValueBytes: number;
  /** The arguments of one call, in bytes of JSON. @default 8_388_608 */
  readonly maxArgumentBytes: number;
  /** The source of one execution, in bytes of UTF-8. @default 1_048_576 */
  readonly maxSourceBytes: number;
}

/** What runs that have their limits together have used of them: a program and the skills that other processes run for it. */
export interface Spent {
  guestMs: number;
  outputBytes: number;
  contentBytes: number;
  /** The time in which a person was asked something, which is nobody's. */
  readonly asked: Stopwatch;
}

/** What a run begins with. */
export function nothingSpent(): Spent {
  return { guestMs: 0, outputBytes: 0, contentBytes: 0, asked: new Stopwatch() };
}

export const defaultLimits: Limits = Object.freeze({
  guestTimeMs: 30_000,
  totalTimeMs: 600_000,
  memoryMb: 256,
  maxThreads: 48,
  maxCalls: 1_000,
  maxParallelCalls: 64,
  maxCallsInFlight: 1_000,
  maxOutputBytes: 2 ** 20,
  maxContentBytes: 32 * 2 ** 20,
  maxValueBytes: 8 * 2 ** 20,
  maxArgumentBytes: 8 * 2 ** 20,
  maxSourceBytes: 2 ** 20,
});

/**
 * Limits with the defaults filled in.
 * @throws CodemodeError `USAGE` where a limit is unknown or no positive whole number (`maxCalls` may be 0: no call at all)
 */
export function resolveLimits(limits: Partial<Limits>): Limits {
  return Object.freeze({ ...defaultLimits, ...checked(limits) });
}

/**
 * Limits for a session or an execution: what is asked for, but never above `ceiling`.
 * @throws CodemodeError `USAGE` as {@link resolveLimits}
 */
export function narrowLimits(limits: Partial<Limits>, ceiling: Limits): Limits {
  const asked = checked(limits);
  const names = Object.keys(asked) as (keyof Limits)[];
  return Object.freeze({
    ...ceiling,
    ...Object.fromEntries(names.map((name) => [name, Math.min(asked[name] ?? Infinity, ceiling[name])])),
  });
}

function checked(limits: Partial<Limits>): Partial<Limits> {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!Object.hasOwn(defaultLimits, name))
      throw new CodemodeError("USAGE", `There is no limit "${name}". Limits: ${Object.keys(defaultLimits).join(", ")}.`);
    const least = name === "maxCalls" ? 0 : 1;
    if (!Number.isSafeInteger(value) || value < least)
      throw new CodemodeError("USAGE", `The limit ${name} must be a whole number of at least ${least}, not ${String(value)}.`);
  }
  return Object.fromEntries(given);
}

/** The longest line that a guest may send: the largest value or arguments, and room for the frame and for escapes in an output text. */
export function maxLineBytes(limits: Limits): number {
  return Math.max(limits.maxValueBytes, limits.maxArgumentBytes, limits.maxOutputBytes * 2) + 64 * 1_024;
}

/** An execution was ended by a limit; `what` says what it did, with the figure. */
export function limitError(code: CodemodeError["code"], what: string, data: Record<string, number>): CodemodeError {
  return new CodemodeError(
    code,
    `The program was ended by a limit: ${what}. Do less in one execution, or raise the limit (${Object.keys(data).join(", ")}).`,
    { data },
  );
}
