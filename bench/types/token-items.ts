import { numberText } from "../markdown/number-text.ts";
import type { Item } from "../report.ts";
import { examples } from "./examples.ts";
import type { TokenRow } from "./token-tally.ts";

/** Ours, with descriptions, should take fewer tokens than what it is compared with. */
export function tokenItems(rows: readonly TokenRow[]): Item[] {
  return [
    {
      kind: "table",
      title: "Tokens of the types of arguments. By o200k_base, of the same tools",
      columns: [
        "types of arguments",
        "of JSON Schema",
        "tokens",
        "tools",
        "throws",
        "ours, docs",
        "tools of which ours is less / same / more",
        "ours is less",
      ],
      rows: rows.map(({ what, tokens, tools, ofSchemas, throws, ours }) => [
        what,
        ofSchemas.toFixed(3),
        numberText(tokens),
        tools,
        throws.length,
        ...(ours
          ? [numberText(ours.tokens), `${ours.fewer} / ${ours.asMany} / ${ours.more}`, ours.tokens < tokens ? "yes" : "no"]
          : ["", "", ""]),
      ]),
    },
    ...rows.flatMap(({ what, throws }) =>
      examples(
        throws.map((line) => `${what}: ${line}`),
        3,
      ),
    ),
  ];
}
