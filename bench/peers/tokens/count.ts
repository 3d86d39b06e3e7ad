import { countTokens } from "../../ledger/count-tokens.ts";
import { rowOf } from "../../measure.ts";
import { isNamed } from "./queries.ts";
import type { AlwaysOn, Definition, Trip, Wanted } from "./surface.ts";

/** Tokens of all that is always in front of the model. */
export function countAlwaysOn({ prompt, tools }: AlwaysOn): number {
  return (prompt === "" ? 0 : countTokens(prompt)) + countDefinitions(tools);
}

/**
 * Tokens of definitions: of each its name and description as they are, and its schema as JSON. Nothing is escaped, so that descriptions of
 * many lines are not counted dearer than short ones.
 */
export function countDefinitions(tools: readonly Definition[]): number {
  return tools.reduce((sum, { name, description, inputSchema }) => {
    return sum + countTokens(`${name}\n${description}\n${JSON.stringify(inputSchema)}\n`);
  }, 0);
}

/** What searches cost, request and answer, and how many of them found what was wanted. */
export interface Trips {
  readonly count: number;
  /** Of the tokens of one search. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Answers that have the wanted tool's name. */
  readonly found: number;
}

export async function countTrips(queries: readonly Wanted[], search: (wanted: Wanted) => Promise<Trip>): Promise<Trips> {
  const costs: number[] = [];
  let found = 0;
  for (const wanted of queries) {
    const { request, answer } = await search(wanted);
    costs.push(countTokens(request) + countTokens(answer));
    if (isNamed(answer, wanted.tool)) found += 1;
  }
  const { runs, median, min, max } = rowOf({ what: "one search", unit: "tokens" }, costs);
  return { count: runs, median, least: min, most: max, found };
}
