// TanStack AI's code mode on its QuickJS driver. Its user connects the servers and gives their tools as tools of its own kind.
import { toolDefinition } from "@tanstack/ai";
import { createCodeMode } from "@tanstack/ai-code-mode";
import { createQuickJSIsolateDriver } from "@tanstack/ai-isolate-quickjs";
import { connect, textOrThrow } from "../connect.js";

export async function open({ servers, timeoutMs, memoryMb }) {
  const connection = await connect(servers);
  const tools = connection.tools.map(({ name, description, inputSchema, call }) =>
    toolDefinition({ name, description, inputSchema }).server(async (input) => textOrThrow(await call(input))),
  );
  const { tool } = createCodeMode({ driver: createQuickJSIsolateDriver(), tools, timeout: timeoutMs, memoryLimit: memoryMb });
  return {
    async execute(program) {
      const { success, result, logs, error } = await tool.execute({ typescriptCode: PRELUDE + program });
      return { ok: success, value: result, output: logs?.join("\n"), error: error?.message };
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** A tool is a function of its own, `external_add`. */
const PRELUDE =
  'const bench = new Proxy(globalThis, { get: (all, name) => all["external_" + String(name)] }); const textOf = (text) => text; ';
