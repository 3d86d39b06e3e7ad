import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { countAlwaysOn, countDefinitions, countTrips } from "../../../bench/peers/tokens/count.ts";
import { surfacePlot, surfaceTable } from "../../../bench/peers/tokens/surface-tables.ts";

const add = { name: "add", description: 'Adds two "numbers"\nand gives the sum', inputSchema: { type: "object" } };

test("a definition is counted as it is read, with nothing escaped", () => {
  expect(countDefinitions([add])).toBe(countTokens('add\nAdds two "numbers"\nand gives the sum\n{"type":"object"}\n'));
  expect(countDefinitions([add])).toBeLessThan(countTokens(JSON.stringify(add)));
});

test("what is always on is the prompt and all definitions", () => {
  expect(countAlwaysOn({ prompt: "", tools: [add, add] })).toBe(2 * countDefinitions([add]));
  expect(countAlwaysOn({ prompt: "Be brief.", tools: [add] })).toBe(countTokens("Be brief.") + countDefinitions([add]));
  expect(countAlwaysOn({ prompt: "", tools: [] })).toBe(0);
});

test("searches cost their request and their answer, and found is only what the answer names", async () => {
  const queries = ["one", "two", "three"].map((query) => ({ query, server: "s", tool: "wanted_tool" }));
  const answers = ["wanted_tool", "another tool that is not it", ""];
  const trips = await countTrips(queries, async ({ query }) => ({ request: query, answer: answers.shift() ?? "" }));
  const costs = [
    countTokens("one") + countTokens("wanted_tool"),
    countTokens("two") + countTokens("another tool that is not it"),
    countTokens("three"),
  ].toSorted((a, b) => a - b);
  expect(trips).toEqual({ count: 3, median: costs[1], least: costs[0], most: costs[2], found: 1 });
});

test("the table holds every surface against the full definitions of the largest set", () => {
  const sizes = [
    { servers: 1, tools: 10 },
    { servers: 2, tools: 100 },
  ];
  const trips = { count: 20, median: 100, least: 50, most: 300, found: 19 };
  const surfaces = [
    { name: "small", ours: true, about: { api: "serve", search: "search" }, alwaysOn: [10, 100], trips, refused: [] },
    { name: "large", ours: false, about: { api: "all" }, alwaysOn: [900, 9_000], refused: [] },
  ];
  const { rows } = surfaceTable(sizes, [1_000, 10_000], surfaces);
  expect(rows.map((row) => [row[0], row[2], row[3], row[4], row[5], row[6], row[7]])).toEqual([
    ["full definitions", "1,000", "10,000", "100 %", "none: everything is always on", "", "100 %"],
    ["small", "10", "100", "1.00 %", "100 (50 to 300)", "19 of 20", "2.00 %"],
    ["large", "900", "9,000", "90.0 %", "none: everything is always on", "", "90.0 %"],
  ]);
  expect(surfacePlot(sizes, [1_000, 10_000], surfaces).lines.map(({ name, points }) => [name, points])).toEqual([
    [
      "full definitions",
      [
        [10, 1_000],
        [100, 10_000],
      ],
    ],
    [
      "small",
      [
        [10, 10],
        [100, 100],
      ],
    ],
    [
      "large",
      [
        [10, 900],
        [100, 9_000],
      ],
    ],
  ]);
});
