import type { Plays } from "./play-all.ts";
import type { Play } from "./play.ts";

/** How a program does beside the better of the two ways without code. */
export interface Verdict {
  readonly tokens: Comparison;
  /** Of the whole task: the model's time, as assumed, and that of the tools, as measured. */
  readonly time: Comparison;
}

export interface Comparison {
  /** Below 1 the program takes less. */
  readonly ratio: number;
  readonly says: "wins" | "loses" | "even";
}

export function judge({ one, parallel, program }: Plays): Verdict {
  const by = (amount: (play: Play) => number): Comparison => compare(amount(program), Math.min(amount(one), amount(parallel)));
  return { tokens: by(({ usage }) => usage.billed), time: by(secondsOf) };
}

export function secondsOf({ usage, toolMs }: Play): number {
  return (usage.modelMs + toolMs) / 1_000;
}

/** What differs by less than 5 percent is even. */
export function compare(ours: number, other: number): Comparison {
  const ratio = ours / other;
  return { ratio, says: ratio < 0.95 ? "wins" : ratio > 1.05 ? "loses" : "even" };
}
