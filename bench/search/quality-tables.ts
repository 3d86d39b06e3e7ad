import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { failedRow } from "../measure.ts";
import { peerPackages } from "../peer-packages.ts";
import type { Item } from "../report.ts";
import { libraries, ours, plain, type Engine } from "./engines.ts";
import { meanQuality, qualityOf, type Quality } from "./quality.ts";
import type { SearchSet } from "./sets.ts";

interface SetRow extends Quality {
  readonly engine: string;
  readonly queries: number;
  readonly indexMs: number;
  readonly queryMs: number;
  readonly queryP99Ms: number;
  readonly indexMb: number;
  /** What nDCG@10 has to reach. */
  readonly target?: number;
}

/** A table for each set. */
export async function* quality(sets: readonly SearchSet[]): AsyncGenerator<Item> {
  const engines = [ours, plain];
  try {
    engines.push(...libraries(peerPackages()));
  } catch (error) {
    yield { ...failedRow("search libraries", error), kind: "unavailable" };
  }
  for (const set of sets) {
    const rows: SetRow[] = [];
    for (const engine of engines) rows.push(await measureSet(engine, set));
    yield { kind: "table", title: `${set.name}, ${set.tools.length} tools`, columns, rows: rows.map(cells) };
    for (const { ndcg10, target } of rows)
      if (target !== undefined && ndcg10 < target)
        yield failedRow(`search quality of ${set.name}`, `nDCG@10 is ${ndcg10.toFixed(3)}, and has to be ${target}`);
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
    engine: engine.name,
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
function spread<Each>(items: readonly Each[]): Each[] {
  return items
    .map((item, at) => ({ item, place: (at * 0.6180339887498949) % 1 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

const columns = ["engine", "queries", "recall@5", "recall@10", "nDCG@10", "target", "index ms", "query ms", "p99 ms", "index MB"];

function cells({ engine, queries, recall5, recall10, ndcg10, target, indexMs, queryMs, queryP99Ms, indexMb }: SetRow): (string | number)[] {
  return [
    engine,
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
