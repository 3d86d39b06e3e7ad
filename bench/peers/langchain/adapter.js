// The REPL of LangChain's code interpreter, called as its middleware calls it, with tools by LangChain's MCP adapters.
import { randomUUID } from "node:crypto";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { ReplSession } from "@langchain/quickjs";

export async function open({ servers, timeoutMs, memoryMb }) {
  const mcpServers = Object.fromEntries(
    Object.entries(servers).map(([name, { command, args }]) => [name, { transport: "stdio", command, args: [...args] }]),
  );
  const client = new MultiServerMCPClient({ mcpServers });
  const options = { tools: await client.getTools(), memoryLimitBytes: memoryMb * 1024 * 1024, maxPtcCalls: MAX_CALLS };
  const toDispose = [];
  return {
    async execute(program, session) {
      const repl = ReplSession.getOrCreate(session ?? randomUUID(), options);
      if (session === undefined) toDispose.push(repl);
      const { ok, value, logs, error } = await repl.eval(`(async () => { ${PRELUDE}${program}\n})()`, timeoutMs);
      return { ok, value, output: logs.join("\n"), ...(error ? { error: error.message } : {}) };
    },
    // The middleware disposes of a session when the agent has ended.
    async rest() {
      for (const repl of toDispose.splice(0)) repl.dispose();
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

const MAX_CALLS = 100_000;

/** A tool is `tools.add(...)`, and what it gives is the text. */
const PRELUDE = "const bench = tools; const textOf = (text) => text; ";
