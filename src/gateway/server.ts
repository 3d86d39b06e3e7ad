import { McpServer, ProtocolError, ProtocolErrorCode, type Tool } from "@modelcontextprotocol/server";
import type { Codemode } from "../codemode.ts";
import { createGatewayCall } from "./handlers.ts";
import { toGatewayRequest } from "./request.ts";
import { skillsExtension } from "./skills-extension.ts";
import { gatewayTools } from "./tools.ts";

/**
 * What makes the MCP server of each connection or request; all of them are one gateway. Tool lists are made once, before the first server
 * has answered.
 * @param onProblem told of a skill that is not served by the extension for skills
 */
export function gatewayServer(codemode: Codemode, onProblem: (error: Error) => void): () => McpServer {
  const tools = gatewayTools(codemode.registry.listServers().map(({ name }) => name));
  const call = createGatewayCall(codemode, tools);
  const skills = skillsExtension(codemode.skills, onProblem);
  return () => {
    const connection = new McpServer({ name: "mcp-codemode", version: "0.1.0" }, { capabilities: { tools: {} } });
    skills.attach(connection);
    const { server } = connection;
    server.setRequestHandler("tools/list", async () => ({ tools: withPinned(tools, await codemode.pinnedTools()) }));
    server.setRequestHandler("tools/call", async ({ params }, context) => {
      const answer = call(params.name, params.arguments, toGatewayRequest(context, server));
      if (!answer)
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no tool "${params.name}". Tools: ${tools.map(({ name }) => name).join(", ")}.`,
        );
      return answer;
    });
    return connection;
  };
}

function withPinned(tools: readonly Tool[], pinned: string): Tool[] {
  if (pinned === "") return [...tools];
  return tools.map((tool) =>
    tool.name === "execute_code" ? { ...tool, description: `${tool.description}\n\nPinned tools:\n${pinned}` } : tool,
  );
}
