import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CodeModeExecutor, ToolRegistry } from "mcp-codemode";

/** One measurement; times in milliseconds, `ratio` to the same work without a sandbox in the same run. */
export interface Row {
  readonly what: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  readonly ratio?: number;
}

/** What an execution costs, over a real stdio server, beside the same calls made by the registry in this process. */
export async function sandbox(): Promise<Row[]> {
  const registry = new ToolRegistry();
  registry.addServer("calculator", { command: process.execPath, args: [path("test/fixtures/servers/calculator.js")] });
  const executor = new CodeModeExecutor(registry, { maxSessions: 8 });
  const rows: Row[] = [];
  try {
    await Promise.all([registry.discoverAll(), executor.setup()]);
    const run = async (code: string, sessionId?: string): Promise<string> => {
      const result = await executor.execute(code, sessionId === undefined ? {} : { sessionId });
      if (!result.ok) throw new Error(result.error?.message);
      return result.session_id;
    };
    const add = (): Promise<unknown> => registry.callTool("calculator", "add", { a: 1, b: 2 });
    const sleep = (): Promise<unknown> => registry.callTool("calculator", "sleep", { ms: 200 });

    // A pause lets the pool refill, so that each run finds a warm process.
    rows.push(await measure("fresh session `1 + 1`, warm pool", 30, () => run("1 + 1"), undefined, 200));
    const session = await run('import { add, sleep } from "generated/servers/calculator"; 0');
    rows.push(await measure("second `1 + 1` in a session", 100, () => run("1 + 1", session)));
    rows.push(await measure("one stdio `add` inside a session", 100, () => run("await add({ a: 1, b: 2 })", session), add));
    rows.push(
      await measure(
        "100 `add`, one after the other",
        10,
        () => run("for (let i = 0; i < 100; i++) await add({ a: i, b: 2 })", session),
        async () => {
          for (let i = 0; i < 100; i += 1) await add();
        },
      ),
    );
    rows.push(
      await measure(
        "5 calls of 200 ms at once",
        5,
        () => run("await Promise.all([1, 2, 3, 4, 5].map(() => sleep({ ms: 200 })))", session),
        () => Promise.all([1, 2, 3, 4, 5].map(sleep)),
      ),
    );
    rows.push(
      await measure(
        "1,000 `add` at once",
        10,
        () => run("await Promise.all(Array.from({ length: 1000 }, (_, i) => add({ a: i, b: 1 }))); 0", session),
        () => Promise.all(Array.from({ length: 1_000 }, add)),
      ),
    );
    rows.push(await measure("cold start: a sandbox process until it has run `1 + 1`", 10, coldStart));
    rows.push(await measure("process start: `codemode --version`", 10, () => codemode("--version")));
    rows.push(await measure("process start: `codemode run -e '1 + 1'`", 10, () => codemode("run", "-e", "1 + 1")));
  } finally {
    await executor[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  }
  return rows;

  async function coldStart(): Promise<void> {
    const cold = new CodeModeExecutor(registry, { warm: 0 });
    await cold.execute("1 + 1");
    await cold[Symbol.asyncDispose]();
  }
}

async function codemode(...args: string[]): Promise<unknown> {
  return promisify(execFile)(process.execPath, [path("dist/cli/main.js"), ...args], { cwd: path("bench") });
}

async function measure(
  what: string,
  runs: number,
  body: () => Promise<unknown>,
  inProcess?: () => Promise<unknown>,
  pauseMs = 0,
): Promise<Row> {
  const times = await sample(runs, body, pauseMs);
  const row = { what, median: round(medianOf(times)), min: round(Math.min(...times)), max: round(Math.max(...times)), runs };
  return inProcess ? { ...row, ratio: round(medianOf(times) / medianOf(await sample(runs, inProcess, pauseMs))) } : row;
}

async function sample(runs: number, body: () => Promise<unknown>, pauseMs: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = -3; i < runs; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const start = performance.now();
    await body();
    // The first three warm up the machine code of host and guest.
    if (i >= 0) times.push(performance.now() - start);
  }
  return times;
}

function medianOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** npm runs scripts in the package's folder. */
function path(inPackage: string): string {
  return join(process.cwd(), inPackage);
}
