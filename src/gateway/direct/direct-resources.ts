import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
  type CompleteResult,
  type GetPromptResult,
  type InputRequiredResult,
  type McpServer,
  type ReadResourceResult,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Codemode } from "../../codemode.ts";
import { ToolError } from "../../errors.ts";
import type { Caller as Sender } from "../../executor/caller.ts";
import type { Prompt, Resource, ResourceTemplate as ListedTemplate } from "../../registry/resource.ts";
import { toTarget } from "../../policy/rule.ts";
import type { Caller } from "../caller.ts";
import { originOf } from "../request.ts";
import type { DirectCalls } from "./direct-calls.ts";
import type { DirectServers } from "./direct-servers.ts";
import { freeNames } from "./free-names.ts";

/** Resources, prompts and completions of direct servers, as the servers have them. */
export class DirectResources {
  readonly #codemode: Codemode;
  readonly #servers: DirectServers;
  readonly #calls: DirectCalls;

  constructor(codemode: Codemode, servers: DirectServers, calls: DirectCalls) {
    this.#codemode = codemode;
    this.#servers = servers;
    this.#calls = calls;
  }

  /** Serves resources, prompts and completions of direct servers on a connection that already serves resources of the gateway's own. */
  async attach(connection: McpServer, callerOf: (context: ServerContext) => Caller): Promise<void> {
    const { registry } = this.#codemode;
    const servers = registry
      .listServers()
      .map(({ name }) => name)
      .filter((name) => this.#servers.mayBeWhole(name));
    await Promise.all(servers.map((server) => registry.settled(server)));
    const having = (what: "resources" | "prompts" | "completions"): string[] =>
      servers.filter((server) => registry.capabilities(server)?.[what]);
    const { server } = connection;
    const senderOf = (context: ServerContext): Sender => originOf(context, server).caller;
    if (having("resources").length > 0) {
      connection.registerResource(
        "direct",
        new ResourceTemplate("{+uri}", {
          list: async (context) => ({ resources: (await this.#resources(senderOf(context))).map(withoutServer) as never }),
        }),
        {},
        async (uri, _, context) => {
          const found = await this.#resource(uri, senderOf(context));
          const read = this.#calls.call({ server: found.server, tool: found.uri, target: "resource", args: {} }, callerOf(context));
          return (await read.catch(rethrow)) as ReadResourceResult | InputRequiredResult;
        },
      );
      this.#serveSubscriptions(connection);
      server.setRequestHandler("resources/templates/list", async (_, context) => ({
        resourceTemplates: [...OWN_TEMPLATES, ...(await this.#templates(senderOf(context))).map(withoutServer)] as never,
      }));
    }
    if (having("prompts").length > 0) {
      server.registerCapabilities({ prompts: { listChanged: true } });
      server.setRequestHandler("prompts/list", async (_, context) => ({
        prompts: [...(await this.#prompts(senderOf(context)))].map(([name, prompt]) => ({ ...withoutServer(prompt), name })) as never,
      }));
      server.setRequestHandler("prompts/get", async ({ params }, context) => {
        const prompt = (await this.#prompts(senderOf(context))).get(params.name);
        if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no prompt "${params.name}".`);
        const call = { server: prompt.server, tool: prompt.name, target: "prompt", args: params.arguments ?? {} } as const;
        return (await this.#calls.call(call, callerOf(context)).catch(rethrow)) as GetPromptResult | InputRequiredResult;
      });
    }
    if (having("completions").length > 0) {
      server.registerCapabilities({ completions: {} });
      server.setRequestHandler("completion/complete", async ({ params }, context): Promise<CompleteResult> => {
        const { ref } = params;
        const prompt = ref.type === "ref/prompt" ? (await this.#prompts(senderOf(context))).get(ref.name) : undefined;
        const template =
          ref.type === "ref/resource"
            ? (await this.#templates(senderOf(context))).find(({ uriTemplate }) => uriTemplate === ref.uri)
            : undefined;
        const owner = prompt?.server ?? template?.server;
        if (owner === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is nothing of that name to complete.");
        const own = prompt ? { ...params, ref: { ...ref, name: prompt.name } } : params;
        return registry.complete(owner, own as never, { signal: context.mcpReq.signal }).catch(rethrow);
      });
    }
  }

  /** `resources/subscribe` of the protocol before 2026-07-28; since then subscriptions are streams, and tell of lists. */
  #serveSubscriptions({ server }: McpServer): void {
    const watching = new Map<string, () => Promise<void>>();
    server.registerCapabilities({ resources: { subscribe: true } });
    server.setRequestHandler("resources/subscribe", async ({ params: { uri } }, context) => {
      if (watching.has(uri)) return {};
      const owner = await this.#resource(uri, originOf(context, server).caller);
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

  async #resource(uri: URL | string, sender: Sender): Promise<Pick<Resource, "server" | "uri">> {
    // An address has been through URL, which may write it otherwise.
    const wanted = uri.toString();
    const listed = await this.#resources(sender);
    const found = listed.find(
      (resource) => resource.uri === wanted || (URL.canParse(resource.uri) && new URL(resource.uri).toString() === wanted),
    );
    if (found) return found;
    try {
      return { server: await this.#codemode.serverOf("resource", wanted, this.#servers.servers(sender)), uri: wanted };
    } catch {
      throw new ResourceNotFoundError(wanted);
    }
  }

  #resources(sender: Sender): Promise<Resource[]> {
    const { registry, access } = this.#codemode;
    return this.#list(sender, async (server) =>
      (await registry.listResources(server)).filter(({ uri }) => !access.hides(toTarget(server, "resource", uri), sender)),
    );
  }

  async #prompts(sender: Sender): Promise<Map<string, Prompt>> {
    const { registry, access } = this.#codemode;
    const prompts = await this.#list(sender, async (server) =>
      (await registry.listPrompts(server)).filter(({ name }) => !access.hides(toTarget(server, "prompt", name), sender)),
    );
    return freeNames(prompts, new Set());
  }

  #templates(sender: Sender): Promise<ListedTemplate[]> {
    const { registry } = this.#codemode;
    return this.#list(sender, (server) => registry.listResourceTemplates(server));
  }

  async #list<T>(sender: Sender, list: (server: string) => Promise<T[]>): Promise<T[]> {
    const lists = await Promise.allSettled(this.#servers.servers(sender).map((server) => list(server)));
    return lists.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  }
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
