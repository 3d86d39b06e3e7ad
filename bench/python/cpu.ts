import { spawnSync } from "node:child_process";
import { measure, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { openMonty } from "./monty.ts";
import { openPython } from "./subject.ts";

/** Work in loops, with functions, lists and dicts; the value is how many milliseconds it took, by the program's own clock. */
const work = `
def primes(limit):
    sieve = [True] * limit
    for n in range(2, int(limit ** 0.5) + 1):
        if sieve[n]:
            for multiple in range(n * n, limit, n):
                sieve[multiple] = False
    count = 0
    for n in range(2, limit):
        if sieve[n]:
            count += 1
    return count

def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

def words(times):
    counts = {}
    for i in range(times):
        word = 'w' + str(i % 97)
        counts[word] = counts.get(word, 0) + 1
    return len(counts)

[primes(300000), fibonacci(23), words(100000)]
`;
const timed = `import time\nstart = time.perf_counter()\n${work}\nelapsed = (time.perf_counter() - start) * 1000`;

export async function* cpu({ executor: { outerWall } }: BenchOptions): AsyncGenerator<Row> {
  const monty = await openMonty();
  await using subject = await openPython(outerWall);
  const { session_id: session } = await subject.executor.execute("1", { language: "python" });
  const sample = async (): Promise<number> => (await subject.run(`${timed}\nelapsed`, session)) as number;
  const version = spawnSync("python3", ["--version"], { encoding: "utf8" }).stdout?.trim();
  const what = "a loop of processor work";
  if (version) {
    const native = (): Promise<number> =>
      Promise.resolve(Number(spawnSync("python3", ["-c", `${timed}\nprint(elapsed)`], { encoding: "utf8" }).stdout));
    yield await measure({ what, runs: 15, sample, baseline: { name: version, sample: native }, target: { kind: "ratio", atMost: 3.5 } });
  } else yield { kind: "unavailable", what: `${what} beside CPython`, why: "there is no python3 here" };
  if (monty) {
    yield await measure({ what, runs: 15, sample, baseline: { name: "monty", sample: () => timeOf(() => monty.run(work)) } });
  }
}
