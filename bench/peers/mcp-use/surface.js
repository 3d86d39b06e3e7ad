// What the code mode of mcp-use puts in front of a model: its agent's prompt and the two tools of its own server.
import { readdirSync, readFileSync } from "node:fs";
import { MCPClient } from "mcp-use/client";

// It reports its use to its maker otherwise.
process.env.MCP_USE_ANONYMIZED_TELEMETRY = "false";

export const surfaces = [
  {
    api: "PROMPTS.CODE_MODE",
    search: "search_tools",
    note:
      "Its search looks for the query as one piece of text, so most of these find nothing, and the median is the cost of such an answer; where it " +
      "finds something, the answer has all schemas.",
    async open(servers) {
      const mcpServers = Object.fromEntries(servers.map(({ server, url }) => [server, { url }]));
      const client = new MCPClient({ mcpServers }, { codeMode: { enabled: true, executor: "vm" } });
      await client.createAllSessions();
      const { connector } = client.getSession("code_mode");
      return {
        prompt: await codeModePrompt(),
        tools: connector.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
        async search({ query }) {
          const { content } = await connector.callTool("search_tools", { query });
          return { request: `search_tools ${JSON.stringify({ query })}`, answer: content.map(({ text }) => text).join("\n") };
        },
      };
    },
  },
];

/** The text of PROMPTS.CODE_MODE. The entry that exports it loads only beside packages of LangChain; the file that has the text does without. */
async function codeModePrompt() {
  const dist = new URL("../", import.meta.resolve("mcp-use/client"));
  for (const file of readdirSync(dist).filter((name) => /^chunk-.*\.js$/.test(name))) {
    if (!readFileSync(new URL(file, dist), "utf8").includes("var CODE_MODE_AGENT_PROMPT")) continue;
    return (await import(new URL(file, dist).href)).CODE_MODE_AGENT_PROMPT;
  }
  throw new Error("there is no CODE_MODE_AGENT_PROMPT");
}
