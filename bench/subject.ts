import { CodeModeExecutor, ToolRegistry, type ExecutionResult, type ExecutorOptions } from "mcp-codemode";
import { inPackage } from "./paths.ts";

/** An executor as users make one, and the registry behind it. */
export interface Subject extends AsyncDisposable {
  readonly registry: ToolRegistry;
  readonly executor: CodeModeExecutor;
  /** Executes, and throws where the program failed. */
  run(code: string, sessionId?: string): Promise<ExecutionResult>;
}

/** Opens an executor with a full pool; with `servers: true` over a registry that has the calculator of the tests, a real stdio server. */
export async function openSubject(options: ExecutorOptions, { servers = false } = {}): Promise<Subject> {
  const registry = new ToolRegistry();
  if (servers) registry.addServer("calculator", { command: process.execPath, args: [inPackage("test/fixtures/servers/calculator.js")] });
  // The sandbox by itself; what the check costs is the suite `types`.
  const executor = new CodeModeExecutor(registry, { ...options, check: "off" });
  await Promise.all([registry.discoverAll(), executor.setup()]);
  return {
    registry,
    executor,
    async run(code, sessionId) {
      const result = await executor.execute(code, sessionId === undefined ? {} : { sessionId });
      if (!result.ok) throw new Error(result.error?.message ?? "The program failed.");
      return result;
    },
    async [Symbol.asyncDispose]() {
      await executor[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
    },
  };
}
