import { ProtocolError, SdkError, SdkErrorCode } from "@modelcontextprotocol/client";
import { CodemodeError, ToolError, messageOf } from "../errors.js";
import { backoffMs } from "./backoff.js";
import { dial } from "./dial.js";
import { networkCause } from "./network-cause.js";
import { listAllTools } from "./tool-list.js";
/** One server: dialled once and kept open, dialled again with backoff when it fails, its tools kept up to date. */
export class Connection {
  name;
  config;
  #state = { kind: "connecting" };
  #tools = new Map();
  #about = "";
  #client;
  #attempt;
  #failures = 0;
  #retry;
  #closing = new AbortController();
  #options;
  constructor(name, config, options) {
    this.name = name;
    this.config = config;
    this.#options = options;
    this.#attempt = this.#connect();
  }
  get state() {
    return this.#state;
  }
  /** The tools as last listed; kept while the server is away, so that code which names them gets the server's error and not "unknown". */
  get tools() {
    return this.#tools;
  }
  /** What the server says of itself: its title, its description, its instructions. Untrusted. */
  get about() {
    return this.#about;
  }
  /** Resolves when the attempt under way has ended, well or not; never rejects. */
  settled() {
    return this.#attempt;
  }
  /** Calls a tool and returns its answer as it came. @throws ToolError with a `SERVER_*`, `TOOL_*` or `CANCELLED` code */
  async callTool(tool, args, options) {
    if (this.#state.kind === "connecting") await Promise.race([this.#attempt, aborted(options.signal)]);
    const client = this.#client;
    if (options.signal?.aborted) throw this.#toolError(tool, "CANCELLED", "the call was cancelled before it was sent.");
    if (!client) throw this.#unavailable(tool);
    const timeoutMs = options.timeoutMs ?? this.config.timeoutMs;
    const { onProgress } = options;
    try {
      return await client.callTool(
        { name: tool.name, arguments: { ...args } },
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
  async close() {
    if (this.#state.kind === "closed") return;
    this.#setState({ kind: "closed" });
    clearTimeout(this.#retry);
    this.#closing.abort();
    await this.#attempt;
    const client = this.#client;
    this.#client = undefined;
    await client?.close().catch(() => {});
  }
  async #connect() {
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
  async #list(client) {
    if (!client.getServerCapabilities()?.tools) return new Map();
    const tools = await listAllTools(client, this.name, { timeout: this.#options.connectTimeoutMs, signal: this.#closing.signal });
    return new Map(tools.filter((tool) => !this.#options.hides(tool)).map((tool) => [tool.name, tool]));
  }
  async #refresh() {
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
  #lost(client) {
    if (this.#client !== client) return;
    this.#client = undefined;
    void client.close().catch(() => {});
    if (this.#state.kind !== "closed")
      this.#fail(new CodemodeError("SERVER_CLOSED", "The server closed the connection or its process ended."));
  }
  #fail(error) {
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
  #setState(state) {
    this.#state = state;
    this.#options.onChange();
  }
  #unavailable(tool) {
    const state = this.#state;
    if (state.kind !== "failed") return this.#toolError(tool, "SERVER_CLOSED", "the server is not connected.", true);
    const inSeconds = Math.max(0, Math.ceil((state.retryAtMs - Date.now()) / 1_000));
    return this.#toolError(tool, state.code, `the server is not available: ${state.reason} It is tried again in ${inSeconds} s.`, true);
  }
  #toCallError(tool, error, timeoutMs, signal) {
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
  #toolError(tool, code, what, retryable = false, cause) {
    return new ToolError(code, `${tool.server}.${tool.name}: ${what}`, { server: tool.server, tool: tool.name, retryable, cause });
  }
}
function aborted(signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
function aboutServer(client) {
  const { title, description } = client.getServerVersion() ?? {};
  return [title, description, client.getInstructions()]
    .filter((text) => typeof text === "string" && text !== "")
    .join("\n")
    .slice(0, MAX_ABOUT_CHARACTERS);
}
const MAX_ABOUT_CHARACTERS = 1_000;
