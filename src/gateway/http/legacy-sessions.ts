import { randomUUID } from "node:crypto";
import { isInitializeRequest, legacyStatelessFallback, type McpServer } from "@modelcontextprotocol/server";
import { principalIn } from "../principal.ts";
import { jsonRpcError } from "./json-rpc-error.ts";
import { LegacySession, type McpAnswer, type McpRequest } from "./legacy-session.ts";

export interface LegacySessionsOptions {
  /** How many may be open; the one unused for longest makes room. @default 256 */
  readonly maxMcpSessions?: number;
  /** How long an unused one stays open, in milliseconds. @default 1_800_000 */
  readonly mcpSessionIdleMs?: number;
  /** How long requests stay in work after their client has gone, in milliseconds: it may come back for the answer. @default 10_000 */
  readonly goneMs?: number;
  readonly onError: (error: Error) => void;
}

/**
 * Clients of 2025-11-25 and older, each with its own server under its `Mcp-Session-Id` (MCP 2025-11-25, Streamable HTTP, session management):
 * 122 random bits, known to the principal that opened it and to nobody else. A client that opens none is served request by request.
 */
export class LegacySessions implements AsyncDisposable {
  readonly #createServer: () => McpServer | Promise<McpServer>;
  readonly #maxSessions: number;
  readonly #idleMs: number;
  readonly #goneMs: number;
  readonly #onError: (error: Error) => void;
  readonly #sessions = new Map<string, LegacySession>();
  readonly #single: ReturnType<typeof legacyStatelessFallback>;
  readonly #sweep: NodeJS.Timeout;

  constructor(createServer: () => McpServer | Promise<McpServer>, options: LegacySessionsOptions) {
    const { maxMcpSessions = 256, mcpSessionIdleMs = 1_800_000, goneMs = 10_000, onError } = options;
    this.#createServer = createServer;
    this.#maxSessions = maxMcpSessions;
    this.#idleMs = mcpSessionIdleMs;
    this.#goneMs = goneMs;
    this.#onError = onError;
    this.#single = legacyStatelessFallback(createServer, onError);
    this.#sweep = setInterval(() => this.#closeIdle(), Math.min(mcpSessionIdleMs, 30_000)).unref();
  }

  async handle(asked: McpRequest): Promise<McpAnswer> {
    const { request, body, authInfo } = asked;
    const principal = authInfo && principalIn(authInfo);
    const id = request.headers.get("mcp-session-id");
    if (id !== null) {
      const session = this.#sessions.get(id);
      // A session of somebody else is as if it had never been.
      if (session && session.principal === principal) return session.handle(asked);
      return only(jsonRpcError(404, { code: -32_001, message: "Session not found" }));
    }
    if (request.method === "POST" && isInitializeRequest(body)) return this.#open(principal, asked);
    return only(await this.#single(request, { ...(body === undefined ? {} : { parsedBody: body }), ...(authInfo ? { authInfo } : {}) }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sweep);
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  async #open(principal: string | undefined, asked: McpRequest): Promise<McpAnswer> {
    if (!this.#makeRoom())
      return only(
        jsonRpcError(
          503,
          { code: -32_000, message: `All ${this.#maxSessions} MCP sessions have work. Try again when some has ended.` },
          { headers: { "Retry-After": "1" } },
        ),
      );
    const id = randomUUID();
    const onClose = (): void => void this.#sessions.delete(id);
    const session = await LegacySession.open(await this.#createServer(), {
      id,
      principal,
      goneMs: this.#goneMs,
      onClose,
      onError: this.#onError,
    });
    this.#sessions.set(id, session);
    const answer = await session.handle(asked);
    if (!session.isInitialized) await session.close();
    return answer;
  }

  #makeRoom(): boolean {
    if (this.#sessions.size < this.#maxSessions) return true;
    // One whose client still listens goes last.
    const [longest] = [...this.#sessions]
      .filter(([, session]) => !session.isBusy)
      .toSorted(([, a], [, b]) => Number(a.isListening) - Number(b.isListening) || a.lastUsedAt - b.lastUsedAt);
    if (!longest) return false;
    this.#end(...longest);
    return true;
  }

  #closeIdle(): void {
    const oldest = Date.now() - this.#idleMs;
    for (const [id, session] of this.#sessions)
      if (!session.isBusy && !session.isListening && session.lastUsedAt <= oldest) this.#end(id, session);
  }

  #end(id: string, session: LegacySession): void {
    this.#sessions.delete(id);
    session.close().catch((error: Error) => this.#onError(error));
  }
}

/** An answer to a request that is in work no longer than its client is there. */
function only(response: Response): McpAnswer {
  return { response, answered: Promise.resolve() };
}
