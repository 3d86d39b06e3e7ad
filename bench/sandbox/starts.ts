import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CodeModeExecutor, ToolRegistry } from "mcp-codemode";
import { measure, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { inPackage } from "../paths.ts";

/** What it costs to start: a sandbox with nothing warm, and the command line tool. */
export async function* starts({ executor: options }: BenchOptions): AsyncGenerator<Row> {
  await using registry = new ToolRegistry();
  yield await measure({
    what: "cold start: a sandbox process until it has run `1 + 1`",
    runs: 10,
    sample: () => coldStart(registry, options),
  });
  const baseline = { name: "`node -e 0`", sample: () => timeOf(() => node("-e", "0")) };
  const codemode = (...args: string[]): Promise<number> => timeOf(() => node(inPackage("dist/cli/main.js"), ...args));
  yield await measure({ what: "process start: `codemode --version`", runs: 10, sample: () => codemode("--version"), baseline });
  // The command has no options for driver and wall: these are its own.
  yield await measure({
    what: "process start: `codemode run -e '1 + 1'`",
    runs: 10,
    sample: () => codemode("run", "-e", "1 + 1"),
    baseline,
  });
}

async function coldStart(registry: ToolRegistry, options: BenchOptions["executor"]): Promise<number> {
  await using executor = new CodeModeExecutor(registry, { ...options, warm: 0 });
  const start = performance.now();
  const { error } = await executor.execute("1 + 1");
  if (error) throw new Error(error.message);
  return performance.now() - start;
}

/** In a folder without a config. */
function node(...args: string[]): Promise<unknown> {
  return promisify(execFile)(process.execPath, args, { cwd: inPackage("bench") });
}
