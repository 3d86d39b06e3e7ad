import { ProtocolError, SdkError, SdkErrorCode, type CallToolResult, type Client, type Progress } from "@modelcontextprotocol/client";
import type { ServerConfig } from "../config/config.ts";
import { CodemodeError, ToolError, messageOf, type ErrorCode } from "../errors.ts";
import { backoffMs } from "./backoff.ts";
import { dial } from "./dial.ts";
import { networkCause } from "./network-cause.ts";
import { listAllTools } from "./tool-list.ts";
import type { ServerState, Tool } from "./tool.ts";

export interface ConnectionCallOptions {
  readonly signal?: AbortSignal;
  /** How long the call may take, in milliseconds. @default the server's `timeoutMs` */
  readonly timeoutMs?: number;
  /** What goes along with the call in its `_meta`. @default nothing */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Told of every progress notification that the server sends for this call. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface ConnectionOptions {
  readonly connectTimeoutMs: number;
  /** Tools that are left out of the list. */
  readonly hides: (tool: Tool) => boolean;
  /** Told after every change of the state or of the tools. */
  readonly onChange: () => void;
}

/** One server: dialled once and kept open, dialled again with backoff when it fails, its tools kept up to date. */
export class Connection {
  readonly name: string;
  readonly config: ServerConfig;
  #state: ServerState = { kind: "connecting" };
  #tools: ReadonlyMap<string, Tool> = new Map();
  #about = "";
  #client: Client | undefined;
  #attempt: Promise<void>;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();
  readonly #options: ConnectionOptions;

  constructor(name: string, config: ServerConfig, options: ConnectionOptions) {
    this.name = name;
    this.config = config;
    this.#options = options;
    this.#attempt = this.#connect();
  }

  get state(): ServerState {
    return this.#state;
  }

  /** The tools as last listed; kept while the server is away, so that code which names them gets the server's error and not "unknown". */
  get tools(): ReadonlyMap<string, Tool> {
    return this.#tools;
  }

  /** What the server says of itself: its title, its description, its instructions. Untrusted. */
  get about(): string {
    return this.#about;
  }

  /** Resolves when the attempt under way has ended, well or not; never rejects. */
  settled(): Promise<void> {
    return this.#attempt;
  }

  /** Calls a tool and returns its answer as it came. @throws ToolError with a `SERVER_*`, `TOOL_*` or `CANCELLED` code */
  async callTool(tool: Tool, args: Readonly<Record<string, unknown>>, options: ConnectionCallOptions): Promise<CallToolResult> {
    if (this.#state.kind === "connecting") await Promise.race([this.#attempt, aborted(options.signal)]);
    const client = this.#client;
    if (options.signal?.aborted) throw this.#toolError(tool, "CANCELLED", "the call was cancelled before it was sent.");
    if (!client) throw this.#unavailable(tool);
    const timeoutMs = options.timeoutMs ?? this.config.timeoutMs;
    const { onProgress, meta } = options;
    try {
      return await client.callTool(
        { name: tool.name, arguments: { ...args }, ...(meta ? { _meta: { ...meta } } : {}) },
        {
          timeout: timeoutMs,
          ...(options.signal ? { signal: options.signal } : {}),
          ...(onProgress ? { onprogress: onProgress } : {}),
          // The definition carries the header rules of 2026-07-28; without an output schema the SDK does not reject results by it.
          toolDefinition: {
            name: tool.name,
            inputSchema: { ...(typeof tool.inputSchema === "object" ? tool.inputSchema : {}), type: "object" },
          },
        },
      );
    } catch (error) {
      const callError = this.#toCallError(tool, error, timeoutMs, options.signal);
      // An HTTP connection does not say that it is lost; the first call that can't reach the server does.
      if (callError.code === "SERVER_UNREACHABLE") this.#lost(client);
      throw callError;
    }
  }

  async close(): Promise<void> {
    if (this.#state.kind === "closed") return;
    this.#setState({ kind: "closed" });
    clearTimeout(this.#retry);
    this.#closing.abort();
    await this.#attempt;
    const client = this.#client;
    this.#client = undefined;
    await client?.close().catch(() => {});
  }

  async #connect(): Promise<void> {
    const { signal } = this.#closing;
    try {
      const client = await dial(this.config, {
        signal,
        timeoutMs: this.#options.connectTimeoutMs,
        onToolsChanged: () => void this.#refresh(),
      });
      client.onclose = () => this.#lost(client);
      try {
        this.#tools = await this.#list(client);
      } catch (error) {
        await client.close().catch(() => {});
        throw error;
      }
      if (signal.aborted) return void (await client.close().catch(() => {}));
      this.#client = client;
      this.#about = aboutServer(client);
      this.#failures = 0;
      const protocolVersion = client.getNegotiatedProtocolVersion() ?? "unknown";
      this.#setState({ kind: "ready", protocolVersion, toolCount: this.#tools.size });
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  async #list(client: Client): Promise<ReadonlyMap<string, Tool>> {
    if (!client.getServerCapabilities()?.tools) return new Map();
    const tools = await listAllTools(client, this.name, { timeout: this.#options.connectTimeoutMs, signal: this.#closing.signal });
    return new Map(tools.filter((tool) => !this.#options.hides(tool)).map((tool) => [tool.name, tool]));
  }

  async #refresh(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    try {
      const tools = await this.#list(client);
      if (this.#client !== client) return;
      this.#tools = tools;
      if (this.#state.kind === "ready") this.#setState({ ...this.#state, toolCount: tools.size });
    } catch {
      // The list stays as it was; a lost connection is reported by onclose.
    }
  }

  #lost(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    void client.close().catch(() => {});
    if (this.#state.kind !== "closed")
      this.#fail(new CodemodeError("SERVER_CLOSED", "The server closed the connection or its process ended."));
  }

  #fail(error: unknown): void {
    this.#failures += 1;
    const delayMs = backoffMs(this.#failures);
    const code = error instanceof CodemodeError ? error.code : "SERVER_PROTOCOL";
    this.#setState({ kind: "failed", code, reason: messageOf(error), retryAtMs: Date.now() + delayMs });
    this.#retry = setTimeout(() => {
      this.#setState({ kind: "connecting" });
      this.#attempt = this.#connect();
    }, delayMs);
    this.#retry.unref();
  }

  #setState(state: ServerState): void {
    this.#state = state;
    this.#options.onChange();
  }

  #unavailable(tool: Tool): ToolError {
    const state = this.#state;
    if (state.kind !== "failed") return this.#toolError(tool, "SERVER_CLOSED", "the server is not connected.", true);
    const inSeconds = Math.max(0, Math.ceil((state.retryAtMs - Date.now()) / 1_000));
    return this.#toolError(
      tool,
      state.code as ErrorCode,
      `the server is not available: ${state.reason} It is tried again in ${inSeconds} s.`,
      true,
    );
  }

  #toCallError(tool: Tool, error: unknown, timeoutMs: number, signal: AbortSignal | undefined): ToolError {
    if (signal?.aborted) return this.#toolError(tool, "CANCELLED", "the call was cancelled.", false, error);
    if (error instanceof CodemodeError) return this.#toolError(tool, error.code, error.message, true, error);
    if (error instanceof SdkError) {
      if (error.code === SdkErrorCode.RequestTimeout) {
        return this.#toolError(tool, "TOOL_TIMEOUT", `no answer within ${timeoutMs} ms.`, true, error);
      }
      if (error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.NotConnected) {
        return this.#toolError(
          tool,
          "SERVER_CLOSED",
          "the server ended while the call was running; it may or may not have had its effect.",
          true,
          error,
        );
      }
    }
    const cause = networkCause(error);
    if (cause !== undefined) return this.#toolError(tool, "SERVER_UNREACHABLE", `the server can't be reached: ${cause}.`, true, error);
    if (error instanceof ProtocolError) return this.#toolError(tool, "TOOL_FAILED", error.message, false, error);
    return this.#toolError(tool, "SERVER_PROTOCOL", messageOf(error), false, error);
  }

  #toolError(tool: Tool, code: ErrorCode, what: string, retryable = false, cause?: unknown): ToolError {
    return new ToolError(code, `${tool.server}.${tool.name}: ${what}`, { server: tool.server, tool: tool.name, retryable, cause });
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}

function aboutServer(client: Client): string {
  const { title, description } = client.getServerVersion() ?? {};
  return [title, description, client.getInstructions()]
    .filter((text) => typeof text === "string" && text !== "")
    .join("\n")
    .slice(0, MAX_ABOUT_CHARACTERS);
}

const MAX_ABOUT_CHARACTERS = 1_000;
