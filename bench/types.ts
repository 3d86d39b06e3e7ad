import type { Machine } from "./machine.ts";
import { measure, type Row } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { rowCells, rowColumns, tableHead, tableLine } from "./table.ts";
import { acceptance } from "./types/acceptance.ts";
import { checkRows } from "./types/check-rows.ts";
import { declarationRow } from "./types/declaration-row.ts";
import { allServers } from "./types/tool-corpus.ts";

/** What the types of real tools take and refuse, and what declarations and checks cost. */
export async function types({ json, only }: BenchOptions, machine: Machine): Promise<number> {
  const wanted = (group: string): boolean => only.length === 0 || only.includes(group);
  const servers = await allServers();
  const accepted = wanted("acceptance") ? acceptance(servers) : undefined;
  const rows: Row[] = [];
  if (wanted("speed")) {
    rows.push(await measure(declarationRow(servers)));
    for await (const row of checkRows(servers)) rows.push(row);
  }
  if (json) {
    const tally = accepted && { ...accepted, invalid: Object.fromEntries(accepted.invalid) };
    process.stdout.write(`${JSON.stringify({ suite: "types", machine, acceptance: tally, rows }, null, 2)}\n`);
    return 0;
  }
  if (accepted) {
    const { tools, throws, broken, valid, wronglyRejected, invalid } = accepted;
    process.stdout.write(tableHead(["what", "count", "of", "target"]));
    process.stdout.write(tableLine(["throws", throws.length, `${tools} tools`, 0]));
    process.stdout.write(tableLine(["declarations that do not compile under strict", broken.length, `${tools} tools`, 0]));
    process.stdout.write(tableLine(["valid arguments that are rejected", wronglyRejected.length, valid, 0]));
    for (const [mistake, { count, rejected }] of invalid) process.stdout.write(tableLine([`rejected: ${mistake}`, rejected, count, ""]));
    for (const line of [...throws, ...broken, ...wronglyRejected].slice(0, 10)) process.stdout.write(`\n    ${line.slice(0, 300)}\n`);
    process.stdout.write("\n");
  }
  if (rows.length > 0) process.stdout.write(tableHead(rowColumns) + rows.map((row) => tableLine(rowCells(row))).join(""));
  return 0;
}
