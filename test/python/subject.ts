import { fileURLToPath } from "node:url";
import { CodeModeExecutor, type ExecutorOptions } from "../../src/executor/executor.ts";
import { ToolRegistry } from "../../src/registry/registry.ts";

/** Where the tests keep Python's snapshot, so that only the first of them makes it. */
export const snapshotFolder = fileURLToPath(new URL("../../node_modules/.cache/mcp-codemode/python", import.meta.url));

/** An executor whose Python wakes from the tests' own snapshot. */
export function pythonExecutor(registry: ToolRegistry = new ToolRegistry(), options: ExecutorOptions = {}): CodeModeExecutor {
  return new CodeModeExecutor(registry, { ...options, python: { snapshotFolder, ...options.python } });
}
