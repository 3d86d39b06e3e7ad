import { expect, test } from "vitest";
import { compareResults } from "../../bench/compare.ts";
import { comparisonText } from "../../bench/markdown/comparison-text.ts";
import { rowOf } from "../../bench/measure.ts";
import type { Item, Table } from "../../bench/report.ts";
import { resultOf } from "./result-of.ts";

test.each([
  ["ms", [10, 11, 12], [12, 13, 14], "same"],
  ["ms", [10, 11, 12], [10.5, 11, 11.5], "same"],
  ["ms", [10, 11, 12], [12.1, 13, 14], "slower"],
  ["ms", [10, 11, 12], [7, 8, 9.9], "faster"],
  ["per second", [10, 11, 12], [12.1, 13, 14], "faster"],
  ["per second", [10, 11, 12], [7, 8, 9.9], "slower"],
  ["MiB", [10, 11, 12], [12.1, 13, 14], "more"],
  ["MiB", [10, 11, 12], [7, 8, 9.9], "less"],
] as const)("%s: %j and then %j is %s", (unit, before, now, says) => {
  expect(changes([rowOf({ what: "w", unit }, before)], [rowOf({ what: "w", unit }, now)]).rows.map((row) => row.says)).toEqual([says]);
});

test("a row is compared with that of the same group, figure and subject", () => {
  const before = [rowOf({ what: "w", subject: "a" }, [1]), rowOf({ what: "w", subject: "b" }, [8])];
  const now = [rowOf({ what: "w", subject: "b" }, [4]), rowOf({ what: "w", subject: "c" }, [3]), rowOf({ what: "v", subject: "a" }, [2])];
  expect(changes(before, now).rows).toEqual([
    { place: "suite/group", what: "w", subject: "b", unit: "ms", before: 8, now: 4, ratio: 0.5, says: "faster" },
  ]);
  expect(compareResults([resultOf("other", "group", before)], [resultOf("suite", "group", now)]).rows).toEqual([]);
});

test("of tables the cells that have changed are listed, also where two rows have the same name", () => {
  const table = (second: string): Table => ({
    kind: "table",
    title: "t",
    columns: ["task", "n"],
    rows: [
      ["a", 1],
      ["a", second],
    ],
  });
  expect(changes([table("2")], [table("3")]).cells).toEqual([
    { place: "suite/group", table: "t", row: "a", column: "n", before: "2", now: "3" },
  ]);
  expect(comparisonText(changes([table("2")], [table("2")]))).toContain("nothing has changed");
});

test("another machine is said to be another", () => {
  const before = { ...resultOf("suite", "group", []), machine: { ...resultOf("suite", "group", []).machine, node: "18.0.0" } };
  expect(compareResults([before], [resultOf("suite", "group", [])]).notes).toEqual([
    "suite/group was measured elsewhere: node 18.0.0 -> 20.0.0",
  ]);
});

function changes(before: readonly Item[], now: readonly Item[]): ReturnType<typeof compareResults> {
  return compareResults([resultOf("suite", "group", before)], [resultOf("suite", "group", now)]);
}
