import type { BenchOptions } from "../options.ts";
import type { Sweep } from "./break-even.ts";
import type { OrdersSpec } from "./orders.ts";
import { playAll, type Plays } from "./play-all.ts";
import { fanOut } from "./tasks/fan-out.ts";
import { fetchMany } from "./tasks/fetch-many.ts";
import { filterTable } from "./tasks/filter-table.ts";
import { openWorld, type World } from "./world.ts";

interface Point {
  readonly x: number;
  readonly plays: Plays;
}

/** More and more small calls, none of which needs another's result. */
export async function sweepCalls(world: World): Promise<Sweep> {
  const points: Point[] = [];
  for (const x of CALLS) points.push({ x, plays: await playAll(fetchMany(world.orders, x), world, 1) });
  return { task: "independent calls, 200 bytes each", x: { label: "calls", scale: "log" }, sizeOf: String, points };
}

/** Larger and larger results, of two calls and of one. */
export async function sweepBytes(seed: OrdersSpec["seed"], sandbox: BenchOptions["executor"]): Promise<{ two: Sweep; one: Sweep }> {
  const two: Point[] = [];
  const one: Point[] = [];
  for (const x of BYTES) {
    await using world = await openWorld({ seed, bytes: x, shards: 2 }, sandbox);
    two.push({ x, plays: await playAll(fanOut(world.orders), world, 1) });
    one.push({ x, plays: await playAll(filterTable(world.orders), world, 1) });
  }
  const bytes = { x: { label: "bytes of all results", scale: "log" }, sizeOf: bytesText } as const;
  return {
    two: { task: "two calls, half of the table each", ...bytes, points: two },
    one: { task: "one call, the whole table", ...bytes, points: one },
  };
}

function bytesText(bytes: number): string {
  return bytes < KIB * KIB ? `${bytes / KIB} KiB` : `${bytes / KIB / KIB} MiB`;
}

const KIB = 1024;
const CALLS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 32];
const BYTES = [1, 2, 3, 4, 6, 8, 16, 64, 256, 1024].map((kib) => kib * KIB);
