import type { Row } from "../measure.ts";
import { numberText } from "./number-text.ts";
import { tableText } from "./table.ts";

/** Ratios first, absolute figures second. */
export const rowColumns = ["what", "subject", "ratio", "median", "min", "max", "runs", "baseline", "target"] as const;

export function rowCells(row: Row): string[] {
  const { what, subject = "" } = row;
  if (row.kind !== "measured") return [what, subject, "", `${row.kind}: ${row.why}`, "", "", "", "", ""];
  const { median, min, max, unit, runs, baseline, target } = row;
  return [
    what,
    subject,
    baseline ? `${numberText(baseline.ratio)}x` : "",
    `${numberText(median)} ${unit}`,
    numberText(min),
    numberText(max),
    String(runs),
    baseline ? `${baseline.name}: ${numberText(baseline.median)} ${unit}` : "",
    target ? `<= ${numberText(target.atMost)}${target.kind === "ratio" ? "x" : ` ${unit}`}: ${target.met ? "met" : "missed"}` : "",
  ];
}

/** All of some rows, without the columns in which none of them has anything. */
export function rowTable(rows: readonly Row[]): string {
  const all = rows.map(rowCells);
  const present = rowColumns.map((_, column) => all.some((cells) => cells[column] !== ""));
  const kept = <Cell>(cells: readonly Cell[]): Cell[] => cells.filter((_, column) => present[column]);
  return tableText(kept(rowColumns), all.map(kept));
}
