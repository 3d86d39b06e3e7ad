import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  WebStandardStreamableHTTPServerTransport,
  type AuthInfo,
  type JSONRPCMessage,
  type McpServer,
} from "@modelcontextprotocol/server";
import { RecentEvents } from "./event-store.ts";
import { jsonRpcError } from "./json-rpc-error.ts";

/** One HTTP request to an MCP endpoint, after authentication. */
export interface McpRequest {
  readonly request: Request;
  /** Of a POST. */
  readonly body?: unknown;
  readonly authInfo?: AuthInfo;
  /** Settles when the answer's last byte is sent, or its client has gone. */
  readonly ended: Promise<unknown>;
}

export interface LegacySessionOptions {
  /** The value of `Mcp-Session-Id`. */
  readonly id: string;
  /** Who has opened it; nobody else gets in. */
  readonly principal: string | undefined;
  readonly onClose: () => void;
  readonly onError: (error: Error) => void;
}

/**
 * One MCP client of 2025-11-25 or older: a server of its own, that can also send requests and notifications to it, by the stream of a request
 * or the one that the client listens on.
 */
export class LegacySession {
  readonly principal: string | undefined;
  /** In milliseconds since the epoch. */
  lastUsedAt = Date.now();
  readonly #server: McpServer;
  readonly #transport: WebStandardStreamableHTTPServerTransport;
  readonly #inWork = new Set<string | number>();
  #handling = 0;
  #listening = 0;

  private constructor(server: McpServer, transport: WebStandardStreamableHTTPServerTransport, principal: string | undefined) {
    this.#server = server;
    this.#transport = transport;
    this.principal = principal;
  }

  static async open(server: McpServer, { id, principal, onClose, onError }: LegacySessionOptions): Promise<LegacySession> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      eventStore: new RecentEvents(),
      retryInterval: RETRY_MS,
    });
    const session = new LegacySession(server, transport, principal);
    transport.onclose = onClose;
    transport.onerror = onError;
    transport.onmessage = (message) => session.#received(message);
    await server.connect(transport);
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      session.#sent(message);
      return send(message, options);
    };
    return session;
  }

  /** Whether a client has opened it: without, its first request was none. */
  get isInitialized(): boolean {
    return this.#transport.sessionId !== undefined;
  }

  /** Requests of the client that have no answer yet, also where it has gone: it may come back for the answer. */
  get requestsInWork(): number {
    return this.#inWork.size;
  }

  get isBusy(): boolean {
    return this.#handling > 0 || this.#inWork.size > 0;
  }

  /** Whether the client listens for what the server may have to say. */
  get isListening(): boolean {
    return this.#listening > 0;
  }

  async handle({ request, body, authInfo, ended }: McpRequest): Promise<Response> {
    const taken = requestIds(body).find((id) => this.#inWork.has(id));
    if (taken !== undefined)
      return jsonRpcError(
        400,
        { code: -32_600, message: "A request with this id is in work. Each needs an id of its own." },
        { id: taken },
      );
    this.#handling++;
    try {
      if (request.method === "GET") this.#listensUntil(ended);
      return await this.#transport.handleRequest(request, {
        ...(body === undefined ? {} : { parsedBody: body }),
        ...(authInfo ? { authInfo } : {}),
      });
    } finally {
      this.#handling--;
      this.lastUsedAt = Date.now();
    }
  }

  /** Cancels what is in work and ends the streams. */
  async close(): Promise<void> {
    await this.#server.close();
  }

  #listensUntil(ended: Promise<unknown>): void {
    this.#listening++;
    void ended.finally(() => {
      this.#listening--;
      this.lastUsedAt = Date.now();
    });
  }

  #received(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) this.#inWork.add(message.id);
    else if (isJSONRPCNotification(message) && message.method === "notifications/cancelled") this.#cancelled(message.params?.requestId);
  }

  #sent(message: JSONRPCMessage): void {
    if ((isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) && message.id !== undefined) this.#inWork.delete(message.id);
    this.lastUsedAt = Date.now();
  }

  /** The protocol has no answer to what was cancelled, and without one the transport would hold its stream open for ever. */
  #cancelled(id: unknown): void {
    if ((typeof id !== "string" && typeof id !== "number") || !this.#inWork.has(id)) return;
    queueMicrotask(() => {
      const answer = { jsonrpc: "2.0" as const, id, error: { code: -32_000, message: "The client has cancelled this request." } };
      this.#transport.send(answer).catch((error: Error) => this.#transport.onerror?.(error));
    });
  }
}

/** When a client whose stream has ended asks for the rest. */
const RETRY_MS = 1_000;

/** The ids of the requests in a body, which may be a batch (MCP 2025-03-26). */
export function requestIds(body: unknown): (string | number)[] {
  return (Array.isArray(body) ? body : [body]).flatMap((message: unknown) => (isJSONRPCRequest(message) ? [message.id] : []));
}
