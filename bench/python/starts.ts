import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CodeModeExecutor, ToolRegistry } from "mcp-codemode";
import { measure, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { openMonty } from "./monty.ts";
import { openPython } from "./subject.ts";

/** From nothing to a value, with and without what is kept from earlier. */
export async function* starts({ executor: { outerWall } }: BenchOptions): AsyncGenerator<Row> {
  const monty = await openMonty();
  const folder = await mkdtemp(join(tmpdir(), "codemode-bench-"));
  try {
    const start = async (snapshotFolder: string): Promise<number> => {
      await using executor = new CodeModeExecutor(new ToolRegistry(), {
        outerWall,
        python: { snapshotFolder },
      });
      return (await executor.inspectSandbox("python")).startMs;
    };
    let made = 0;
    const fresh = (): string => join(folder, `empty-${(made += 1)}`);
    yield await measure({ what: "first start of all: the snapshot is made", runs: 3, warmUps: 0, sample: () => start(fresh()) });
    yield await measure({
      what: "cold process, woken from the snapshot",
      runs: 15,
      sample: () => start(folder),
      target: { kind: "median", atMost: 400 },
    });
    await using subject = await openPython(outerWall, folder);
    yield await measure({
      what: "fresh session `1 + 1`, warm pool",
      runs: 15,
      async sample() {
        await subject.executor.setup("python");
        // The process that waits has compiled its way through a few programs by then.
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        return timeOf(() => subject.run("1 + 1"));
      },
      ...(monty ? { baseline: { name: "monty, inside this process", sample: () => timeOf(() => monty.run("1 + 1")) } } : {}),
      target: { kind: "median", atMost: 5 },
    });
    const { session_id: session } = await subject.executor.execute("1", { language: "python" });
    yield await measure({
      what: "second `1 + 1` in a session",
      runs: 100,
      warmUps: 10,
      sample: () => timeOf(() => subject.run("1 + 1", session)),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
