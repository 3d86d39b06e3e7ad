import { setTimeout as pause } from "node:timers/promises";
import { InProcessIsolate } from "../in-process-isolate.ts";
import { measure, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { openSubject, type Subject } from "../subject.ts";

/** What it costs to run anything at all: `1 + 1`. */
export async function* sessions({ executor: options }: BenchOptions): AsyncGenerator<Row> {
  {
    await using subject = await openSubject(options);
    await using isolate = new InProcessIsolate(() => undefined);
    const { session_id: session } = await subject.run("1 + 1");
    const again = () => timeOf(() => subject.run("1 + 1", session));
    const inIsolate = () => timeOf(() => isolate.run("return 1 + 1"));
    yield await measure({
      what: "fresh session `1 + 1`, warm pool",
      runs: 50,
      warmUps: 10,
      sample: () => freshSessions(subject, 1),
      target: { kind: "median", atMost: 0.9 },
    });
    // The pause that fills the pool lets the processor's caches go cold: what that alone costs is told by the same pause before a session
    // that is there already, and what a fresh session costs without it by several in a row.
    yield await measure({
      what: "second `1 + 1` in a session, each after the same pause",
      runs: 50,
      warmUps: 10,
      sample: () => pause(QUIET_MS).then(again),
      baseline: { name: ISOLATE, sample: () => pause(QUIET_MS).then(inIsolate) },
    });
    yield await measure({
      what: "second `1 + 1` in a session",
      runs: 300,
      warmUps: 50,
      sample: again,
      baseline: { name: ISOLATE, sample: inIsolate },
    });
  }
  {
    await using subject = await openSubject({ ...options, warm: IN_A_ROW });
    yield await measure({
      what: `fresh session \`1 + 1\`, warm pool, mean of ${IN_A_ROW} in a row`,
      runs: 15,
      sample: () => freshSessions(subject, IN_A_ROW),
    });
  }
  await using subject = await openSubject({ ...options, warm: PARALLEL, maxSessions: PARALLEL });
  yield await measure({
    what: `fresh sessions, ${PARALLEL} at once for ${SUSTAINED_MS / 1_000} s`,
    unit: "per second",
    runs: 3,
    warmUps: 1,
    sample: () => sustainedRate(subject),
  });
}

/** Per session. They are closed and the pool is full again before the next sample, which so finds ready processes and a quiet machine. */
async function freshSessions({ executor, run }: Subject, count: number): Promise<number> {
  const opened: string[] = [];
  const ms = await timeOf(async () => {
    while (opened.length < count) opened.push((await run("1 + 1")).session_id);
  });
  await Promise.all(opened.map((session) => executor.closeSession(session)));
  await executor.setup();
  await pause(QUIET_MS);
  return ms / count;
}

async function sustainedRate({ executor, run }: Subject): Promise<number> {
  const start = performance.now();
  let executions = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - start < SUSTAINED_MS) {
      const { session_id: session } = await run("1 + 1");
      await executor.closeSession(session);
      executions += 1;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
  return executions / ((performance.now() - start) / 1_000);
}

const ISOLATE = "isolate in this process";
const QUIET_MS = 100;
/** As many as start before the pool begins to start others, which would compete for the processor. */
const IN_A_ROW = 4;
const PARALLEL = 4;
const SUSTAINED_MS = 5_000;
