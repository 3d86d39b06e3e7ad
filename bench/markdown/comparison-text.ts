import type { Comparison } from "../compare.ts";
import { numberText } from "./number-text.ts";
import { tableText } from "./table.ts";

/** Medians before and now, and the cells of tables that have changed. */
export function comparisonText({ rows, cells, notes }: Comparison): string {
  const rowLines = rows.map(({ place, what, subject, unit, before, now, ratio, says }) => [
    place,
    subject === undefined ? what : `${what}: ${subject}`,
    `${numberText(before)} ${unit}`,
    `${numberText(now)} ${unit}`,
    `${numberText(ratio)}x`,
    says,
  ]);
  const cellLines = cells.map(({ place, table, row, column, before, now }) => [
    place,
    table.split(/[.:]/)[0] ?? "",
    row,
    column,
    before,
    now,
  ]);
  const parts = [
    ...notes.map((note) => `- ${note}\n`),
    ...(rowLines.length > 0 ? [`\n${tableText(["group", "what", "before", "now", "ratio", "says"], rowLines)}`] : []),
    ...(cellLines.length > 0 ? [`\n${tableText(["group", "table", "row", "column", "before", "now"], cellLines)}`] : []),
  ];
  return parts.length > 0 ? parts.join("") : "There is nothing to compare with, or nothing has changed.\n";
}
