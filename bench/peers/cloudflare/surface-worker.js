// A Worker as Cloudflare's documentation has it: a durable object with the tool, or with the runtime and a connector for each MCP server.
import { DurableObject } from "cloudflare:workers";
import { createCodemodeRuntime, DynamicWorkerExecutor, McpConnector } from "@cloudflare/codemode";
import { createCodeTool } from "@cloudflare/codemode/ai";
import { asSchema, jsonSchema, tool } from "ai";

// The runtime finds it among what the Worker exports.
export { CodemodeRuntime } from "@cloudflare/codemode";

class ServerConnector extends McpConnector {
  #server;

  constructor(ctx, env, server) {
    super(ctx, env);
    this.#server = server;
  }

  name() {
    return this.#server.server;
  }

  /** Its user connects; the list is as the server gives it. */
  createConnection() {
    const { tools } = this.#server;
    return { client: { listTools: async () => ({ tools }), callTool: async () => ({ content: [] }) }, tools };
  }
}

export class Agent extends DurableObject {
  #tool;

  async fetch(request) {
    const question = await request.json();
    if (question.kind === "execute") {
      const output = await this.#tool.execute({ code: question.code });
      return Response.json(this.#tool.toModelOutput({ output }).value);
    }
    const executor = new DynamicWorkerExecutor({ loader: this.env.LOADER });
    if (question.kind === "code tool") {
      this.#tool = createCodeTool({ tools: toolSet(question.tools), executor });
    } else {
      const connectors = question.servers.map((server) => new ServerConnector(this.ctx, this.env, server));
      this.#tool = createCodemodeRuntime({ ctx: this.ctx, executor, connectors }).tool();
    }
    const { description, inputSchema } = this.#tool;
    // A user gives it its name; this is the documentation's.
    return Response.json({ name: "codemode", description, inputSchema: await asSchema(inputSchema).jsonSchema });
  }
}

/** As the AI SDK's MCP client gives them. */
function toolSet(tools) {
  return Object.fromEntries(
    Object.entries(tools).map(([name, { description, inputSchema }]) => [
      name,
      tool({ description, inputSchema: jsonSchema(inputSchema), execute: async () => "" }),
    ]),
  );
}

export default {
  fetch: (request, env) => env.AGENT.get(env.AGENT.idFromName("agent")).fetch(request),
};
