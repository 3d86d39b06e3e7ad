import { setTimeout as sleep } from "node:timers/promises";
import {
  Client,
  SdkError,
  SdkErrorCode,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type CreateMessageResultWithTools,
  type ElicitResult,
  type FetchLike,
  type ListRootsResult,
  type Transport,
  type VersionNegotiationOptions,
} from "@modelcontextprotocol/client";
import type { ProtocolPreference, ServerConfig } from "../config/config.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import type { KnownSecrets } from "../secrets/known-secrets.ts";
import type { ResolvedServer } from "../secrets/resolve-server.ts";
import type { CallsUnderWay } from "./calls-under-way.ts";
import { meteredFetch } from "./metered-fetch.ts";
import { busyStatus, networkCause } from "./network-cause.ts";
import { StdioTransport } from "./stdio-transport.ts";
import type { UrlElicitations } from "./url-elicitation.ts";
import type { WatchedResources } from "./watched-resources.ts";

export interface DialOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly onToolsChanged: () => void;
  /** Where what the server asks and logs goes. */
  readonly calls: CallsUnderWay;
  readonly urls: UrlElicitations;
  readonly watched: WatchedResources;
  /** How requests are made. */
  readonly fetch: FetchLike;
  /** Told why a connection that is there ends itself, before it does. */
  readonly onBroken: (error: CodemodeError) => void;
  /** What one message of the server may have. */
  readonly maxMessageBytes: number;
  /** Told when the server says that another of its lists has changed. */
  readonly onListChanged: (list: "resources" | "prompts") => void;
  /** Are taken out of all that the server says. */
  readonly secrets: KnownSecrets;
}

/**
 * Opens one connection to a server: one transport and one era of the protocol after the other, until one works.
 * @throws CodemodeError `SERVER_START_FAILED`, `SERVER_UNREACHABLE`, `SERVER_TIMEOUT`, `SERVER_CLOSED`, `SERVER_PROTOCOL`, `SERVER_LIMIT`,
 * `SIGN_IN_REQUIRED`, `SIGN_IN_FAILED`, with the reason of the last attempt
 */
export async function dial(config: ResolvedServer, options: DialOptions): Promise<Client> {
  let last: CodemodeError | undefined;
  for (const attempt of attempts(config, options)) {
    let broken: CodemodeError | undefined;
    const transport = attempt.open((error) => {
      broken ??= error;
      options.onBroken(error);
      void transport.close().catch(() => {});
    });
    // Before the client, which takes what is there already as the first to be told.
    transport.onmessage = (message) => void options.secrets.redactIn(message);
    const client = new Client(
      { name: "mcp-codemode", version: "0.1.0" },
      {
        capabilities: CAPABILITIES,
        versionNegotiation: attempt.negotiation,
        // The connection asks for each call whoever that is made for.
        inputRequired: { autoFulfill: false },
        listChanged: {
          tools: { ...told, onChanged: options.onToolsChanged },
          resources: { ...told, onChanged: () => options.onListChanged("resources") },
          prompts: { ...told, onChanged: () => options.onListChanged("prompts") },
        },
      },
    );
    answerQuestions(client, options);
    const abort = (): void => void transport.close().catch(() => {});
    options.signal.addEventListener("abort", abort, { once: true });
    try {
      options.signal.throwIfAborted();
      await client.connect(transport, { timeout: options.timeoutMs, signal: options.signal });
      if (client.getProtocolEra() === "legacy") await Promise.race([attempt.listening, sleep(LISTENING_MS)]);
      return client;
    } catch (error) {
      await transport.close().catch(() => {});
      last = broken ?? toConnectError(config, transport, error);
      // Only an answer that says "not this way" makes the next way worth trying; a silent or missing server stays so.
      if (options.signal.aborted || last.code !== "SERVER_PROTOCOL") break;
    } finally {
      options.signal.removeEventListener("abort", abort);
    }
  }
  throw last ?? new CodemodeError("SERVER_UNREACHABLE", "No way to reach the server was tried.");
}

/**
 * What a server may ask: all that a client of ours may be able to answer. A connection serves many clients, and is there before any of them;
 * where the one behind a call can't answer, the server is told when it asks.
 */
const CAPABILITIES = { elicitation: { form: { applyDefaults: true }, url: {} }, sampling: { tools: {} }, roots: { listChanged: true } };

/** Lists are read when somebody wants them. */
const told = { autoRefresh: false, debounceMs: 50 };

function answerQuestions(client: Client, { calls, urls, watched }: DialOptions): void {
  client.setRequestHandler(
    "elicitation/create",
    ({ params }, { mcpReq }) => calls.ask({ method: "elicitation/create", params: { ...params } }, mcpReq.signal) as Promise<ElicitResult>,
  );
  client.setRequestHandler(
    "sampling/createMessage",
    ({ params }, { mcpReq }) =>
      calls.ask({ method: "sampling/createMessage", params: { ...params } }, mcpReq.signal) as Promise<CreateMessageResultWithTools>,
  );
  client.setRequestHandler(
    "roots/list",
    (_, { mcpReq }) => calls.ask({ method: "roots/list" }, mcpReq.signal) as unknown as Promise<ListRootsResult>,
  );
  client.setNotificationHandler("notifications/resources/updated", ({ params }) => watched.changed(params.uri));
  client.setNotificationHandler("notifications/elicitation/complete", ({ params }) => urls.complete(params.elicitationId));
  client.setNotificationHandler("notifications/message", ({ params: { level, data, logger } }) =>
    calls.log({ level, data, ...(logger === undefined ? {} : { logger }) }),
  );
}

type ResolvedHttpServer = Extract<ResolvedServer, { kind: "http" }>;

/** How long a server may take to open the stream by which it asks. */
const LISTENING_MS = 1_000;

interface Attempt {
  /** Resolves when the client hears what the server says by itself: what it asks before that would be lost. */
  readonly listening: Promise<void>;
  /** @param broken told why the transport can't go on */
  readonly open: (broken: (error: CodemodeError) => void) => Transport;
  readonly negotiation: VersionNegotiationOptions;
}

function attempts(config: ResolvedServer, { fetch, calls, maxMessageBytes }: DialOptions): Attempt[] {
  if (config.kind === "stdio") {
    const open: Attempt["open"] = (broken) => new StdioTransport(config, maxMessageBytes, broken);
    const listening = Promise.resolve();
    if (config.protocol !== "default") return [{ open, listening, negotiation: negotiationFor(config.protocol) }];
    return [
      { open, listening, negotiation: { mode: "legacy" } },
      { open, listening, negotiation: negotiationFor("modern") },
    ];
  }
  const { listening, fetch: listeningFetch } = whenListening(fetch);
  // An answer that is too large is the end of its call; where there is none, of the connection.
  const metered = (next: FetchLike, broken: (error: CodemodeError) => void): FetchLike =>
    meteredFetch(next, maxMessageBytes, () => calls.current?.fail ?? broken);
  const streamable: Attempt = {
    open: (broken) => openStreamableHttp(config, metered(listeningFetch, broken)),
    listening,
    negotiation: negotiationFor(config.protocol === "default" ? "auto" : config.protocol),
  };
  const sse: Attempt = {
    open: (broken) => openSse(config, metered(fetch, broken)),
    listening: Promise.resolve(),
    negotiation: { mode: "legacy" },
  };
  if (config.transport === "sse") return [sse];
  return config.transport === "streamable-http" || config.protocol === "modern" ? [streamable] : [streamable, sse];
}

/** The answer to the first GET is the stream, or that there is none (MCP 2025-11-25, listening for messages from the server). */
function whenListening(fetch: FetchLike): { readonly listening: Promise<void>; readonly fetch: FetchLike } {
  let answered = (): void => {};
  const listening = new Promise<void>((resolve) => (answered = resolve));
  return {
    listening,
    fetch: async (url, init) => {
      if (init?.method !== "GET") return fetch(url, init);
      try {
        return await fetch(url, init);
      } finally {
        answered();
      }
    },
  };
}

function negotiationFor(preference: Exclude<ProtocolPreference, "default">): VersionNegotiationOptions {
  return { mode: preference === "modern" ? { pin: "2026-07-28" } : preference };
}

function openStreamableHttp(config: ResolvedHttpServer, fetch: FetchLike): Transport {
  return new StreamableHTTPClientTransport(new URL(config.url), { requestInit: { headers: config.headers }, fetch, reconnectionScheduler });
}

/** A server says how soon it wants its stream to be opened again (`retry`): at once, without end, or so late that timers overflow. */
function reconnectionScheduler(reconnect: () => void, delayMs: number): () => void {
  const timer = setTimeout(reconnect, Math.min(Math.max(delayMs, LEAST_RECONNECT_MS), LONGEST_RECONNECT_MS));
  return () => clearTimeout(timer);
}

const LEAST_RECONNECT_MS = 200;
const LONGEST_RECONNECT_MS = 60_000;

function openSse(config: ResolvedHttpServer, fetch: FetchLike): Transport {
  return new SSEClientTransport(new URL(config.url), { requestInit: { headers: config.headers }, fetch });
}

function toConnectError(config: ServerConfig, transport: Transport, error: unknown): CodemodeError {
  const own = ownError(error);
  if (own) return own;
  const hint = transport instanceof StdioTransport ? transport.hint : "";
  const target = nameOf(config);
  const details = { cause: error };
  if (error instanceof UnauthorizedError) {
    return new CodemodeError("SIGN_IN_REQUIRED", `${target} wants a sign-in (HTTP 401). Give it credentials under "headers".`, details);
  }
  if (error instanceof SdkError) {
    if (error.code === SdkErrorCode.RequestTimeout) {
      return new CodemodeError("SERVER_TIMEOUT", `${target} did not answer in time.${hint}`, details);
    }
    if (error.code === SdkErrorCode.ConnectionClosed) {
      return new CodemodeError("SERVER_CLOSED", `${target} ended before it was ready.${hint}`, details);
    }
  }
  const busy = busyStatus(error);
  if (busy !== undefined) return new CodemodeError("SERVER_UNREACHABLE", `${target} takes no requests now (${busy}).`, details);
  const cause = networkCause(error);
  if (cause !== undefined) return new CodemodeError("SERVER_UNREACHABLE", `${target} can't be reached: ${cause}.`, details);
  return new CodemodeError("SERVER_PROTOCOL", `${target} refused the connection: ${messageOf(error)}${hint}`, details);
}

/** An error of ours, also from under what the SDK makes of it. */
export function ownError(error: unknown): CodemodeError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) if (at instanceof CodemodeError) return at;
  return undefined;
}

/** What an error may call the server: arguments and query strings hold credentials. */
function nameOf(config: ServerConfig): string {
  if (config.kind === "stdio") return `The command "${config.command}"`;
  const { origin, pathname } = new URL(config.url);
  return origin + pathname;
}
