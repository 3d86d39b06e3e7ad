import { setTimeout as pause } from "node:timers/promises";
import { measure, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { descendants, proportionalMb } from "../process-tree.ts";
import { openSubject } from "../subject.ts";

/** The memory of all processes that idle sessions take; shared libraries and the like count once. No process waits warm. */
export async function* memory({ executor: options }: BenchOptions): AsyncGenerator<Row> {
  const rows = [
    { what: "memory of 1 idle session", sessions: 1, runs: 3 },
    { what: "memory of 100 idle sessions", sessions: 100, runs: 1, target: { kind: "median", atMost: 2_048 } },
  ] as const;
  for (const { sessions, ...plan } of rows) {
    if (process.platform !== "linux") yield { kind: "unavailable", what: plan.what, why: "only Linux tells what processes share" };
    else yield await measure({ ...plan, unit: "MiB", warmUps: 0, sample: () => memoryOf(sessions, options) });
  }
}

async function memoryOf(sessions: number, options: BenchOptions["executor"]): Promise<number> {
  await using subject = await openSubject({ ...options, warm: 0, maxSessions: sessions });
  for (let i = 0; i < sessions; i += 1) await subject.run("1 + 1");
  await pause(IDLE_MS);
  return (await proportionalMb((await descendants()) ?? [])) ?? NaN;
}

/** After this the executor has made the processes stand still. */
const IDLE_MS = 1_000;
