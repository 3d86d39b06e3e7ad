import { randomBytes } from "node:crypto";
import {
  createRequestStateCodec,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
  type Tool,
} from "@modelcontextprotocol/server";
import type { Codemode, ServerChange } from "../codemode.ts";
import { callerOf, type Caller, type RequestState } from "./caller.ts";
import { Direct } from "./direct.ts";
import { attachHandles } from "./handle-resources.ts";
import { createGatewayCall } from "./handlers.ts";
import { principalOf } from "./principal.ts";
import { skillsExtension } from "./skills-extension.ts";
import { gatewayTools } from "./tools.ts";

/** What all connections and requests have in common. */
export interface Gateway {
  /** Makes the MCP server of one connection or request. */
  createServer(): Promise<McpServer>;
  /** Tells when lists that clients have from here have changed; servers of connections tell their clients themselves. */
  onChange(listener: (what: ServerChange["what"]) => void): () => void;
}

/**
 * The gateway, as an MCP server for each connection or request. Its own tool list is made once, before the first server has answered.
 * @param onProblem told of a skill that is not served by the extension for skills
 */
export function createGateway(codemode: Codemode, onProblem: (error: Error) => void): Gateway {
  const tools = gatewayTools(codemode.registry.listServers().map(({ name }) => name));
  const call = createGatewayCall(codemode, tools);
  const skills = skillsExtension(codemode.skills, onProblem);
  const direct = new Direct(
    codemode,
    tools.map(({ name }) => name),
  );
  // Work that waits for an answer is in this process, so a key of this process will do. Who brings an answer must be who was asked.
  const codec = createRequestStateCodec<RequestState>({
    key: randomBytes(32),
    ttlSeconds: STATE_SECONDS,
    bind: (context) => bindingOf(context),
  });
  const onChange: Gateway["onChange"] = (listener) => {
    if (direct.isEmpty) return () => {};
    return codemode.onChange((change) => direct.concerns(change) && listener(change.what));
  };
  const createServer = async (): Promise<McpServer> => {
    const connection = new McpServer(
      { name: "mcp-codemode", version: "0.1.0" },
      {
        capabilities: { tools: direct.isEmpty ? {} : { listChanged: true }, logging: {} },
        requestState: { verify: codec.verify },
        // A program may have many calls that ask; its own limits end it.
        inputRequired: { maxRounds: 10_000, roundTimeoutMs: STATE_SECONDS * 1_000 },
      },
    );
    const { server } = connection;
    const caller = (context: ServerContext): Caller => callerOf(server, context, codec);
    skills.attach(connection);
    attachHandles(connection, codemode.handles);
    if (!direct.isEmpty) await direct.attach(connection, caller);
    server.setRequestHandler("tools/list", async () => ({
      tools: [...withPinned(tools, await codemode.pinnedTools()), ...(await direct.tools())],
    }));
    server.setRequestHandler("tools/call", async ({ params }, context) => {
      const { name, arguments: args } = params;
      const answer = await (call(name, args, caller(context)) ?? direct.callTool(name, args, caller(context)));
      if (!answer)
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no tool "${name}". Tools: ${tools.map((tool) => tool.name).join(", ")}.`,
        );
      return answer;
    });
    const closed = server.onclose;
    const stop = onChange((what) => tellOf(connection, what));
    server.onclose = () => {
      closed?.();
      stop();
    };
    return connection;
  };
  return { createServer, onChange };
}

function tellOf(connection: McpServer, what: ServerChange["what"]): void {
  if (!connection.isConnected()) return;
  if (what === "tools") connection.sendToolListChanged();
  else if (what === "resources") connection.sendResourceListChanged();
  else connection.sendPromptListChanged();
}

const STATE_SECONDS = 600;

function bindingOf(context: ServerContext): string {
  return JSON.stringify([principalOf(context) ?? null, context.mcpReq.method]);
}

function withPinned(tools: readonly Tool[], pinned: string): Tool[] {
  if (pinned === "") return [...tools];
  return tools.map((tool) =>
    tool.name === "execute_code" ? { ...tool, description: `${tool.description}\n\nPinned tools:\n${pinned}` } : tool,
  );
}
