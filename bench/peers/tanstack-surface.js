// What TanStack AI's code mode puts in front of a model: its system prompt and its tools. Tools are given by its user.
import { uniqueNames } from "./unique-names.js";

/** @param {boolean} lazy whether tools are marked so, which leaves only their names in view */
export async function tanstackSurface({ createCodeMode, toolDefinition, convertSchemaToJsonSchema, driver, lazy }, servers) {
  const listed = servers.flatMap(({ server, tools }) => tools.map((tool) => ({ ...tool, server })));
  const named = uniqueNames(listed);
  const given = named.map(([name, { description, inputSchema }]) =>
    toolDefinition({ name, description, inputSchema, ...(lazy ? { lazy } : {}) }).server(async () => ""),
  );
  const { tool, discoveryTool, systemPrompt } = createCodeMode({ driver, tools: given, onSecretParameter: "ignore" });
  const tools = [tool, discoveryTool]
    .filter((each) => each !== null && each !== undefined)
    .map(({ name, description, inputSchema }) => ({ name, description, inputSchema: convertSchemaToJsonSchema(inputSchema) }));
  if (!lazy) return { prompt: systemPrompt, tools };
  return {
    prompt: systemPrompt,
    tools,
    async search({ server, tool: wanted }) {
      const [name] = named.find(([, each]) => each.server === server && each.name === wanted);
      const input = { toolNames: [name] };
      return { request: `discover_tools ${JSON.stringify(input)}`, answer: JSON.stringify(await discoveryTool.execute(input)) };
    },
  };
}
