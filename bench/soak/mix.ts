import type { ExecuteOptions, ExecutionError } from "mcp-codemode";
import type { Subject } from "../subject.ts";

/** One kind of execution, and how it must end. */
interface Kind {
  /** Every so many executions is one of this kind; the first kind that fits is taken. */
  readonly every: number;
  readonly code: string;
  readonly ends: "ok" | ExecutionError["kind"];
  /** In a session of its own instead of one that is used again; closed at once, or left for the executor to close. */
  readonly fresh?: "closed" | "left";
  readonly cancelAfterMs?: number;
  readonly limits?: ExecuteOptions["limits"];
}

const calculator = 'import { add, fail, sleep } from "generated/servers/calculator";';
const kinds: readonly Kind[] = [
  { every: 500, code: "for (;;);", ends: "limit", limits: { guestTimeMs: 50 } },
  { every: 190, code: "for (;;) console.log('more and more');", ends: "limit", limits: { maxOutputBytes: 10_000 } },
  { every: 100, code: `${calculator} await sleep({ ms: 60_000 });`, ends: "cancelled", cancelAfterMs: 10 },
  { every: 90, code: "await new Promise(() => {});", ends: "cancelled", cancelAfterMs: 5 },
  { every: 30, code: "const of nothing = ;", ends: "check" },
  { every: 20, code: `${calculator} await fail({ message: "on purpose" });`, ends: "tool" },
  { every: 19, code: "console.log('about to fail'); throw new RangeError('on purpose');", ends: "program" },
  { every: 15, code: "1 + 1", ends: "ok", fresh: "closed" },
  { every: 14, code: "const kept = 'x'.repeat(1_000); kept.length", ends: "ok", fresh: "left" },
  { every: 5, code: `${calculator} await Promise.all([1, 2, 3, 4, 5].map((a) => add({ a, b: 1 })))`, ends: "ok" },
  { every: 7, code: "Array.from({ length: 2_000 }, (_, i) => ({ i, text: `item ${i}` }))", ends: "ok" },
  { every: 3, code: "console.log('counted'); var count = (globalThis.count ?? 0) + 1; count", ends: "ok" },
  { every: 1, code: "1 + 1", ends: "ok" },
];

/**
 * A lane of executions: the nth is of a kind that n alone decides, in one of the lane's two sessions, which are replaced now and then. Gives
 * undefined, or what was wrong with the end of the execution.
 */
export async function createMix({ executor }: Subject): Promise<(n: number) => Promise<string | undefined>> {
  const sessions = [await executor.createSession(), await executor.createSession()];
  let turns = 0;
  return async (n) => {
    const kind = kinds.find(({ every }) => n % every === 0) as Kind;
    const slot = (turns += 1) % sessions.length;
    if (turns % 100 === 0) {
      await executor.closeSession(sessions[slot] as string);
      sessions[slot] = await executor.createSession();
    }
    try {
      const ended = await execute(kind, sessions[slot] as string);
      return ended === kind.ends ? undefined : `execution ${n}, ${kind.code}: ${ended} instead of ${kind.ends}`;
    } catch (error) {
      return `execution ${n}, ${kind.code}: ${String(error)}`;
    }
  };

  async function execute({ code, fresh, cancelAfterMs, limits }: Kind, sessionId: string): Promise<string> {
    const cancel = new AbortController();
    const timer = cancelAfterMs === undefined ? undefined : setTimeout(() => cancel.abort(), cancelAfterMs);
    const { session_id: used, error } = await executor.execute(code, {
      signal: cancel.signal,
      ...(fresh === undefined ? { sessionId } : {}),
      ...(limits === undefined ? {} : { limits }),
    });
    clearTimeout(timer);
    if (fresh === "closed") await executor.closeSession(used);
    return error?.kind ?? "ok";
  }
}
