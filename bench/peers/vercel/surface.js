// What the AI SDK's code mode puts in front of a model, of tools that its own MCP client gives.
import { experimental_createCodeModeTool as createCodeModeTool } from "@ai-sdk/code-mode";
import { createMCPClient } from "@ai-sdk/mcp";
import { asSchema } from "ai";
import { uniqueNames } from "../unique-names.js";

export const surfaces = [
  {
    api: "createCodeModeTool",
    async open(servers) {
      const listed = [];
      for (const { server, url } of servers) {
        const client = await createMCPClient({ transport: { type: "http", url } });
        for (const [name, tool] of Object.entries(await client.tools())) listed.push({ server, name, tool });
      }
      const codeMode = createCodeModeTool(Object.fromEntries(uniqueNames(listed).map(([name, { tool }]) => [name, tool])));
      const { jsonSchema } = asSchema(codeMode.inputSchema);
      // A user gives it a name.
      return { prompt: "", tools: [{ name: "codeMode", description: codeMode.description, inputSchema: jsonSchema }] };
    },
  },
];
