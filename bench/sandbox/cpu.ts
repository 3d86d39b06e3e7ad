import { readFile } from "node:fs/promises";
import { measure, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { inPackage } from "../paths.ts";
import { openSubject } from "../subject.ts";

/** What a program of `bench/programs` gives: how long its work took, and a figure that shows that it was done. */
interface Work {
  readonly ms: number;
  readonly check: number;
}

/**
 * How fast a guest computes. One file is the program that the sandbox executes and the module that this process imports; on both sides each
 * run evaluates it anew, because a program runs once.
 */
export async function* cpu({ executor: options }: BenchOptions): AsyncGenerator<Row> {
  await using subject = await openSubject({ ...options, limits: { guestTimeMs: 300_000 } });
  for (const [file, what] of Object.entries(programs)) {
    const source = await readFile(inPackage(`bench/programs/${file}.ts`), "utf8");
    const { session_id: session } = await subject.run("0");
    let evaluations = 0;
    const inSandbox = async (): Promise<Work> => (await subject.run(source, session)).value as Work;
    const inProcess = async (): Promise<Work> => {
      evaluations += 1;
      const module = (await import(`../programs/${file}.js?${evaluations}`)) as { readonly default: () => Work };
      return module.default();
    };
    const { check } = await inProcess();
    yield await measure({
      what: `CPU: ${what}`,
      runs: 7,
      warmUps: 2,
      sample: async () => checked(await inSandbox(), check),
      baseline: { name: "plain Node, this process", sample: async () => checked(await inProcess(), check) },
      target: { kind: "ratio", atMost: 1.3 },
    });
    await subject.executor.closeSession(session);
  }
}

const programs = {
  loop: "a loop of 5e7",
  "top-level-sum": "a sum of 2e7 numbers, in no function",
  sort: "sort 1e6 numbers",
  aggregate: "parse and group 100,000 JSON records",
  "count-words": "count the words of 4 MB of text",
};

function checked(work: Work, check: number): number {
  if (work.check !== check) throw new Error(`The work gave ${work.check} and in this process ${check}.`);
  return work.ms;
}
