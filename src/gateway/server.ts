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
import type { Caller as Sender } from "../executor/caller.ts";
import { callerOf, type Caller, type RequestState } from "./caller.ts";
import { DirectCalls } from "./direct/direct-calls.ts";
import { DirectResources } from "./direct/direct-resources.ts";
import { DirectServers } from "./direct/direct-servers.ts";
import { DirectTools } from "./direct/direct-tools.ts";
import { attachHandles } from "./handle-resources.ts";
import { createGatewayCall } from "./handlers.ts";
import { principalOf } from "./principal.ts";
import { originOf } from "./request.ts";
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
  const direct = new DirectServers(codemode);
  const calls = new DirectCalls(codemode);
  const directTools = new DirectTools(
    codemode,
    direct,
    calls,
    tools.map(({ name }) => name),
  );
  const resources = new DirectResources(codemode, direct, calls);
  const call = createGatewayCall(codemode, tools, directTools);
  const skills = skillsExtension(codemode.skills, onProblem);
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
      },
    );
    const { server } = connection;
    // Over HTTP requests since 2026-07-28 each have a server of their own.
    const same = {};
    const caller = (context: ServerContext): Caller =>
      callerOf(server, context, codec, context.http && context.mcpReq.envelope ? undefined : same);
    skills.attach(connection);
    attachHandles(connection, codemode.handles);
    if (!direct.isEmpty) await resources.attach(connection, caller);
    server.setRequestHandler("tools/list", async (_, context) => {
      const asking = originOf(context, server).caller;
      return {
        tools: [
          ...withPinned(toolsFor(codemode, tools, asking), await codemode.pinnedTools({ caller: asking })),
          ...(await directTools.list(asking)),
        ],
      };
    });
    server.setRequestHandler("tools/call", async ({ params }, context) => {
      const { name, arguments: args } = params;
      const answer = await (call(name, args, caller(context)) ?? directTools.call(name, args, caller(context)));
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

/** Those of our tools that a client has a use for: who reaches all servers directly has none for code, who reaches none has none for `call_tool`. */
function toolsFor({ access, registry, config }: Codemode, tools: readonly Tool[], caller: Sender): Tool[] {
  const servers = registry.listServers().map(({ name }) => name);
  const byCode = servers.length === 0 || servers.some((server) => access.reaches(server, "code", caller));
  const byCall = config.access.direct === "call_tool" && servers.some((server) => access.reaches(server, "direct", caller));
  return tools.filter(({ name }) => {
    if (name === "call_tool") return byCall;
    return name === "search_tools" || name === "get_tool_details" ? byCode || byCall : byCode;
  });
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
