import type {
  CallToolResult,
  Client,
  CompleteRequestParams,
  CompleteResult,
  FetchLike,
  GetPromptResult,
  ReadResourceResult,
  RequestOptions,
  ServerCapabilities,
} from "@modelcontextprotocol/client";
import { CodemodeError, ToolError } from "../errors.ts";
import { didYouMean } from "../closest-names.ts";
import type { ServerConfig } from "../config/config.ts";
import { parseServerConfig } from "../config/schema.ts";
import { Connection, type ConnectionCallOptions } from "./connection.ts";
import { measure, type ServerTimes } from "./measure.ts";
import { listPrompts, listResources, listResourceTemplates, type Prompt, type Resource, type ResourceTemplate } from "./resource.ts";
import { DEFAULT_MAX_MESSAGE_BYTES } from "./message-meter.ts";
import { meteredFetch } from "./metered-fetch.ts";
import { mapToolResult } from "./result-mapping.ts";
import type { ResultObserver } from "./result-observer.ts";
import { signedFetch, type ServerToSignIn, type SignIn } from "./sign-in.ts";
import type { HeldTool, ToolAdmission } from "./tool-admission.ts";
import { KnownSecrets } from "../secrets/known-secrets.ts";
import type { ServerStatus, Tool } from "./tool.ts";

export interface ToolRegistryOptions {
  /** How long a server may take to connect and to list its tools, in milliseconds each. @default 30_000 */
  readonly connectTimeoutMs?: number;
  /** Told when a server changes its state or its tools. */
  readonly onChange?: (server: string) => void;
  /** Told when a server says that another of its lists has changed. */
  readonly onListChanged?: (server: string, list: "resources" | "prompts") => void;
  /** What one message of a server may have, in bytes; a larger one is the end of its call or of the connection. @default 33_554_432 */
  readonly maxMessageBytes?: number;
  /** How requests to servers over HTTP are made. @default the `fetch` of Node */
  readonly fetch?: FetchLike;
  /** Who signs in at a server over HTTP that wants it. @default nobody, a server that answers 401 is not available */
  readonly signIn?: (server: ServerToSignIn) => SignIn | undefined;
  /** Tools that nobody gets to know of, as if their server did not have them. @default none */
  readonly hides?: (tool: Tool) => boolean;
  /** Which of the tools that servers list are there. @default all */
  readonly admission?: ToolAdmission;
  /** Sees the results of tools without an output schema, and says how their texts are read. @default each text is read by itself */
  readonly results?: ResultObserver;
}

export interface CallOptions extends ConnectionCallOptions {
  /** Told that a result is not as the tool promised, or not as it was before. */
  readonly onWarning?: (message: string) => void;
}

/**
 * The servers and their tools. Connections are opened in parallel and kept open; one that fails is tried again by itself and never
 * stops the others.
 *
 * @example
 * const registry = new ToolRegistry();
 * registry.addServer("memory", { command: "npx", args: ["-y", "@modelcontextprotocol/server-memory"] });
 * await registry.discoverAll();
 * await registry.callTool("memory", "read_graph", {});
 * await registry[Symbol.asyncDispose]();
 */
export class ToolRegistry implements AsyncDisposable {
  readonly #connections = new Map<string, Connection>();
  readonly #options: Required<Omit<ToolRegistryOptions, "results" | "admission">>;
  readonly #results: ResultObserver | undefined;
  readonly #admission: ToolAdmission | undefined;
  #admittedAt = "";
  #version = 0;
  #disposed = false;

  constructor(options: ToolRegistryOptions = {}) {
    this.#options = {
      connectTimeoutMs: options.connectTimeoutMs ?? 30_000,
      onChange: options.onChange ?? (() => {}),
      onListChanged: options.onListChanged ?? (() => {}),
      maxMessageBytes: options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES,
      fetch: options.fetch ?? fetch,
      signIn: options.signIn ?? (() => undefined),
      hides: options.hides ?? (() => false),
    };
    this.#results = options.results;
    this.#admission = options.admission;
  }

  /**
   * Adds a server and starts to connect. `config` is an entry of `mcpServers`, or a checked one. Returns at once; `discoverAll()` waits.
   * @throws CodemodeError `CONFIG_INVALID`, `SERVER_EXISTS`, `DISPOSED`
   */
  addServer(name: string, config: ServerConfig | Readonly<Record<string, unknown>>): void {
    if (this.#disposed) throw new CodemodeError("DISPOSED", "This registry has been disposed. Make a new one.");
    if (this.#connections.has(name)) throw new CodemodeError("SERVER_EXISTS", `There is a server "${name}" already. Remove it first.`);
    const checked = isServerConfig(config) ? config : parseServerConfig(name, config, "addServer");
    if (!checked) return;
    const secrets = new KnownSecrets();
    const signIn =
      checked.kind === "http" ? this.#options.signIn({ name, config: checked, secrets, fetch: this.#options.fetch }) : undefined;
    const connection = new Connection(name, checked, {
      secrets,
      hasSignedIn: async () => (await signIn?.hasNews?.()) ?? false,
      connectTimeoutMs: this.#options.connectTimeoutMs,
      hides: this.#options.hides,
      admission: this.#admission,
      onChange: () => {
        this.#version += 1;
        this.#options.onChange(name);
      },
      onListChanged: (list) => this.#options.onListChanged(name, list),
      maxMessageBytes: this.#options.maxMessageBytes,
      fetch: this.#fetchFor(checked, signIn, secrets),
    });
    this.#connections.set(name, connection);
  }

  /** Closes a server and forgets it. @throws CodemodeError `SERVER_UNKNOWN` */
  async removeServer(name: string): Promise<void> {
    const connection = this.#connection(name);
    this.#connections.delete(name);
    this.#version += 1;
    await connection.close();
  }

  /**
   * Waits until every server has connected or failed, and says where each stands. Never rejects for a server's failure.
   * @throws CodemodeError `CANCELLED`
   */
  async discoverAll(options: { readonly signal?: AbortSignal } = {}): Promise<ServerStatus[]> {
    const all = this.#settleAll();
    const { signal } = options;
    if (signal) {
      await new Promise<void>((resolve, reject) => {
        const stop = (): void => reject(new CodemodeError("CANCELLED", "The discovery was cancelled."));
        if (signal.aborted) stop();
        signal.addEventListener("abort", stop, { once: true });
        void all.then(() => resolve()).finally(() => signal.removeEventListener("abort", stop));
      });
    } else await all;
    return this.listServers();
  }

  /** Tools that servers list and nobody may use until somebody has looked at them, of all servers or of one. @throws CodemodeError `SERVER_UNKNOWN` */
  listHeld(server?: string): HeldTool[] {
    const connections = server === undefined ? [...this.#connections.values()] : [this.#connection(server)];
    return connections.flatMap((connection) => [...connection.held.values()]);
  }

  /** How a server is reached. @throws CodemodeError `SERVER_UNKNOWN` */
  configOf(server: string): ServerConfig {
    return this.#connection(server).config;
  }

  /** Grows with every change of a state or a tool list, so that a cache can tell whether it still fits. */
  get version(): number {
    return this.#version;
  }

  /** How many tools all servers have together. */
  get toolCount(): number {
    let count = 0;
    for (const connection of this.#connections.values()) count += connection.tools.size;
    return count;
  }

  /** Every server with its state, in the order in which they were added. */
  listServers(): ServerStatus[] {
    return [...this.#connections.values()].map(({ name, config, state }) => ({
      name,
      transport: config.kind,
      ...(config.kind === "http" ? { origin: new URL(config.url).origin } : {}),
      state,
    }));
  }

  /** Every tool, or every tool of one server, in the servers' own order. @throws CodemodeError `SERVER_UNKNOWN` */
  listTools(server?: string): Tool[] {
    const connections = server === undefined ? [...this.#connections.values()] : [this.#connection(server)];
    return connections.flatMap((connection) => [...connection.tools.values()]);
  }

  /** What a server says of itself, its tools apart; empty where it says nothing. Untrusted. @throws CodemodeError `SERVER_UNKNOWN` */
  aboutServer(server: string): string {
    return this.#connection(server).about;
  }

  /** How quickly a server that is there answers now. @throws CodemodeError `SERVER_UNKNOWN` @throws ToolError where it does not answer */
  measure(server: string, { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {}): Promise<ServerTimes> {
    return measure(this.#connection(server), signal);
  }

  /** Waits until one server has connected or failed. @throws CodemodeError `SERVER_UNKNOWN` */
  settled(server: string): Promise<void> {
    return this.#connection(server).settled();
  }

  /** One tool by the config's name of its server and its own name. @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN` */
  getTool(server: string, tool: string): Tool {
    const connection = this.#connection(server);
    const found = connection.tools.get(tool);
    if (found) return found;
    const held = connection.held.get(tool);
    if (held)
      throw new CodemodeError(
        "TOOL_CHANGED",
        `${server}.${tool}: ${held.why}. It is disabled until a person has looked at it, with: codemode review ${server}`,
        { data: { server, tool } },
      );
    const state = connection.state;
    const why =
      state.kind === "failed"
        ? ` The server is not available: ${state.reason}`
        : state.kind === "connecting"
          ? " The server is still connecting."
          : "";
    throw new CodemodeError("TOOL_UNKNOWN", `Server "${server}" has no tool "${tool}".${didYouMean(tool, connection.tools.keys())}${why}`, {
      data: { server, tool },
    });
  }

  /**
   * Calls a tool and returns its result by the rules of `mapToolResult`. Arguments are sent as they are: the call gate checks them before.
   * @throws ToolError the tool's own failure (`TOOL_FAILED`), the server's (`SERVER_*`, `TOOL_TIMEOUT`) or `CANCELLED`
   * @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN`
   */
  async callTool(server: string, tool: string, args: Readonly<Record<string, unknown>> = {}, options: CallOptions = {}): Promise<unknown> {
    const { onWarning, ...callOptions } = options;
    const { definition, answer } = await this.#call(server, tool, args, callOptions);
    const { value, textKind, warning } = mapToolResult(definition, answer, this.#results?.textKind(definition));
    if (warning !== undefined) onWarning?.(warning);
    if (definition.outputSchema === undefined) this.#results?.observe(definition, value, textKind);
    return value;
  }

  /**
   * Calls a tool and returns its answer as the server gave it, also one that says `isError`.
   * @throws ToolError the server's failure (`SERVER_*`, `TOOL_TIMEOUT`, `TOOL_FAILED` for a protocol error) or `CANCELLED`
   * @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN`
   */
  async callToolAsIs(
    server: string,
    tool: string,
    args: Readonly<Record<string, unknown>> = {},
    options: ConnectionCallOptions = {},
  ): Promise<CallToolResult> {
    return (await this.#call(server, tool, args, options)).answer;
  }

  /** What a server says that it can do (MCP `ServerCapabilities`); `undefined` while it is not connected. @throws CodemodeError `SERVER_UNKNOWN` */
  capabilities(server: string): ServerCapabilities | undefined {
    return this.#connection(server).capabilities;
  }

  /**
   * What servers offer to read: of one server, or of all that are there. A server without resources has none.
   * @throws CodemodeError `SERVER_UNKNOWN`
   * @throws ToolError where `server` is given and does not answer
   */
  listResources(server?: string, options: ConnectionCallOptions = {}): Promise<Resource[]> {
    return this.#list(server, "resources", "resources/list", options, listResources);
  }

  /** As {@link listResources}, the families of resources. */
  listResourceTemplates(server?: string, options: ConnectionCallOptions = {}): Promise<ResourceTemplate[]> {
    return this.#list(server, "resources", "resources/templates/list", options, listResourceTemplates);
  }

  /** As {@link listResources}, the prompts. */
  listPrompts(server?: string, options: ConnectionCallOptions = {}): Promise<Prompt[]> {
    return this.#list(server, "prompts", "prompts/list", options, listPrompts);
  }

  /** Reads a resource. @throws CodemodeError `SERVER_UNKNOWN` @throws ToolError as {@link callTool} */
  async readResource(server: string, uri: string, options: ConnectionCallOptions = {}): Promise<ReadResourceResult> {
    return this.#connection(server).request("resources/read", options, (client, requestOptions, more) =>
      client.readResource({ uri, ...more }, { ...requestOptions, cacheMode: "bypass" }),
    );
  }

  /** Tells of changes of a resource until what it returns is called. @throws CodemodeError `SERVER_UNKNOWN` @throws ToolError as {@link callTool} */
  watchResource(server: string, uri: string, listener: () => void): Promise<() => Promise<void>> {
    return this.#connection(server).watch(uri, listener);
  }

  /** Gets a prompt with its arguments filled in. @throws CodemodeError `SERVER_UNKNOWN` @throws ToolError as {@link callTool} */
  async getPrompt(
    server: string,
    name: string,
    args: Readonly<Record<string, string>> = {},
    options: ConnectionCallOptions = {},
  ): Promise<GetPromptResult> {
    return this.#connection(server).request("prompts/get", options, (client, requestOptions, more) =>
      client.getPrompt({ name, arguments: { ...args }, ...more }, requestOptions),
    );
  }

  /** What may stand for an argument of a prompt or of a template. @throws as {@link getPrompt} */
  async complete(server: string, params: CompleteRequestParams, options: ConnectionCallOptions = {}): Promise<CompleteResult> {
    return this.#connection(server).request("completion/complete", options, (client, requestOptions) =>
      client.complete(params, requestOptions),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const connections = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(connections.map((connection) => connection.close()));
  }

  #fetchFor(config: ServerConfig, signIn: SignIn | undefined, secrets: KnownSecrets): FetchLike {
    if (config.kind !== "http" || !signIn) return this.#options.fetch;
    // What is asked for the sign-in passes nothing else that counts.
    return signedFetch(
      signIn,
      new URL(config.url),
      secrets,
      meteredFetch(this.#options.fetch, this.#options.maxMessageBytes, () => () => {}),
    );
  }

  async #call(
    server: string,
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: ConnectionCallOptions,
  ): Promise<{ readonly definition: Tool; readonly answer: CallToolResult }> {
    const connection = this.#connection(server);
    if (connection.state.kind === "connecting") await connection.settled();
    const definition = this.#toolForCall(connection, tool);
    return { definition, answer: await connection.callTool(definition, args, options) };
  }

  async #list<T>(
    server: string | undefined,
    capability: "resources" | "prompts",
    method: string,
    options: ConnectionCallOptions,
    list: (client: Client, server: string, options: RequestOptions) => Promise<T[]>,
  ): Promise<T[]> {
    const connections = server === undefined ? [...this.#connections.values()] : [this.#connection(server)];
    const lists = connections.map(async (connection) => {
      if (connection.state.kind === "connecting") await connection.settled();
      if (server === undefined && connection.state.kind !== "ready") return [];
      return connection.request(method, options, async (client, requestOptions) =>
        client.getServerCapabilities()?.[capability] ? list(client, connection.name, requestOptions) : [],
      );
    });
    // One that fails takes nothing away from the others.
    if (server === undefined) return (await Promise.allSettled(lists)).flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    return (await Promise.all(lists)).flat();
  }

  async #settleAll(): Promise<void> {
    const connections = [...this.#connections.values()];
    await Promise.all(connections.map((connection) => connection.settled()));
    const holding = connections.filter(({ held }) => held.size > 0);
    if (!this.#admission || holding.length === 0) return;
    const stamp = await this.#admission.stamp();
    // Somebody may have looked at them, in another process.
    if (stamp !== this.#admittedAt) await Promise.all(holding.map((connection) => connection.admitAgain()));
    this.#admittedAt = stamp;
  }

  #connection(name: string): Connection {
    const connection = this.#connections.get(name);
    if (connection) return connection;
    const known = [...this.#connections.keys()];
    const list = known.length === 0 ? " There are no servers." : ` Servers: ${known.slice(0, 20).join(", ")}.`;
    throw new CodemodeError("SERVER_UNKNOWN", `There is no server "${name}".${didYouMean(name, known)}${list}`, { data: { server: name } });
  }

  /** As {@link getTool}, but a server that is away and was never listed answers with its own failure. */
  #toolForCall(connection: Connection, tool: string): Tool {
    const { state } = connection;
    if (state.kind === "failed" && !connection.tools.has(tool)) {
      throw new ToolError(state.code as ToolError["code"], `${connection.name}.${tool}: the server is not available: ${state.reason}`, {
        server: connection.name,
        tool,
        retryable: true,
      });
    }
    return this.getTool(connection.name, tool);
  }
}

function isServerConfig(config: object): config is ServerConfig {
  return "kind" in config && "protocol" in config && "timeoutMs" in config;
}
