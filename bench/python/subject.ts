import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CodeModeExecutor, ToolRegistry, type ExecutorOptions } from "mcp-codemode";
import { inPackage } from "../paths.ts";

/** An executor with a Python process that waits, over a real stdio server. */
export interface PythonSubject extends AsyncDisposable {
  readonly executor: CodeModeExecutor;
  /** The value of a program; throws where it failed. */
  run(code: string, sessionId?: string): Promise<unknown>;
}

/** @param snapshotFolder @default a new one, so that the first start makes the snapshot */
export async function openPython(outerWall: ExecutorOptions["outerWall"], snapshotFolder?: string): Promise<PythonSubject> {
  const folder = snapshotFolder ?? (await mkdtemp(join(tmpdir(), "codemode-bench-")));
  const registry = new ToolRegistry();
  registry.addServer("calculator", { command: process.execPath, args: [inPackage("test/fixtures/servers/calculator.js")] });
  const executor = new CodeModeExecutor(registry, {
    ...(outerWall === undefined ? {} : { outerWall }),
    warm: 0,
    check: "off",
    python: { snapshotFolder: folder },
    questions: { search: ({ query }) => query, describe: (name) => name, servers: () => [] },
  });
  await Promise.all([registry.discoverAll(), executor.setup("python")]);
  return {
    executor,
    async run(code, sessionId) {
      const result = await executor.execute(code, sessionId === undefined ? { language: "python" } : { sessionId });
      if (!result.ok) throw new Error(result.error?.message ?? "The program failed.");
      return result.value;
    },
    async [Symbol.asyncDispose]() {
      await executor[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
      if (snapshotFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
