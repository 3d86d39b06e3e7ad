import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Machine } from "./machine.ts";
import { rowCells, rowColumns, tableHead, tableLine } from "./table.ts";
import type { BenchOptions } from "./options.ts";
import { inPackage } from "./paths.ts";
import { peerPackages } from "./peer-packages.ts";
import { libraries, ours, plain, type Engine } from "./search/engines.ts";
import { meanQuality, qualityOf, type Quality } from "./search/quality.ts";
import { scale } from "./search/scale.ts";
import { readSets, type SearchSet } from "./search/sets.ts";
import type { Row } from "./measure.ts";

interface SetRow extends Quality {
  readonly set: string;
  readonly engine: string;
  readonly tools: number;
  readonly queries: number;
  readonly indexMs: number;
  readonly queryMs: number;
  readonly queryP99Ms: number;
  readonly indexMb: number;
  /** What nDCG@10 has to reach. */
  readonly target?: number;
}

/** How well tools are found, by ours, by plain BM25 and by libraries with their defaults; and what ten thousand tools cost. */
export async function search({ json, only, data }: BenchOptions, machine: Machine): Promise<number> {
  const wanted = (group: string): boolean => only.length === 0 || only.includes(group);
  const rows: SetRow[] = [];
  const scaleRows: Row[] = [];
  if (wanted("quality")) {
    const sets = setsOf(data ?? inPackage("bench/search/data"));
    if (!sets) return 2;
    if (!json) process.stdout.write(tableHead(columns));
    const engines = [ours, plain, ...(only.includes("quality") ? [] : libraries(peerPackages()))];
    for (const set of sets)
      for (const engine of engines) {
        const row = await measureSet(engine, set);
        rows.push(row);
        if (!json) process.stdout.write(tableLine(cells(row)));
      }
  }
  if (wanted("scale")) {
    if (!json) process.stdout.write(`\n${tableHead(rowColumns)}`);
    for await (const row of scale(readSets(inPackage("bench/search/data")))) {
      scaleRows.push(row);
      if (!json) process.stdout.write(tableLine(rowCells(row)));
    }
  }
  if (json) process.stdout.write(`${JSON.stringify({ suite: "search", machine, rows, scale: scaleRows }, null, 2)}\n`);
  const missed = rows.some(({ target, ndcg10 }) => target !== undefined && ndcg10 < target);
  const failed = scaleRows.some((row) => row.kind === "failed" || (row.kind === "measured" && row.target?.met === false));
  return missed || failed ? 1 : 0;
}

function setsOf(folder: string): SearchSet[] | undefined {
  try {
    return readSets(folder);
  } catch (error) {
    process.stderr.write(`--data: ${(error as Error).message}\n`);
    return undefined;
  }
}

async function measureSet(engine: Engine, { name, tools, queries }: SearchSet): Promise<SetRow> {
  const before = heap();
  const started = performance.now();
  const find = await engine.build(tools);
  const indexMs = performance.now() - started;
  const indexMb = (heap() - before) / 2 ** 20;
  const times: number[] = [];
  const qualities: Quality[] = [];
  const began = performance.now();
  for (const { query, relevant } of spread(queries)) {
    // Ours answers all; of the libraries one takes a second for some queries.
    if (engine !== ours && engine !== plain && performance.now() - began > MAX_LIBRARY_MS) break;
    const start = performance.now();
    const ranked = await find(query);
    times.push(performance.now() - start);
    qualities.push(qualityOf(ranked, relevant));
  }
  times.sort((a, b) => a - b);
  const target = engine === ours ? targets[name] : undefined;
  return {
    set: name,
    engine: engine.name,
    tools: tools.length,
    queries: times.length,
    ...meanQuality(qualities),
    indexMs,
    queryMs: times[Math.floor(times.length / 2)] as number,
    queryP99Ms: times[Math.floor(times.length * 0.99)] as number,
    indexMb,
    ...(target === undefined ? {} : { target }),
  };
}

/** All of a list, in an order whose every beginning is spread over the whole. */
function spread<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item, at) => ({ item, place: (at * 0.6180339887498949) % 1 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

const columns = [
  "set",
  "engine",
  "tools",
  "queries",
  "recall@5",
  "recall@10",
  "nDCG@10",
  "target",
  "index ms",
  "query ms",
  "p99 ms",
  "index MB",
];

function cells({
  set,
  engine,
  tools,
  queries,
  recall5,
  recall10,
  ndcg10,
  target,
  indexMs,
  queryMs,
  queryP99Ms,
  indexMb,
}: SetRow): (string | number)[] {
  return [
    set,
    engine,
    tools,
    queries,
    recall5.toFixed(3),
    recall10.toFixed(3),
    ndcg10.toFixed(3),
    target === undefined ? "" : `>= ${target}: ${ndcg10 >= target ? "yes" : "no"}`,
    indexMs.toFixed(0),
    queryMs.toFixed(2),
    queryP99Ms.toFixed(2),
    indexMb.toFixed(1),
  ];
}

/** Bytes in use after a collection. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const targets: Readonly<Record<string, number>> = {
  livemcpbench: 0.42,
  "livemcpbench + toucan_pool": 0.28,
  metatool_multi: 0.66,
  bfcl_pool: 0.8,
  stabletoolbench: 0.72,
};

const MAX_LIBRARY_MS = 15_000;
