import type { Machine } from "./machine.ts";
import { measure, type Row } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { rowCells, rowColumns, tableHead, tableLine } from "./table.ts";
import { acceptance } from "./types/acceptance.ts";
import { acceptanceTable, pythonAcceptanceTable } from "./types/acceptance-table.ts";
import { checkRows } from "./types/check-rows.ts";
import { declarationRow } from "./types/declaration-row.ts";
import { pythonAcceptance } from "./types/python-acceptance.ts";
import { pythonCheckRow } from "./types/python-check-row.ts";
import { peerGenerators, type PeerGenerator } from "./types/peer-generators.ts";
import { readSchemaSuite } from "./types/schema-suite.ts";
import { schemaSuiteTable } from "./types/schema-suite-table.ts";
import { tallySchemaSuite } from "./types/schema-suite-tally.ts";
import { tokenTable } from "./types/token-table.ts";
import { tallyTokens } from "./types/token-tally.ts";
import { allServers, listedServers } from "./types/tool-corpus.ts";

/**
 * What types take and refuse, of real tools (`acceptance`, for Python `python`) and of the schemas of a suite (`suite`), what they take of a
 * model's context (`tokens`), and what declarations and checks cost (`speed`).
 */
export async function types({ json, only, schemaSuite }: BenchOptions, machine: Machine): Promise<number> {
  const wanted = (group: string): boolean => only.length === 0 || only.includes(group);
  // Before all that fills this process's memory.
  const rows: Row[] = [];
  if (wanted("speed")) {
    const servers = await allServers();
    rows.push(await measure(declarationRow(servers)));
    for await (const row of checkRows(servers)) rows.push(row);
    rows.push(await pythonCheckRow(servers));
  }
  const accepted = wanted("acceptance") ? acceptance(await allServers()) : undefined;
  const python = wanted("python") ? await pythonAcceptance(await allServers()) : undefined;
  const tally = wanted("suite") ? tallySchemaSuite(readSchemaSuite(schemaSuite)) : undefined;
  const tokens = wanted("tokens") ? await tallyTokens(await listedServers(), await peersThatAreThere()) : undefined;
  if (json) {
    const document = {
      suite: "types",
      machine,
      acceptance: accepted && { ...accepted, invalid: Object.fromEntries(accepted.invalid) },
      python: python && { ...python, invalid: Object.fromEntries(python.invalid) },
      schemaSuite: tally && { ...tally, taken: Object.fromEntries(tally.taken) },
      tokens,
      rows,
    };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  }
  const tables = [
    ...(accepted ? [acceptanceTable(accepted)] : []),
    ...(python ? [pythonAcceptanceTable(python)] : []),
    ...(tally ? [schemaSuiteTable(tally)] : []),
    ...(tokens ? [tokenTable(tokens)] : []),
    ...(rows.length > 0 ? [tableHead(rowColumns) + rows.map((row) => tableLine(rowCells(row))).join("")] : []),
  ];
  process.stdout.write(tables.join("\n"));
  return 0;
}

/** None where they can't be installed. */
async function peersThatAreThere(): Promise<PeerGenerator[]> {
  try {
    return await peerGenerators();
  } catch (error) {
    process.stderr.write(`There is nothing to compare the tokens with: ${error instanceof Error ? error.message : String(error)}\n`);
    return [];
  }
}
