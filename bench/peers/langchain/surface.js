// What LangChain's code interpreter adds to a model call, of tools that LangChain's MCP adapters give.
import { SystemMessage } from "@langchain/core/messages";
import { toJsonSchema } from "@langchain/core/utils/json_schema";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { createCodeInterpreterMiddleware } from "@langchain/quickjs";
import { uniqueNames } from "../unique-names.js";

export const surfaces = [
  {
    api: "createCodeInterpreterMiddleware",
    async open(servers) {
      const client = new MultiServerMCPClient({
        mcpServers: Object.fromEntries(servers.map(({ server, url }) => [server, { transport: "http", url }])),
      });
      const listed = [];
      for (const { server } of servers) for (const tool of await client.getTools(server)) listed.push({ server, name: tool.name, tool });
      // One tool that it can't take fails every call, so its user leaves that tool out. It is references that it fails at.
      const whyNot = new Map();
      for (const each of listed.filter(({ tool }) => JSON.stringify(tool.schema).includes('"$ref"'))) {
        try {
          await callOf([each]);
        } catch (error) {
          whyNot.set(each, `${each.server}.${each.name}: ${error.message}`);
        }
      }
      return { ...(await callOf(listed.filter((each) => !whyNot.has(each)))), refused: [...whyNot.values()] };
    },
  },
];

/** What a call of the model has by the middleware. */
async function callOf(listed) {
  const ptc = uniqueNames(listed).map(([name, { tool }]) => Object.assign(tool, { name }));
  const middleware = createCodeInterpreterMiddleware({ ptc });
  let prompt = "";
  await middleware.wrapModelCall({ tools: [], systemMessage: new SystemMessage("") }, ({ systemMessage }) => {
    prompt = systemMessage.text;
  });
  return {
    prompt,
    tools: middleware.tools.map(({ name, description, schema }) => ({ name, description, inputSchema: toJsonSchema(schema) })),
  };
}
