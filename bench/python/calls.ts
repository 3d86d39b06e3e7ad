import { measure, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { openMonty } from "./monty.ts";
import { openPython } from "./subject.ts";

/** A wire call is a `tools.search` that the host answers at once; a stdio call is the tool `add` of a real server. The program takes the time. */
export async function* calls({ executor: { outerWall } }: BenchOptions): AsyncGenerator<Row> {
  const monty = await openMonty();
  await using subject = await openPython(outerWall);
  const first = await subject.executor.execute("import asyncio, time\nfrom generated.servers.calculator import add", {
    language: "python",
  });
  const inSession = async (code: string): Promise<number> => (await subject.run(timed(code), first.session_id)) as number;
  const baseline = (code: string): { baseline?: { name: string; sample: () => Promise<number> } } =>
    monty ? { baseline: { name: "monty, inside this process", sample: () => timeOf(() => monty.run(code)) } } : {};

  yield await measure({
    what: "1,000 wire calls one after the other",
    runs: 15,
    sample: () => inSession("for _ in range(1000): await tools.search('x')"),
    ...baseline("for _ in range(1000): search('x')"),
    target: { kind: "median", atMost: 200 },
  });
  yield await measure({
    what: "1,000 wire calls gathered",
    runs: 15,
    sample: () => inSession("await asyncio.gather(*[tools.search('x') for _ in range(1000)])"),
    target: { kind: "median", atMost: 100 },
  });
  yield await measure({ what: "one stdio `add`", runs: 50, warmUps: 10, sample: () => inSession("await add(a=1, b=2)") });
  yield await measure({
    what: "100 stdio `add` one after the other",
    runs: 10,
    sample: () => inSession("for _ in range(100): await add(a=1, b=2)"),
  });
}

function timed(code: string): string {
  return `start = time.perf_counter()\n${code}\n(time.perf_counter() - start) * 1000`;
}
