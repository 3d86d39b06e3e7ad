import { measure, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { descendants, proportionalMb } from "../process-tree.ts";
import { openPython } from "./subject.ts";

/** Memory of a session's process, pages that several share counted once. */
export async function* memory({ executor: { outerWall } }: BenchOptions): AsyncGenerator<Row> {
  await using subject = await openPython(outerWall);
  const total = async (): Promise<number> => (await proportionalMb((await descendants()) ?? [])) ?? Number.NaN;
  const what = "memory of one more session, `1 + 1` run";
  if (Number.isNaN(await total())) return yield { kind: "unavailable", what, why: "this system does not tell" };
  // The process that waits in the pool, and the server, are there before and after.
  yield await measure({
    what,
    unit: "MiB",
    runs: 4,
    warmUps: 1,
    async sample() {
      await subject.executor.setup("python");
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const before = await total();
      await subject.run("1 + 1");
      await subject.executor.setup("python");
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return (await total()) - before;
    },
    target: { kind: "median", atMost: 200 },
  });
}
