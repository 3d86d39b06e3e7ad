import { itemsText, kindOf, isRow, titleText } from "./markdown/item-text.ts";
import { rowCells, rowColumns } from "./markdown/row-table.ts";
import { tableHead, tableLine, tableText } from "./markdown/table.ts";
import type { Row } from "./measure.ts";
import type { Item } from "./report.ts";

/** Prints items as they come, and gives all of them at the end. Rows of several subjects are one matrix, which is there when all are. */
export async function printItems(items: AsyncIterable<Item>, write: (text: string) => void): Promise<Item[]> {
  const all: Item[] = [];
  let side: Row[] = [];
  let inTable = false;
  const flush = (): void => {
    if (side.length > 0) write(`\n${itemsText(side)}`);
    side = [];
  };
  for await (const item of items) {
    all.push(item);
    if (isRow(item) && kindOf(item) === "matrix") {
      inTable = false;
      side.push(item);
      continue;
    }
    flush();
    if (isRow(item)) {
      write(`${inTable ? "" : `\n${tableHead(rowColumns)}`}${tableLine(rowCells(item))}`);
      inTable = true;
      continue;
    }
    inTable = false;
    if (item.kind === "table") write(`\n${titleText(item)}\n${tableText(item.columns, item.rows)}`);
    else if (item.kind === "text") write(`\n${item.text}\n`);
  }
  flush();
  return all;
}
