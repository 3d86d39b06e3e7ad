import type { BenchOptions } from "./options.ts";
import type { Machine } from "./machine.ts";
import type { Row } from "./measure.ts";
import { rowCells, rowColumns, tableHead, tableLine } from "./table.ts";
import { calls } from "./sandbox/calls.ts";
import { cpu } from "./sandbox/cpu.ts";
import { memory } from "./sandbox/memory.ts";
import { payloads } from "./sandbox/payloads.ts";
import { sessions } from "./sandbox/sessions.ts";
import { starts } from "./sandbox/starts.ts";

/** Each opens what it needs and has closed it again at its end, so that no group burdens the next. */
const groups: Record<string, (options: BenchOptions["executor"]) => AsyncGenerator<Row>> = {
  sessions,
  calls,
  payloads,
  cpu,
  memory,
  starts,
};

/** What an execution costs, beside the same work without a sandbox in the same run. */
export async function sandbox({ json, only, executor }: BenchOptions, machine: Machine): Promise<number> {
  const rows: Row[] = [];
  if (!json) process.stdout.write(tableHead(rowColumns));
  for (const [name, group] of Object.entries(groups)) {
    if (only.length > 0 && !only.includes(name)) continue;
    for await (const row of group(executor)) {
      rows.push(row);
      if (!json) process.stdout.write(tableLine(rowCells(row)));
    }
  }
  if (json) process.stdout.write(`${JSON.stringify({ suite: "sandbox", machine, rows }, null, 2)}\n`);
  return rows.some(({ kind }) => kind === "failed") ? 1 : 0;
}
