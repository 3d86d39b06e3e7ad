// UTCP's code mode with its own MCP plugin, which registers itself when it is imported.
import { CodeModeUtcpClient } from "@utcp/code-mode";
import { McpCallTemplateSerializer } from "@utcp/mcp";

export async function open({ servers, timeoutMs, memoryMb }) {
  const client = await CodeModeUtcpClient.create();
  const mcpServers = Object.fromEntries(
    Object.entries(servers).map(([name, { command, args }]) => [name, { transport: "stdio", command, args: [...args] }]),
  );
  const template = { name: MANUAL, call_template_type: "mcp", config: { mcpServers } };
  const registered = await client.registerManual(new McpCallTemplateSerializer().validateDict(template));
  if (!registered.success) throw new Error(registered.errors.join("\n"));
  return {
    async execute(program) {
      // The README has an object of options here; the code takes numbers.
      const { result, logs } = await client.callToolChain(PRELUDE + program, timeoutMs, memoryMb);
      const last = logs.at(-1);
      if (result !== null || !last?.startsWith(FAILURE)) return { ok: true, value: result, output: logs.join("\n") };
      return { ok: false, error: last.slice(FAILURE.length), output: logs.slice(0, -1).join("\n") };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

const MANUAL = "mcp";

/** By which it reports a failure: a last line of the logs, beside a result of `null`. */
const FAILURE = "[ERROR] Code execution failed: ";

/** A tool is `mcp.bench_add(...)`. It gives a text that is JSON parsed, so the text is made again. */
const PRELUDE =
  'const bench = new Proxy(mcp, { get: (tools, name) => tools["bench_" + name] }); ' +
  'const textOf = (given) => (typeof given === "string" ? given : JSON.stringify(given)); ';
