import type { MeasuredRow } from "./measure.ts";
import type { Item, Table } from "./report.ts";
import type { Result } from "./results.ts";

/** How results differ from earlier ones of the same groups. */
export interface Comparison {
  readonly rows: readonly RowChange[];
  readonly cells: readonly CellChange[];
  /** What makes the figures hard to compare. */
  readonly notes: readonly string[];
}

export interface RowChange {
  /** `suite/group`. */
  readonly place: string;
  readonly what: string;
  readonly subject?: string;
  readonly unit: string;
  readonly before: number;
  readonly now: number;
  /** Now to before. */
  readonly ratio: number;
  /** `same` where the spreads, smallest to largest, have something in common. Of what is no time: `more` and `less`. */
  readonly says: "same" | "slower" | "faster" | "more" | "less";
}

/** A cell of a table that is no longer the same. */
export interface CellChange {
  readonly place: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly before: string;
  readonly now: string;
}

/** What has no counterpart in both is left out. */
export function compareResults(before: readonly Result[], now: readonly Result[]): Comparison {
  const pairs = now.flatMap((result) => {
    const earlier = before.find(({ suite, group }) => suite === result.suite && group === result.group);
    return earlier ? [{ place: `${result.suite}/${result.group}`, earlier, result }] : [];
  });
  return {
    rows: pairs.flatMap(({ place, earlier, result }) => rowChanges(place, earlier.items, result.items)),
    cells: pairs.flatMap(({ place, earlier, result }) => cellChanges(place, earlier.items, result.items)),
    notes: [...new Set(pairs.flatMap(({ earlier, result }) => notesOf(earlier, result)))],
  };
}

function rowChanges(place: string, before: readonly Item[], now: readonly Item[]): RowChange[] {
  const earlier = before.filter((item) => item.kind === "measured");
  return now
    .filter((item) => item.kind === "measured")
    .flatMap((row) => {
      const { what, subject, unit, median } = row;
      // A figure may stand twice, beside two baselines.
      const old = earlier.find(
        (each) => each.what === what && each.subject === subject && each.unit === unit && each.baseline?.name === row.baseline?.name,
      );
      if (!old) return [];
      const ratio = Number((median / old.median).toPrecision(3));
      return [
        { place, what, ...(subject === undefined ? {} : { subject }), unit, before: old.median, now: median, ratio, says: says(old, row) },
      ];
    });
}

function says(before: MeasuredRow, now: MeasuredRow): RowChange["says"] {
  const more = now.min > before.max;
  if (!more && now.max >= before.min) return "same";
  if (now.unit === "per second") return more ? "faster" : "slower";
  if (["ns", "us", "ms", "s"].includes(now.unit)) return more ? "slower" : "faster";
  return more ? "more" : "less";
}

function cellChanges(place: string, before: readonly Item[], now: readonly Item[]): CellChange[] {
  const earlier = before.filter((item) => item.kind === "table");
  return now
    .filter((item) => item.kind === "table")
    .flatMap((table) => {
      const old = earlier.find(({ title }) => title === table.title);
      if (!old) return [];
      const oldCells = cellsOf(old);
      return [...cellsOf(table)].flatMap(([key, { row, column, text }]) => {
        const was = oldCells.get(key)?.text;
        return was === undefined || was === text ? [] : [{ place, table: table.title, row, column, before: was, now: text }];
      });
    });
}

interface Cell {
  readonly row: string;
  readonly column: string;
  readonly text: string;
}

/** By the names of row and column and how many of the same name stand before them. */
function cellsOf({ columns, rows }: Table): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const columnKeys = counted(columns);
  const rowKeys = counted(rows.map(([name]) => String(name)));
  for (const [at, row] of rows.entries()) {
    for (const [column, text] of row.entries()) {
      const key = `${rowKeys[at]}\n${columnKeys[column]}`;
      cells.set(key, { row: String(row[0]), column: columns[column] ?? "", text: String(text) });
    }
  }
  return cells;
}

function counted(names: readonly string[]): string[] {
  return names.map((name, at) => `${name} ${names.slice(0, at).filter((other) => other === name).length}`);
}

function notesOf({ machine: before, suite, group }: Result, { machine: now }: Result): string[] {
  const names = ["cpu", "cores", "memoryGb", "platform", "node", "engine", "driver", "outerWall"] as const;
  const changed = names.filter((name) => before[name] !== now[name]).map((name) => `${name} ${before[name]} -> ${now[name]}`);
  const loaded = [
    ...(before.warning === undefined ? [] : ["other work was running before"]),
    ...(now.warning === undefined ? [] : ["other work is running now"]),
  ];
  return [...(changed.length > 0 ? [`${suite}/${group} was measured elsewhere: ${changed.join(", ")}`] : []), ...loaded];
}
