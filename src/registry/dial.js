import {
  Client,
  SdkError,
  SdkErrorCode,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { CodemodeError, messageOf } from "../errors.js";
import { networkCause } from "./network-cause.js";
import { StdioTransport } from "./stdio-transport.js";
/**
 * Opens one connection to a server: one transport and one era of the protocol after the other, until one works.
 * @throws CodemodeError `SERVER_START_FAILED`, `SERVER_UNREACHABLE`, `SERVER_TIMEOUT`, `SERVER_CLOSED`, `SERVER_PROTOCOL`, with the
 * reason of the last attempt
 */
export async function dial(config, options) {
  let last;
  for (const attempt of attempts(config)) {
    const transport = attempt.open();
    const client = new Client(
      { name: "mcp-codemode", version: "0.1.0" },
      {
        capabilities: {},
        versionNegotiation: attempt.negotiation,
        listChanged: { tools: { autoRefresh: false, debounceMs: 50, onChanged: options.onToolsChanged } },
      },
    );
    const abort = () => void transport.close().catch(() => {});
    options.signal.addEventListener("abort", abort, { once: true });
    try {
      options.signal.throwIfAborted();
      await client.connect(transport, { timeout: options.timeoutMs, signal: options.signal });
      return client;
    } catch (error) {
      await transport.close().catch(() => {});
      last = toConnectError(config, transport, error);
      // Only an answer that says "not this way" makes the next way worth trying; a silent or missing server stays so.
      if (options.signal.aborted || last.code !== "SERVER_PROTOCOL") break;
    } finally {
      options.signal.removeEventListener("abort", abort);
    }
  }
  throw last ?? new CodemodeError("SERVER_UNREACHABLE", "No way to reach the server was tried.");
}
function attempts(config) {
  if (config.kind === "stdio") {
    const open = () => new StdioTransport(config);
    if (config.protocol !== "default") return [{ open, negotiation: negotiationFor(config.protocol) }];
    return [
      { open, negotiation: { mode: "legacy" } },
      { open, negotiation: negotiationFor("modern") },
    ];
  }
  const streamable = {
    open: () => openStreamableHttp(config),
    negotiation: negotiationFor(config.protocol === "default" ? "auto" : config.protocol),
  };
  const sse = { open: () => openSse(config), negotiation: { mode: "legacy" } };
  if (config.transport === "sse") return [sse];
  return config.transport === "streamable-http" || config.protocol === "modern" ? [streamable] : [streamable, sse];
}
function negotiationFor(preference) {
  return { mode: preference === "modern" ? { pin: "2026-07-28" } : preference };
}
function openStreamableHttp(config) {
  return new StreamableHTTPClientTransport(new URL(config.url), { requestInit: { headers: config.headers } });
}
function openSse(config) {
  return new SSEClientTransport(new URL(config.url), { requestInit: { headers: config.headers } });
}
function toConnectError(config, transport, error) {
  if (error instanceof CodemodeError) return error;
  const hint = transport instanceof StdioTransport ? transport.stderrHint : "";
  const target = nameOf(config);
  const details = { cause: error };
  if (error instanceof UnauthorizedError) {
    return new CodemodeError("SERVER_UNREACHABLE", `${target} wants a sign-in (HTTP 401). Give it credentials under "headers".`, details);
  }
  if (error instanceof SdkError) {
    if (error.code === SdkErrorCode.RequestTimeout) {
      return new CodemodeError("SERVER_TIMEOUT", `${target} did not answer in time.${hint}`, details);
    }
    if (error.code === SdkErrorCode.ConnectionClosed) {
      return new CodemodeError("SERVER_CLOSED", `${target} ended before it was ready.${hint}`, details);
    }
  }
  const cause = networkCause(error);
  if (cause !== undefined) return new CodemodeError("SERVER_UNREACHABLE", `${target} can't be reached: ${cause}.`, details);
  return new CodemodeError("SERVER_PROTOCOL", `${target} refused the connection: ${messageOf(error)}${hint}`, details);
}
/** What an error may call the server: arguments and query strings hold credentials. */
function nameOf(config) {
  if (config.kind === "stdio") return `The command "${config.command}"`;
  const { origin, pathname } = new URL(config.url);
  return origin + pathname;
}
