import { estimateTokens } from "../tokens.ts";
import { cutText } from "./cut-text.ts";

/**
 * A JSON value in so many tokens of JSON: lists and objects keep their first entries, texts their beginning, and where something is left out
 * it says how much. What comes out is JSON of the same kind as what went in, as far as there is room for any.
 */
export function cutValue(value: unknown, maxTokens: number): unknown {
  for (const size of SIZES) {
    const cut = shorten(value, size, 0);
    if (estimateTokens(JSON.stringify(cut)) <= maxTokens) return cut;
  }
  return describe(value);
}

interface Size {
  readonly entries: number;
  readonly characters: number;
  readonly depth: number;
}

const SIZES: readonly Size[] = [
  [1_000, 20_000, 20],
  [500, 5_000, 20],
  [200, 2_000, 12],
  [100, 1_000, 10],
  [50, 500, 8],
  [20, 300, 6],
  [10, 200, 5],
  [5, 100, 4],
  [3, 60, 3],
  [2, 30, 2],
  [1, 20, 1],
].map(([entries = 0, characters = 0, depth = 0]) => ({ entries, characters, depth }));

function shorten(value: unknown, size: Size, depth: number): unknown {
  if (typeof value === "string") return cutText(value, size.characters);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= size.depth) return describe(value);
  if (Array.isArray(value)) {
    const kept = value.slice(0, size.entries).map((item) => shorten(item, size, depth + 1));
    const missing = value.length - kept.length;
    return missing === 0 ? kept : [...kept, `… ${count(missing, "more item")}`];
  }
  const entries = Object.entries(value);
  const kept = entries.slice(0, size.entries).map(([key, item]) => [cutText(key, 200), shorten(item, size, depth + 1)] as const);
  const missing = entries.length - kept.length;
  return Object.fromEntries(missing === 0 ? kept : [...kept, ["…", count(missing, "more key")]]);
}

/** A value of which nothing is shown. */
function describe(value: unknown): unknown {
  if (typeof value === "string") return `… ${count(value.length, "character")}`;
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? `… ${count(value.length, "item")}` : `… ${count(Object.keys(value).length, "key")}`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}
