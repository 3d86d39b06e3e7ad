// What UTCP's code mode gives its user to put in front of a model, with the tools that its own MCP plugin finds.
import { CodeModeUtcpClient } from "@utcp/code-mode";
import { McpCallTemplateSerializer } from "@utcp/mcp";

export const surfaces = [
  {
    api: "AGENT_PROMPT_TEMPLATE",
    search: "searchTools",
    note:
      "It defines no tool: that its user makes one of callToolChain is not counted. An answer is what toolToTypeScriptInterface gives of each tool " +
      "that searchTools finds, as its user would have to write it; the prompt itself knows only __interfaces, which is all tools at once.",
    async open(servers) {
      const client = await CodeModeUtcpClient.create();
      const mcpServers = Object.fromEntries(servers.map(({ server, url }) => [server, { transport: "http", url }]));
      const template = { name: "mcp", call_template_type: "mcp", config: { mcpServers } };
      const registered = await client.registerManual(new McpCallTemplateSerializer().validateDict(template));
      const wanted = servers.reduce((sum, { tools }) => sum + tools.length, 0);
      const count = registered.manual.tools.length;
      if (count !== wanted) throw new Error(`it has ${count} of ${wanted} tools: ${registered.errors?.join("; ")}`);
      return {
        prompt: CodeModeUtcpClient.AGENT_PROMPT_TEMPLATE,
        tools: [],
        async search({ query }) {
          const found = await client.searchTools(query);
          const answer = found.map((tool) => client.toolToTypeScriptInterface(tool)).join("\n\n");
          return { request: `searchTools ${JSON.stringify({ query })}`, answer };
        },
      };
    },
  },
];
