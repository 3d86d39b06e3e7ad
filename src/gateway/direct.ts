import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
  type CallToolResult,
  type CompleteResult,
  type GetPromptResult,
  type InputRequiredResult,
  type McpServer,
  type ReadResourceResult,
  type ServerContext,
  type Tool as McpTool,
} from "@modelcontextprotocol/server";
import type { Codemode } from "../codemode.ts";
import { CodemodeError, messageOf, ToolError } from "../errors.ts";
import type { GatedCall } from "../executor/call-gate.ts";
import type { Prompt, Resource, ResourceTemplate as ListedTemplate } from "../registry/resource.ts";
import type { Tool } from "../registry/tool.ts";
import { PausedWork } from "../running/paused-work.ts";
import { WorkStore } from "../running/work-store.ts";
import { matchesTool } from "../tool-patterns.ts";
import type { Caller } from "./caller.ts";

/**
 * What clients get without code: the tools that `codemode.tools.direct` names, and the resources and prompts of servers that it names whole,
 * as the servers have them. A name that is taken, by a tool of the gateway's own or by another server, gets its server's before it:
 * `server_name`.
 */
export class Direct {
  readonly #codemode: Codemode;
  readonly #isDirect: (tool: { readonly server: string; readonly name: string }) => boolean;
  readonly #taken: ReadonlySet<string>;
  readonly #works = new WorkStore<PausedWork<unknown>>();

  /** @param taken the names of the gateway's own tools */
  constructor(codemode: Codemode, taken: Iterable<string>) {
    this.#codemode = codemode;
    this.#isDirect = matchesTool(codemode.config.tools.direct);
    this.#taken = new Set(taken);
  }

  /** Servers that are direct as a whole. */
  get servers(): string[] {
    // A pattern that fits a tool of no name fits the server.
    return this.#codemode.registry.listServers().flatMap(({ name }) => (this.#isDirect({ server: name, name: "" }) ? [name] : []));
  }

  get isEmpty(): boolean {
    return this.#codemode.config.tools.direct.length === 0;
  }

  /** Waits for the servers, as nobody asks again for a list that was too short. */
  async tools(): Promise<McpTool[]> {
    return [...(await this.#tools())].map(([name, tool]) => toDefinition(name, tool));
  }

  /** Calls a tool by the name that clients have for it; `undefined` where it is none of these. */
  async callTool(name: string, args: unknown, caller: Caller): Promise<CallToolResult | InputRequiredResult | undefined> {
    const tool = (await this.#tools()).get(name);
    if (!tool) return undefined;
    try {
      return (await this.#call({ server: tool.server, tool: tool.name, args: args ?? {} }, caller)) as CallToolResult | InputRequiredResult;
    } catch (error) {
      if (error instanceof ToolError && error.cause instanceof ProtocolError) throw error.cause;
      const code = error instanceof CodemodeError ? ` [${error.code}]` : "";
      return { content: [{ type: "text", text: `Error${code}: ${messageOf(error)}` }], isError: true };
    }
  }

  /** Serves resources, prompts and completions of direct servers on a connection that already serves resources of the gateway's own. */
  async attach(connection: McpServer, callerOf: (context: ServerContext) => Caller): Promise<void> {
    const { registry } = this.#codemode;
    const { servers } = this;
    await Promise.all(servers.map((server) => registry.settled(server)));
    const having = (what: "resources" | "prompts" | "completions"): string[] =>
      servers.filter((server) => registry.capabilities(server)?.[what]);
    const { server } = connection;
    if (having("resources").length > 0) {
      connection.registerResource(
        "direct",
        new ResourceTemplate("{+uri}", {
          list: async () => ({ resources: (await this.#list(registry.listResources.bind(registry))).map(withoutServer) as never }),
        }),
        {},
        async (uri, _, context) => {
          const found = await this.#resource(uri);
          const read = this.#call({ server: found.server, tool: found.uri, target: "resource", args: {} }, callerOf(context));
          return (await read.catch(rethrow)) as ReadResourceResult | InputRequiredResult;
        },
      );
      this.#serveSubscriptions(connection);
      server.setRequestHandler("resources/templates/list", async () => ({
        resourceTemplates: [
          ...OWN_TEMPLATES,
          ...(await this.#list(registry.listResourceTemplates.bind(registry))).map(withoutServer),
        ] as never,
      }));
    }
    if (having("prompts").length > 0) {
      server.registerCapabilities({ prompts: { listChanged: true } });
      server.setRequestHandler("prompts/list", async () => ({
        prompts: [...(await this.#prompts())].map(([name, prompt]) => ({ ...withoutServer(prompt), name })) as never,
      }));
      server.setRequestHandler("prompts/get", async ({ params }, context) => {
        const prompt = (await this.#prompts()).get(params.name);
        if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no prompt "${params.name}".`);
        const call = { server: prompt.server, tool: prompt.name, target: "prompt", args: params.arguments ?? {} } as const;
        return (await this.#call(call, callerOf(context)).catch(rethrow)) as GetPromptResult | InputRequiredResult;
      });
    }
    if (having("completions").length > 0) {
      server.registerCapabilities({ completions: {} });
      server.setRequestHandler("completion/complete", async ({ params }, { mcpReq }): Promise<CompleteResult> => {
        const { ref } = params;
        const prompt = ref.type === "ref/prompt" ? (await this.#prompts()).get(ref.name) : undefined;
        const template =
          ref.type === "ref/resource" ? (await this.#templates()).find(({ uriTemplate }) => uriTemplate === ref.uri) : undefined;
        const owner = prompt?.server ?? template?.server;
        if (owner === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is nothing of that name to complete.");
        const own = prompt ? { ...params, ref: { ...ref, name: prompt.name } } : params;
        return registry.complete(owner, own as never, { signal: mcpReq.signal }).catch(rethrow);
      });
    }
  }

  /** Whether a change at a server is one of what clients have from here. */
  concerns({ server }: { readonly server: string }): boolean {
    return this.#isDirect({ server, name: "" }) || this.#codemode.registry.listTools(server).some(this.#isDirect);
  }

  /** `resources/subscribe` of the protocol before 2026-07-28; since then subscriptions are streams, and tell of lists. */
  #serveSubscriptions({ server }: McpServer): void {
    const watching = new Map<string, () => Promise<void>>();
    server.registerCapabilities({ resources: { subscribe: true } });
    server.setRequestHandler("resources/subscribe", async ({ params: { uri } }) => {
      if (watching.has(uri)) return {};
      const owner = await this.#resource(uri);
      const tell = (): void => void server.sendResourceUpdated({ uri }).catch(() => {});
      watching.set(uri, await this.#codemode.registry.watchResource(owner.server, owner.uri, tell).catch(rethrow));
      return {};
    });
    server.setRequestHandler("resources/unsubscribe", async ({ params: { uri } }) => {
      await watching.get(uri)?.();
      watching.delete(uri);
      return {};
    });
    const closed = server.onclose;
    server.onclose = () => {
      closed?.();
      for (const stop of watching.values()) void stop();
    };
  }

  /** A call that may pause to ask, and is gone on with by the client's next request. */
  async #call(call: Omit<GatedCall, "signal" | "asIs">, caller: Caller): Promise<unknown> {
    const work =
      caller.resumes === undefined
        ? this.#works.add(
            new PausedWork<unknown>(
              ({ asker, signal }) =>
                this.#codemode.callAsIs(call, {
                  asker,
                  signal,
                  ...(caller.origin.traceContext ? { traceContext: caller.origin.traceContext } : {}),
                  ...(caller.meta ? { meta: caller.meta } : {}),
                  onEvent: (event) => {
                    if (event.kind === "call-progress") caller.progress(event.progress, event.total, event.message);
                    else if (event.kind === "call-logged") caller.log(event.level, event.data, event.logger);
                  },
                }),
              { owner: caller.principal, capabilities: caller.capabilities },
            ),
          )
        : this.#works.find(caller.resumes, caller.principal);
    caller.bringAnswers(work);
    try {
      const turn = await work.wait({ signal: caller.signal, canAnswer: caller.canAnswer });
      await caller.told();
      if (turn.kind === "asking") return await caller.ask(work.id, turn.questions);
      this.#works.forget(work);
      return turn.kind === "ended" ? turn.value : undefined;
    } catch (error) {
      this.#works.forget(work);
      throw error;
    }
  }

  async #tools(): Promise<Map<string, Tool>> {
    if (this.isEmpty) return new Map();
    const { registry } = this.#codemode;
    await registry.discoverAll();
    return this.#named(registry.listTools().filter(this.#isDirect), this.#taken);
  }

  async #resource(uri: URL | string): Promise<Pick<Resource, "server" | "uri">> {
    // An address has been through URL, which may write it otherwise.
    const wanted = uri.toString();
    const listed = await this.#list(this.#codemode.registry.listResources.bind(this.#codemode.registry));
    const found = listed.find(
      (resource) => resource.uri === wanted || (URL.canParse(resource.uri) && new URL(resource.uri).toString() === wanted),
    );
    if (found) return found;
    try {
      return { server: await this.#codemode.serverOf("resource", wanted, this.servers), uri: wanted };
    } catch {
      throw new ResourceNotFoundError(wanted);
    }
  }

  async #prompts(): Promise<Map<string, Prompt>> {
    const { registry } = this.#codemode;
    return this.#named(await this.#list(registry.listPrompts.bind(registry)), new Set());
  }

  #templates(): Promise<ListedTemplate[]> {
    const { registry } = this.#codemode;
    return this.#list(registry.listResourceTemplates.bind(registry));
  }

  async #list<T>(list: (server: string) => Promise<T[]>): Promise<T[]> {
    const lists = await Promise.allSettled(this.servers.map((server) => list(server)));
    return lists.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  }

  /** Each under the name that clients have for it; one for which there is none is left out. */
  #named<T extends { readonly server: string; readonly name: string }>(all: readonly T[], taken: ReadonlySet<string>): Map<string, T> {
    const counts = new Map<string, number>();
    for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
    const named = new Map<string, T>();
    for (const each of all) {
      const isFree = counts.get(each.name) === 1 && !taken.has(each.name);
      const name = isFree ? each.name : `${each.server}_${each.name}`;
      if (!named.has(name) && !taken.has(name)) named.set(name, each);
    }
    return named;
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

function withoutServer<T extends { readonly server: string }>({ server: _, ...rest }: T): Omit<T, "server"> {
  return rest;
}

/** A server's own error of the protocol goes on as such. */
function rethrow(error: unknown): never {
  throw error instanceof ToolError && error.cause instanceof ProtocolError ? error.cause : error;
}

/** The families of resources that the gateway itself has. */
const OWN_TEMPLATES = [
  { name: "io.modelcontextprotocol/skills", uriTemplate: "skill://{+path}" },
  { name: "handles", uriTemplate: "handle://{id}" },
];
