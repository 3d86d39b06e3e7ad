import { tableHead, tableLine } from "../table.ts";
import type { TokenRow } from "./token-tally.ts";

/** Ours, with descriptions, should take fewer tokens than what it is compared with. */
export function tokenTable(rows: readonly TokenRow[]): string {
  const lines = rows.map(({ what, tokens, tools, ofSchemas, throws, ours }) =>
    tableLine([
      what,
      tokens,
      tools,
      throws.length,
      ofSchemas.toFixed(3),
      ...(ours ? [ours.tokens, `${ours.fewer} / ${ours.asMany} / ${ours.more}`, ours.tokens < tokens ? "yes" : "no"] : ["", "", ""]),
    ]),
  );
  const columns = [
    "tokens (o200k_base)",
    "tools",
    "throws",
    "of JSON Schema",
    "ours, docs",
    "tools of which ours is less / same / more",
    "ours is less",
  ];
  const throws = rows.flatMap((row) => row.throws.slice(0, 3).map((line) => `\n    ${row.what}: ${line.slice(0, 300)}\n`));
  return [tableHead(["types of arguments", ...columns]), ...lines, ...throws].join("");
}
