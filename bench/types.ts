import type { Machine } from "./machine.ts";
import { measure, type Row } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { rowCells, rowColumns, tableHead, tableLine } from "./table.ts";
import { acceptance } from "./types/acceptance.ts";
import { acceptanceTable } from "./types/acceptance-table.ts";
import { checkRows } from "./types/check-rows.ts";
import { declarationRow } from "./types/declaration-row.ts";
import { readSchemaSuite } from "./types/schema-suite.ts";
import { schemaSuiteTable } from "./types/schema-suite-table.ts";
import { tallySchemaSuite } from "./types/schema-suite-tally.ts";
import { allServers } from "./types/tool-corpus.ts";

/** What types take and refuse, of real tools (`acceptance`) and of the schemas of a suite (`suite`), and what declarations and checks cost (`speed`). */
export async function types({ json, only, schemaSuite }: BenchOptions, machine: Machine): Promise<number> {
  const wanted = (group: string): boolean => only.length === 0 || only.includes(group);
  const accepted = wanted("acceptance") ? acceptance(await allServers()) : undefined;
  const tally = wanted("suite") ? tallySchemaSuite(readSchemaSuite(schemaSuite)) : undefined;
  const rows: Row[] = [];
  if (wanted("speed")) {
    const servers = await allServers();
    rows.push(await measure(declarationRow(servers)));
    for await (const row of checkRows(servers)) rows.push(row);
  }
  if (json) {
    const document = {
      suite: "types",
      machine,
      acceptance: accepted && { ...accepted, invalid: Object.fromEntries(accepted.invalid) },
      schemaSuite: tally && { ...tally, taken: Object.fromEntries(tally.taken) },
      rows,
    };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  }
  const tables = [
    ...(accepted ? [acceptanceTable(accepted)] : []),
    ...(tally ? [schemaSuiteTable(tally)] : []),
    ...(rows.length > 0 ? [tableHead(rowColumns) + rows.map((row) => tableLine(rowCells(row))).join("")] : []),
  ];
  process.stdout.write(tables.join("\n"));
  return 0;
}
