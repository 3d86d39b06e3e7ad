import type { BenchOptions } from "./options.ts";
import type { Machine } from "./machine.ts";
import type { Row } from "./measure.ts";
import { rowCells, rowColumns, tableHead, tableLine } from "./table.ts";
import { calls } from "./python/calls.ts";
import { cpu } from "./python/cpu.ts";
import { memory } from "./python/memory.ts";
import { openMonty } from "./python/monty.ts";
import { starts } from "./python/starts.ts";

/** What Python programs cost, beside CPython and `@pydantic/monty` in the same run where these are there. */
export async function python({ json, only, executor }: BenchOptions, machine: Machine): Promise<number> {
  const monty = await openMonty();
  const groups = { starts, calls, cpu, memory };
  const rows: Row[] = [];
  if (!json) process.stdout.write(tableHead(rowColumns));
  for (const [name, group] of Object.entries(groups)) {
    if (only.length > 0 && !only.includes(name)) continue;
    for await (const row of group(executor.outerWall, monty)) {
      rows.push(row);
      if (!json) process.stdout.write(tableLine(rowCells(row)));
    }
  }
  if (json) process.stdout.write(`${JSON.stringify({ suite: "python", machine, rows }, null, 2)}\n`);
  return rows.some(({ kind }) => kind === "failed") ? 1 : 0;
}
