import { breakEvenPlot, breakEvenPoints, crossings } from "./ledger/break-even.ts";
import { playAll, type Plays } from "./ledger/play-all.ts";
import { sweepBytes, sweepCalls } from "./ledger/sweeps.ts";
import { beforeTheProgram, details, method, winsAndLosses } from "./ledger/task-tables.ts";
import { allTasks } from "./ledger/tasks/all.ts";
import { openWorld } from "./ledger/world.ts";
import { failedRow } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import type { Item } from "./report.ts";

/**
 * What tasks of eight shapes cost an agent without code and with it, counted without a model, and where the one way becomes cheaper than the
 * other. A policy that gives no right answer is a row that failed.
 */
export async function* ledger({ executor }: BenchOptions): AsyncGenerator<Item> {
  await using world = await openWorld({ seed: SEED, bytes: 65_536, shards: 19 }, executor);
  const all: Plays[] = [];
  for (const task of allTasks(world.orders)) {
    try {
      all.push(await playAll(task, world, 5));
    } catch (error) {
      yield failedRow(task.name, error);
    }
  }
  yield winsAndLosses(all);
  yield* method(world, all);
  yield beforeTheProgram(all);
  yield details(all);
  try {
    const calls = await sweepCalls(world);
    const { two, one } = await sweepBytes(SEED, executor);
    yield crossings([calls, two, one]);
    yield breakEvenPlot("break-even-calls", "Billed tokens by the number of independent small calls", calls);
    yield breakEvenPlot("break-even-bytes", "Billed tokens by the bytes that two calls give", two);
    for (const sweep of [calls, two, one]) yield breakEvenPoints(sweep);
  } catch (error) {
    yield failedRow("break-even curves", error);
  }
}

const SEED = 20_260_728;
