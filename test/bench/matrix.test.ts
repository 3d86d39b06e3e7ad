import { expect, test } from "vitest";
import { chunksOf, itemsText } from "../../bench/markdown/item-text.ts";
import { matrix } from "../../bench/markdown/matrix.ts";
import { failedRow, rowOf, type Row } from "../../bench/measure.ts";

const baseline = { name: "ours" };
const rows: Row[] = [
  rowOf({ what: "fresh session", subject: "ours" }, [0.95, 1.02, 1.4]),
  rowOf({ what: "fresh session", subject: "theirs", baseline }, [12.2, 12.4, 13], [4, 4, 4]),
  { ...failedRow("fresh session", new Error("it is not\nthere")), subject: "third" },
  rowOf({ what: "one call", subject: "ours", unit: "us" }, [1_234, 1_234]),
  rowOf({ what: "one call", subject: "theirs", unit: "us", baseline }, [617], [1_234]),
  { kind: "unavailable", what: "one call", subject: "third", why: "it is not there" },
  { kind: "unavailable", what: "one call", subject: "fourth", why: "it needs | Linux" },
];

test("subjects stand side by side: ours as it is, others as a ratio first, and what has no figure with its reason below", () => {
  expect(matrix(rows)).toMatchInlineSnapshot(`
    "|  | fresh session | one call |
    | --- | --- | --- |
    | **ours** | 1.02 ms (0.95–1.4) | 1,234 us |
    | theirs | 3.1x (12.4 ms) | 0.5x (617 us) |
    | third | failed (1) | unavailable (1) |
    | fourth |  | unavailable (2) |

    1. third: it is not there
    2. fourth: it needs | Linux
    "
  `);
});

test("a matrix has its whole table folded below it, with the columns in which there is something", () => {
  const text = itemsText(rows);
  expect(text).toContain("<details>");
  expect(text).toContain("| what | subject | ratio | median | min | max | runs | baseline |\n");
  expect(text).toContain("| fresh session | theirs | 3.1x | 12.4 ms | 12.2 | 13 | 3 | ours: 4 ms |\n");
});

test("rows with a subject and rows without are not in one table", () => {
  const plain = rowOf({ what: "alone" }, [1]);
  expect(chunksOf([plain, plain, ...rows, plain]).map(({ kind }) => kind)).toEqual(["rows", "matrix", "rows"]);
});
