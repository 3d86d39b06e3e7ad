import { MODEL_LATENCY, PRICES } from "./assumptions.ts";

/** One answer of a model. */
export interface Turn {
  /** All that was sent to it: the whole conversation so far. */
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** What a conversation costs. */
export interface Usage {
  readonly turns: number;
  /** The prompts of all turns together. */
  readonly promptTokens: number;
  readonly largestPrompt: number;
  readonly outputTokens: number;
  /** The prompts as billed with caching, in input tokens. */
  readonly billedPrompt: number;
  /** Prompts and output as billed, in input tokens. */
  readonly billed: number;
  /** What the model takes for all turns, as assumed. */
  readonly modelMs: number;
}

/** Adds up turns, each of whose prompts begins with the whole of the one before. Nothing is in the cache before the first. */
export function toUsage(turns: readonly Turn[]): Usage {
  let billedPrompt = 0;
  let cached = 0;
  for (const { promptTokens } of turns) {
    billedPrompt += cached * PRICES.cacheRead + (promptTokens - cached) * PRICES.cacheWrite;
    cached = promptTokens;
  }
  const outputTokens = turns.reduce((sum, turn) => sum + turn.outputTokens, 0);
  return {
    turns: turns.length,
    promptTokens: turns.reduce((sum, turn) => sum + turn.promptTokens, 0),
    largestPrompt: Math.max(0, ...turns.map(({ promptTokens }) => promptTokens)),
    outputTokens,
    billedPrompt,
    billed: billedPrompt + outputTokens * PRICES.output,
    modelMs: turns.length * MODEL_LATENCY.msPerTurn + (outputTokens / MODEL_LATENCY.outputTokensPerSecond) * 1_000,
  };
}
