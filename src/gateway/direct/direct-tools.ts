import { ProtocolError, type CallToolResult, type InputRequiredResult, type Tool as McpTool } from "@modelcontextprotocol/server";
import type { Codemode } from "../../codemode.ts";
import { CodemodeError, messageOf, ToolError } from "../../errors.ts";
import type { Caller as Sender } from "../../executor/caller.ts";
import type { Tool } from "../../registry/tool.ts";
import type { Caller } from "../caller.ts";
import type { DirectCalls } from "./direct-calls.ts";
import type { DirectServers } from "./direct-servers.ts";
import { freeNames } from "./free-names.ts";

/** Tools as their servers have them, each as a tool of ours. */
export class DirectTools {
  readonly #codemode: Codemode;
  readonly #servers: DirectServers;
  readonly #calls: DirectCalls;
  readonly #taken: ReadonlySet<string>;

  /** @param taken the names of the gateway's own tools */
  constructor(codemode: Codemode, servers: DirectServers, calls: DirectCalls, taken: Iterable<string>) {
    this.#codemode = codemode;
    this.#servers = servers;
    this.#calls = calls;
    this.#taken = new Set(taken);
  }

  /** Waits for the servers, as nobody asks again for a list that was too short. */
  async list(sender: Sender): Promise<McpTool[]> {
    return [...(await this.#tools(sender))].map(([name, tool]) => toDefinition(name, tool));
  }

  /** Calls a tool by the name that clients have for it; `undefined` where it is none of these. */
  async call(name: string, args: unknown, caller: Caller): Promise<CallToolResult | InputRequiredResult | undefined> {
    const tool = (await this.#tools(caller.origin.caller)).get(name);
    return tool && this.callTool({ server: tool.server, tool: tool.name, args: args ?? {} }, caller);
  }

  /** What the server answers; a failure is an answer with `isError`. @throws ProtocolError one of the server's */
  async callTool(
    call: { readonly server: string; readonly tool: string; readonly args: unknown },
    caller: Caller,
  ): Promise<CallToolResult | InputRequiredResult> {
    try {
      return (await this.#calls.call(call, caller)) as CallToolResult | InputRequiredResult;
    } catch (error) {
      if (error instanceof ToolError && error.cause instanceof ProtocolError) throw error.cause;
      const code = error instanceof CodemodeError ? ` [${error.code}]` : "";
      return { content: [{ type: "text", text: `Error${code}: ${messageOf(error)}` }], isError: true };
    }
  }

  async #tools(sender: Sender): Promise<Map<string, Tool>> {
    if (this.#servers.isEmpty) return new Map();
    await this.#codemode.registry.discoverAll();
    return freeNames(this.#servers.tools(sender), this.#taken);
  }
}

function toDefinition(name: string, { title, description, inputSchema, outputSchema, annotations, more }: Tool): McpTool {
  return {
    ...more,
    name,
    ...(title === undefined ? {} : { title }),
    description,
    inputSchema: { ...(typeof inputSchema === "object" ? inputSchema : {}), type: "object" },
    ...(typeof outputSchema === "object" ? { outputSchema: outputSchema as McpTool["outputSchema"] } : {}),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  } as McpTool;
}
