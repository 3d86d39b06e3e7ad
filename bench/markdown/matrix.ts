import type { Row } from "../measure.ts";
import { numberText } from "./number-text.ts";
import { tableText } from "./table.ts";

/**
 * Rows of several subjects side by side: a line for each subject, a column for each figure. A cell with a baseline is the ratio and then the
 * median, one without is the median with its spread; why a cell has no figure stands in a list below.
 */
export function matrix(rows: readonly Row[]): string {
  const whats = [...new Set(rows.map(({ what }) => what))];
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  const reasons = new Reasons();
  const lines = subjects.map((subject) => {
    const theirs = rows.filter((row) => row.subject === subject);
    const cells = whats.map((what) => {
      const row = theirs.findLast((each) => each.what === what);
      return row === undefined ? "" : cell(row, reasons);
    });
    return [rows.some(hasBaseline) && !theirs.some(hasBaseline) && theirs.some(isMeasured) ? `**${subject}**` : (subject ?? ""), ...cells];
  });
  return `${tableText(["", ...whats], lines)}${reasons.list()}`;
}

function cell(row: Row, reasons: Reasons): string {
  if (row.kind !== "measured") return `${row.kind} (${reasons.numberOf(row.subject, row.why)})`;
  const { median, min, max, unit, baseline } = row;
  const absolute = `${numberText(median)} ${unit}`;
  if (baseline) return `${numberText(baseline.ratio)}x (${absolute})`;
  return min === max ? absolute : `${absolute} (${numberText(min)}–${numberText(max)})`;
}

function isMeasured(row: Row): boolean {
  return row.kind === "measured";
}

function hasBaseline(row: Row): boolean {
  return row.kind === "measured" && row.baseline !== undefined;
}

/** Why cells have no figure, each reason of a subject once. */
class Reasons {
  readonly #all: string[] = [];

  numberOf(subject: string | undefined, why: string): number {
    const reason = `${subject}: ${why.trim().replaceAll(/\s+/g, " ")}`;
    const known = this.#all.indexOf(reason);
    return known === -1 ? this.#all.push(reason) : known + 1;
  }

  list(): string {
    if (this.#all.length === 0) return "";
    return `\n${this.#all.map((reason, at) => `${at + 1}. ${reason}\n`).join("")}`;
  }
}
