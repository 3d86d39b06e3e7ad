// Vercel's: the tools of its own MCP client, run by `runCodeMode` in a QuickJS of a worker thread.
import { experimental_runCodeMode as runCodeMode, experimental_setMaxWorkers as setMaxWorkers } from "@ai-sdk/code-mode";
import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport as StdioMCPTransport } from "@ai-sdk/mcp/mcp-stdio";

export async function open({ servers, timeoutMs, memoryMb, maxSessions }) {
  const clients = [];
  let tools = {};
  for (const { command, args } of Object.values(servers)) {
    const client = await createMCPClient({ transport: new StdioMCPTransport({ command, args: [...args] }) });
    clients.push(client);
    tools = { ...tools, ...(await client.tools()) };
  }
  setMaxWorkers(maxSessions);
  const executionPolicy = {
    timeoutMs,
    memoryLimitBytes: memoryMb * 2 ** 20,
    maxBridgeRequests: 2_000,
    maxInFlightBridgeRequests: 2_000,
    maxToolOutputBytes: 16 * 2 ** 20,
    maxResultBytes: 16 * 2 ** 20,
  };
  return {
    async execute(program) {
      try {
        const value = await runCodeMode({ js: `${PRELUDE}${program}`, tools, options: { executionPolicy } });
        return { ok: true, value };
      } catch (error) {
        return { ok: false, error: error.message };
      }
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.close();
    },
  };
}

const PRELUDE = "const bench = tools; const textOf = (result) => result.content[0].text; ";
