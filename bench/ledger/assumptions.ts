/** What the ledger takes as given, because no model is asked. Everything else in it is counted or measured. */

/**
 * Prices as multiples of that of one input token, as public price lists of model APIs with prompt caching have them: what the turn before has
 * sent is read from the cache, what is new is written to it, and output costs five times the input.
 */
export const PRICES = { cacheRead: 0.1, cacheWrite: 1.25, output: 5 } as const;

/** How long a model takes for a turn: until it begins to answer, and for each token of the answer. */
export const MODEL_LATENCY = { msPerTurn: 2_000, outputTokensPerSecond: 60 } as const;

/** The largest prompt that a model takes, in tokens. */
export const CONTEXT_TOKENS = 200_000;

/** What every agent of the ledger is told before anything else. */
export const SYSTEM_PROMPT =
  "You are an assistant that answers questions with the tools you have. Answer with facts that the tools gave you, and with nothing else. When you know the answer, say it as JSON.";
