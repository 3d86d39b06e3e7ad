import type { SearchQuestion } from "mcp-codemode";
import { InProcessIsolate } from "../in-process-isolate.ts";
import { measure, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { openSubject } from "../subject.ts";

/**
 * What a call costs. A wire call is a `tools.search` that the host answers at once: it crosses to the host and back as a tool call does, but
 * reaches no server. A stdio call is the tool `add` of a real server. Unless a row says otherwise the program takes the time itself.
 */
export async function* calls({ executor: options }: BenchOptions): AsyncGenerator<Row> {
  const search = (query: string): string => query;
  const questions = { search: ({ query }: SearchQuestion) => query, describe: search, servers: () => [] };
  await using subject = await openSubject({ ...options, questions }, { servers: true });
  await using isolate = new InProcessIsolate(search);
  const { session_id: session } = await subject.run('import { add, sleep } from "generated/servers/calculator"; 0');
  const inSession = async (code: string): Promise<number> => (await subject.run(code, session)).value as number;
  const inIsolate = async (code: string): Promise<number> => (await isolate.run(code)) as number;
  const add = (): Promise<unknown> => subject.registry.callTool("calculator", "add", { a: 1, b: 2 });
  const sleep = (): Promise<unknown> => subject.registry.callTool("calculator", "sleep", { ms: 200 });

  yield await measure({
    what: "one wire call, mean of 1,000 in a row",
    unit: "us",
    runs: 30,
    warmUps: 10,
    sample: perCall(1_000, () => inSession(wireInARow)),
    baseline: { name: ISOLATE, sample: perCall(1_000, () => inIsolate(wireInARow)) },
    target: { kind: "ratio", atMost: 2 },
  });
  yield await measure({
    what: "1,000 wire calls in a row, timed around the execution",
    runs: 20,
    sample: () => timeOf(() => inSession(wireInARow)),
    baseline: { name: ISOLATE, sample: () => timeOf(() => inIsolate(wireInARow)) },
  });
  yield await measure({
    what: "1,000 wire calls at once",
    runs: 30,
    warmUps: 10,
    sample: () => inSession(wireAtOnce),
    baseline: { name: ISOLATE, sample: () => inIsolate(wireAtOnce) },
    target: { kind: "median", atMost: 30 },
  });
  yield await measure({
    what: "one stdio `add`, mean of 100 in a row",
    unit: "us",
    runs: 20,
    warmUps: 5,
    sample: perCall(100, () => inSession(timed("for (let i = 0; i < 100; i += 1) await add({ a: 1, b: 2 });"))),
    baseline: {
      name: REGISTRY,
      sample: perCall(100, () =>
        timeOf(async () => {
          for (let i = 0; i < 100; i += 1) await add();
        }),
      ),
    },
  });
  // The executor lets 64 calls reach a server at once, the registry all that it is given.
  yield await measure({
    what: "1,000 stdio `add` at once",
    runs: 10,
    sample: () => inSession(timed("await Promise.all(Array.from({ length: 1_000 }, () => add({ a: 1, b: 2 })));")),
    baseline: { name: REGISTRY, sample: () => timeOf(() => Promise.all(Array.from({ length: 1_000 }, add))) },
  });
  yield await measure({
    what: "5 stdio calls of 200 ms at once",
    runs: 5,
    warmUps: 1,
    sample: () => inSession(timed("await Promise.all([1, 2, 3, 4, 5].map(() => sleep({ ms: 200 })));")),
    baseline: { name: REGISTRY, sample: () => timeOf(() => Promise.all([1, 2, 3, 4, 5].map(sleep))) },
  });
}

const ISOLATE = "isolate in this process";
const REGISTRY = "registry in this process";

const wireInARow = timed('for (let i = 0; i < 1_000; i += 1) await tools.search("x");');
const wireAtOnce = timed('await Promise.all(Array.from({ length: 1_000 }, () => tools.search("x")));');

/** A program, for a sandbox as for an isolate, that gives the milliseconds it took. */
function timed(statements: string): string {
  return `const start = performance.now();\n${statements}\nreturn performance.now() - start;`;
}

/** Microseconds per call out of the milliseconds of all. */
function perCall(count: number, sample: () => Promise<number>): () => Promise<number> {
  return async () => ((await sample()) * 1_000) / count;
}
