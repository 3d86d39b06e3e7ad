import { isDeepStrictEqual } from "node:util";
import type { WireBytes } from "./side.ts";
import type { Task } from "./task.ts";
import type { Usage } from "./usage.ts";

/** How a task was solved, and what that took. */
export interface Play {
  readonly usage: Usage;
  /** Calls that the model made. */
  readonly calls: number;
  readonly bytes: WireBytes;
  /** Measured: what the model had to wait for its tools, all turns together. */
  readonly toolMs: number;
}

/** What was said last must be the right answer, or nothing that was counted means anything. */
export function requireAnswer({ name, answer }: Task, policy: string, said: string): void {
  if (isDeepStrictEqual(JSON.parse(said), answer)) return;
  throw new Error(`${policy} answered ${said} to "${name}", and right is ${JSON.stringify(answer)}.`);
}
