import type { Row } from "../measure.ts";
import type { Item, Table } from "../report.ts";
import { matrix } from "./matrix.ts";
import { rowTable } from "./row-table.ts";
import { tableText } from "./table.ts";

/** Items as Markdown, without plots, which have a place of their own. */
export function itemsText(items: readonly Item[]): string {
  return chunksOf(items).map(chunkText).join("\n");
}

/** What is rendered as one: rows that follow each other, or any other item alone. */
export type Chunk =
  | { readonly kind: "rows"; readonly rows: readonly Row[] }
  | { readonly kind: "matrix"; readonly rows: readonly Row[] }
  | { readonly kind: "item"; readonly item: Exclude<Item, Row> };

export function chunksOf(items: readonly Item[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (const item of items) {
    const last = chunks.at(-1);
    if (!isRow(item)) chunks.push({ kind: "item", item });
    else {
      const kind = kindOf(item);
      if (last?.kind === kind) chunks[chunks.length - 1] = { kind, rows: [...last.rows, item] };
      else chunks.push({ kind, rows: [item] });
    }
  }
  return chunks;
}

export function isRow(item: Item): item is Row {
  return item.kind === "measured" || item.kind === "failed" || item.kind === "unavailable";
}

/** Rows that say whose they are stand side by side. */
export function kindOf({ subject }: Row): "rows" | "matrix" {
  return subject === undefined ? "rows" : "matrix";
}

function chunkText(chunk: Chunk): string {
  if (chunk.kind === "rows") return rowTable(chunk.rows);
  if (chunk.kind === "matrix")
    return `${matrix(chunk.rows)}\n${folded("Median, smallest, largest and number of runs", rowTable(chunk.rows))}`;
  const { item } = chunk;
  if (item.kind === "text") return `${item.text}\n`;
  if (item.kind === "plot") return "";
  const table = tableText(item.columns, item.rows);
  if (item.rows.length <= LONG) return `${titleText(item)}\n${table}`;
  const [head, rest] = splitTitle(item);
  return folded(head, `${rest === "" ? "" : `${rest}\n\n`}${table}`);
}

/** The title of a table as a paragraph: its first sentence stands out. */
export function titleText(table: Table): string {
  const [head, rest] = splitTitle(table);
  return `**${head}.** ${rest}`.trimEnd() + "\n";
}

function splitTitle({ title }: Table): [head: string, rest: string] {
  const [head = "", ...rest] = title.split(/(?<=\.)\s+/);
  return [head.replace(/\.$/, ""), rest.length === 0 ? "" : rest.join(" ").replace(/\.?$/, ".")];
}

function folded(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n</details>\n`;
}

/** A table with more lines is folded. */
const LONG = 12;
