import { setTimeout as pause } from "node:timers/promises";
import { failedRow } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import type { Item, Suite } from "./report.ts";
import { createMix } from "./soak/mix.ts";
import { slopeOf } from "./soak/slope.ts";
import { differences, takeVitals, type Vitals } from "./soak/vitals.ts";
import { openSubject } from "./subject.ts";

/** Runs executions of every kind for long, and says what grows in this process and what is left at the end. */
export const soak: Suite = { executions: soakExecutions };

async function* soakExecutions({ executions, executor }: BenchOptions): AsyncGenerator<Item> {
  const unexpected: string[] = [];
  // What is there once for the whole process, as the reaper and code loaded late, belongs to the start.
  await runMix(executor, 200, unexpected);
  await pause(SETTLE_MS);
  const start = await takeVitals(0);
  const samples: Vitals[] = [];
  await runMix(executor, executions, unexpected, async (done) => {
    const vitals = await takeVitals(done);
    samples.push(vitals);
    process.stderr.write(`${cells(vitals).join(", ")}\n`);
  });
  await pause(SETTLE_MS);
  const end = await takeVitals(executions);

  const columns = ["executions", "resident MiB", "heap MiB", "children", "listeners", "active resources"];
  yield { kind: "table", title: "While it ran", columns, rows: samples.map(cells) };
  const beforeAndAfter = [
    ["before", ...cells(start).slice(1)],
    ["after", ...cells(end).slice(1)],
  ];
  yield { kind: "table", title: "Before and after, at rest", columns: ["", ...columns.slice(1)], rows: beforeAndAfter };
  const secondHalf = samples.filter((sample) => sample.executions >= executions / 2);
  const kibPerThousand = slopeOf(secondHalf.map((sample) => [sample.executions / 1_000, sample.residentMb * 1_024]));
  const left = differences(start, end);
  const text =
    `Resident size, second half: ${kibPerThousand ?? "too few samples for a slope"} KiB per 1,000 executions. ` +
    `Children, resources and listeners as at the start: ${left.length === 0 ? "yes" : `no: ${left.join("; ")}`}. ` +
    `Executions with another end than expected: ${unexpected.length}.`;
  yield { kind: "text", text };
  const childrenLeft = (end.children ?? 0) - (start.children ?? 0);
  if (childrenLeft > 0) yield failedRow("children", `${childrenLeft} are left`);
  for (const line of unexpected.slice(0, 10)) yield failedRow("the end of an execution", line);
}

/** Lets a few lanes run the mix, each one execution after the other; they pause together for every sample. */
async function runMix(
  options: BenchOptions["executor"],
  executions: number,
  unexpected: string[],
  sample: (done: number) => Promise<void> = async () => {},
): Promise<void> {
  await using subject = await openSubject({ ...options, maxSessions: 24 }, { servers: true });
  const lanes = await Promise.all(Array.from({ length: LANES }, () => createMix(subject)));
  let started = 0;
  await sample(0);
  for (let done = 0; done < executions;) {
    const until = Math.min(done + SAMPLE_EVERY, executions);
    await Promise.all(
      lanes.map(async (execute) => {
        while (started < until) {
          const problem = await execute((started += 1));
          if (problem !== undefined) unexpected.push(problem);
        }
      }),
    );
    done = until;
    await sample(done);
  }
}

function cells({ executions, residentMb, heapMb, children, listeners, resources }: Vitals): (string | number)[] {
  const byType = Object.entries(resources).map(([type, count]) => `${type} ${count}`);
  return [executions, residentMb, heapMb, children ?? "not told here", listeners, byType.join(", ")];
}

const LANES = 4;
const SAMPLE_EVERY = 500;
/** A socket that has been closed is gone some turns of the event loop later. */
const SETTLE_MS = 500;
