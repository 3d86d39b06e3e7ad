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

export interface McpAnswer {
  readonly response: Response;
  /** Settles when each request in the body has its answer, which can be after the client has gone. */
  readonly answered: Promise<unknown>;
}

export interface LegacySessionOptions {
  /** The value of `Mcp-Session-Id`. */
  readonly id: string;
  /** Who has opened it; nobody else gets in. */
  readonly principal: string | undefined;
  /** How long requests stay in work after their client has gone, in milliseconds. */
  readonly goneMs: number;
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
  readonly #goneMs: number;
  /** What tells that a request has its answer. */
  readonly #inWork = new Map<string | number, () => void>();
  #exchanges = 0;
  #listening = 0;
  #gone: NodeJS.Timeout | undefined;

  private constructor(server: McpServer, transport: WebStandardStreamableHTTPServerTransport, { principal, goneMs }: LegacySessionOptions) {
    this.#server = server;
    this.#transport = transport;
    this.#goneMs = goneMs;
    this.principal = principal;
  }

  static async open(server: McpServer, options: LegacySessionOptions): Promise<LegacySession> {
    const { id, onClose, onError } = options;
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      eventStore: new RecentEvents(),
      retryInterval: RETRY_MS,
    });
    const session = new LegacySession(server, transport, options);
    transport.onclose = () => {
      session.#closed();
      onClose();
    };
    transport.onerror = onError;
    transport.onmessage = (message) => session.#received(message);
    await server.connect(transport);
    const send = transport.send.bind(transport);
    transport.send = (message, related) => {
      session.#sent(message);
      return send(message, related);
    };
    return session;
  }

  /** Whether a client has opened it: without, its first request was none. */
  get isInitialized(): boolean {
    return this.#transport.sessionId !== undefined;
  }

  /** Whether requests have no answer yet, also where the client has gone: it may come back for the answer. */
  get isBusy(): boolean {
    return this.#inWork.size > 0;
  }

  /** Whether the client listens for what the server may have to say. */
  get isListening(): boolean {
    return this.#listening > 0;
  }

  async handle({ request, body, authInfo, ended }: McpRequest): Promise<McpAnswer> {
    const ids = requestIds(body);
    const taken = ids.find((id) => this.#inWork.has(id));
    if (taken !== undefined) {
      const error = { code: -32_600, message: "A request with this id is in work. Each needs an id of its own." };
      return { response: jsonRpcError(400, error, { id: taken }), answered: Promise.resolve() };
    }
    const answered = Promise.all(ids.map((id) => new Promise<void>((resolve) => this.#inWork.set(id, resolve))));
    this.#countExchange(request, ended);
    const response = await this.#transport.handleRequest(request, {
      ...(body === undefined ? {} : { parsedBody: body }),
      ...(authInfo ? { authInfo } : {}),
    });
    // Refused before the server has seen it.
    if (!response.ok) for (const id of ids) this.#answered(id);
    return { response, answered };
  }

  /** Cancels what is in work and ends the streams. */
  async close(): Promise<void> {
    await this.#server.close();
  }

  #countExchange({ method }: Request, ended: Promise<unknown>): void {
    const listening = method === "GET" ? 1 : 0;
    this.#exchanges++;
    this.#listening += listening;
    this.lastUsedAt = Date.now();
    clearTimeout(this.#gone);
    const over = (): void => {
      this.#exchanges--;
      this.#listening -= listening;
      this.lastUsedAt = Date.now();
      if (this.#exchanges > 0) return;
      clearTimeout(this.#gone);
      this.#gone = setTimeout(() => this.#abandoned(), this.#goneMs).unref();
    };
    ended.then(over, over);
  }

  /** No stream of the client has been open for long: it does not come back, and nobody needs what is in work. */
  #abandoned(): void {
    for (const requestId of this.#inWork.keys())
      this.#transport.onmessage?.({
        jsonrpc: "2.0",
        method: "notifications/cancelled",
        params: { requestId, reason: "The client has gone." },
      });
  }

  #received(message: JSONRPCMessage): void {
    if (isJSONRPCNotification(message) && message.method === "notifications/cancelled") this.#cancelled(message.params?.requestId);
  }

  #sent(message: JSONRPCMessage): void {
    if ((isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) && message.id !== undefined) this.#answered(message.id);
  }

  #answered(id: string | number): void {
    this.#inWork.get(id)?.();
    this.#inWork.delete(id);
    this.lastUsedAt = Date.now();
  }

  #closed(): void {
    clearTimeout(this.#gone);
    for (const id of this.#inWork.keys()) this.#answered(id);
  }

  /** The protocol has no answer to what was cancelled, and without one the transport would hold its stream open for ever. */
  #cancelled(id: unknown): void {
    if ((typeof id !== "string" && typeof id !== "number") || !this.#inWork.has(id)) return;
    queueMicrotask(() => {
      const answer = { jsonrpc: "2.0" as const, id, error: { code: -32_000, message: "This request was cancelled." } };
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
