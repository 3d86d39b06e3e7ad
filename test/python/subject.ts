import { fileURLToPath } from "node:url";
import { CodeModeExecutor } from "../../src/executor/executor.ts";
import type { ExecuteOptions, ExecutorOptions } from "../../src/executor/executor-options.ts";
import type { ExecutionResult } from "../../src/executor/result.ts";
import { ToolRegistry } from "../../src/registry/registry.ts";

/** Where the tests keep Python's snapshot, so that only the first of them makes it. */
export const snapshotFolder = fileURLToPath(new URL("../../node_modules/.cache/mcp-codemode/python", import.meta.url));

/** Runs a program in Python: in a fresh session, or in one that is Python's. */
export function runPython(executor: CodeModeExecutor, code: string, options: ExecuteOptions = {}): Promise<ExecutionResult> {
  return executor.execute(code, options.sessionId === undefined ? { language: "python", ...options } : options);
}

/** An executor whose Python wakes from the tests' own snapshot. */
export function pythonExecutor(registry: ToolRegistry = new ToolRegistry(), options: ExecutorOptions = {}): CodeModeExecutor {
  return new CodeModeExecutor(registry, { ...options, python: { snapshotFolder, ...options.python } });
}
