import type { Row } from "./measure.ts";

/** The head of a Markdown table. */
export function tableHead(columns: readonly string[]): string {
  return `${tableLine(columns)}${tableLine(columns.map(() => "---"))}`;
}

export function tableLine(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

export const rowColumns = ["what", "median", "min", "max", "unit", "runs", "ratio", "baseline", "target", "met"] as const;

export function rowCells(row: Row): (string | number)[] {
  if (row.kind !== "measured") return [row.what, "", "", "", "", "", "", "", `${row.kind}: ${row.why}`, row.kind === "failed" ? "no" : ""];
  const { what, median, min, max, unit, runs, baseline, target } = row;
  return [
    what,
    median,
    min,
    max,
    unit,
    runs,
    baseline ? `${baseline.ratio}x` : "",
    baseline ? `${baseline.median} ${unit}: ${baseline.name}` : "",
    target ? `<= ${target.atMost}${target.kind === "ratio" ? "x" : ` ${unit}`}` : "",
    target ? (target.met ? "yes" : "no") : "",
  ];
}
