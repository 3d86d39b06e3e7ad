// The code mode of mcp-use with its default executor and its own MCP client.
import { MCPClient } from "mcp-use/client";

// It reports its use to its maker otherwise.
process.env.MCP_USE_ANONYMIZED_TELEMETRY = "false";

export async function open({ servers, timeoutMs, memoryMb }) {
  const mcpServers = Object.fromEntries(Object.entries(servers).map(([name, { command, args }]) => [name, { command, args: [...args] }]));
  const executorOptions = { timeoutMs, memoryLimitMb: memoryMb };
  const client = new MCPClient({ mcpServers }, { codeMode: { enabled: true, executor: "vm", executorOptions } });
  await client.createAllSessions();
  return {
    async execute(program) {
      const { result, logs, error } = await client.executeCode(PRELUDE + program, timeoutMs);
      return { ok: error === null, value: result, output: logs.join("\n"), ...(error === null ? {} : { error }) };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** A tool is `bench.add(...)`. It gives a text that is JSON parsed, so the text is made again. */
const PRELUDE = 'const textOf = (given) => (typeof given === "string" ? given : JSON.stringify(given)); ';
