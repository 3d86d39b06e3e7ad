import type { Attributes } from "@opentelemetry/api";
import type { TraceOf, TraceStep } from "../executor/trace.ts";
import type { ServerStatus } from "../registry/tool.ts";

type Step<Kind extends TraceStep["kind"]> = TraceOf<Extract<TraceStep, { readonly kind: Kind }>>;

/** What the span of an execution says from its start. */
export function executionAttributes(
  { sessionId, executionId, language, code, caller }: Step<"execution-started">,
  content: boolean,
): Attributes {
  const { mcp, principal } = caller ?? {};
  return {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "execute_code",
    "gen_ai.tool.type": "function",
    "codemode.execution.id": executionId,
    "codemode.session.id": sessionId,
    "codemode.language": language,
    "enduser.id": principal,
    ...(mcp
      ? {
          "mcp.method.name": "tools/call",
          "jsonrpc.request.id": mcp.requestId,
          "mcp.protocol.version": mcp.protocolVersion,
          "mcp.session.id": mcp.sessionId,
          "network.transport": mcp.transport,
        }
      : {}),
    ...(content ? { "gen_ai.tool.call.arguments": JSON.stringify({ code, language }) } : {}),
  };
}

/** What the span of a call says from its start. `server` is absent where there is none of that name. */
export function callAttributes(
  { executionId, call, server: name, tool, target, args, skill }: Step<"call-started">,
  server: ServerStatus | undefined,
  content: boolean,
): Attributes {
  const { hostname, port, protocol } = server?.origin === undefined ? {} : new URL(server.origin);
  return {
    "mcp.method.name": methodOf(target),
    ...(target === undefined ? { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool } : {}),
    ...(target === "resource" ? { "mcp.resource.uri": tool } : {}),
    ...(target === "prompt" ? { "gen_ai.prompt.name": tool } : {}),
    "codemode.server": name,
    "codemode.execution.id": executionId,
    "codemode.call": call,
    "codemode.skill": skill,
    ...(server ? { "network.transport": server.transport === "stdio" ? "pipe" : "tcp" } : {}),
    ...(server?.state.kind === "ready" ? { "mcp.protocol.version": server.state.protocolVersion } : {}),
    ...(hostname === undefined ? {} : { "server.address": hostname, "server.port": Number(port) || (protocol === "https:" ? 443 : 80) }),
    ...(content ? { "gen_ai.tool.call.arguments": textOf(args) } : {}),
  };
}

/** The method of MCP by which something is called. */
export function methodOf(target: "resource" | "prompt" | undefined): string {
  if (target === undefined) return "tools/call";
  return target === "resource" ? "resources/read" : "prompts/get";
}

/** The class of an error: a code of ours, or what the conventions call a tool's own failure. */
export function errorType(code: string): string {
  return code === "TOOL_FAILED" ? "tool_error" : code;
}

/** Data as an attribute, which may be a JSON text (conventions, note on `gen_ai.tool.call.arguments`). */
export function textOf(data: unknown): string | undefined {
  return typeof data === "string" ? data : JSON.stringify(data);
}
