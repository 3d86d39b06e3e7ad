import {
  createMcpHandler,
  isJsonContentType,
  isJSONRPCRequest,
  isLegacyRequest,
  readRequestBody,
  type McpHttpHandler,
} from "@modelcontextprotocol/server";
import type { Gateway } from "../server.ts";
import { jsonRpcError } from "./json-rpc-error.ts";
import { requestIds, type McpRequest } from "./legacy-session.ts";
import { LegacySessions, type LegacySessionsOptions } from "./legacy-sessions.ts";
import { Slots } from "./slots.ts";

export interface McpEndpointOptions extends LegacySessionsOptions {
  /** The length of one request. @default 4 MiB */
  readonly maxRequestBytes?: number;
  /** Requests in work at once; more are told to come again. @default 64 */
  readonly maxRequests?: number;
  /** Streams that clients listen on at once. @default 1_024 */
  readonly maxStreams?: number;
}

/**
 * MCP over HTTP, in both eras of the protocol: a request of 2026-07-28 has a server of its own, a client of the older ones has one for as long
 * as its MCP session lasts. A stream that only listens is no request in work: it has a limit of its own, and nobody waits for its end.
 */
export class McpEndpoint implements AsyncDisposable {
  /** From when on it takes nothing new: answers and notifications still come in, for what is in work. */
  isClosing = false;
  readonly #modern: McpHttpHandler;
  readonly #legacy: LegacySessions;
  readonly #stopTelling: () => void;
  readonly #maxBytes: number;
  readonly #bodies: Slots;
  readonly #requests: Slots;
  readonly #streams: Slots;

  constructor({ createServer, onChange }: Gateway, options: McpEndpointOptions) {
    const { maxRequestBytes = 4 * 2 ** 20, maxRequests = 64, maxStreams = 1_024, onError } = options;
    this.#modern = createMcpHandler(createServer, { legacy: "reject", onerror: onError, maxSubscriptions: maxStreams });
    this.#legacy = new LegacySessions(createServer, options);
    const { notify } = this.#modern;
    const tell = { tools: notify.toolsChanged, resources: notify.resourcesChanged, prompts: notify.promptsChanged };
    this.#stopTelling = onChange((what) => tell[what].call(notify));
    this.#maxBytes = maxRequestBytes;
    // What is read and what is in work are limited each by itself: the answer to a question of a program gets in while that program holds a slot.
    this.#bodies = new Slots(maxRequests);
    this.#requests = new Slots(maxRequests);
    this.#streams = new Slots(maxStreams);
  }

  /** Whether requests have no answer yet, or an answer is still being sent. */
  get isBusy(): boolean {
    return this.#requests.held > 0;
  }

  async handle(asked: Omit<McpRequest, "body">): Promise<Response> {
    const { request, ended } = asked;
    if (request.method === "POST") return this.#post(asked);
    if (request.method === "GET") {
      const refused = this.#refusal(this.#streams, "streams open");
      if (refused) return refused;
      this.#streams.hold(ended);
    }
    return (await this.#legacy.handle(asked)).response;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopTelling();
    await Promise.all([this.#modern.close(), this.#legacy[Symbol.asyncDispose]()]);
  }

  async #post({ request, authInfo, ended }: Omit<McpRequest, "body">): Promise<Response> {
    if (!isJsonContentType(request.headers.get("content-type")))
      return jsonRpcError(415, { code: -32_000, message: "Unsupported Media Type: Content-Type must be application/json" });
    if (this.#bodies.areGone) return busy(`This gateway reads ${this.#bodies.most} requests.`);
    const reading = readRequestBody(request, this.#maxBytes);
    this.#bodies.hold(reading);
    const read = await reading.catch(() => undefined);
    if (read?.tooLarge) return jsonRpcError(413, { code: -32_000, message: `A request may have ${this.#maxBytes} bytes.` });
    const body = read && parseJson(read.text);
    if (body === undefined) return jsonRpcError(400, { code: -32_700, message: "Parse error: the request body is not valid JSON" });

    const isLegacy = await isLegacyRequest(request, body);
    const asked = { request, body, ended, ...(authInfo ? { authInfo } : {}) };
    const isListening = !isLegacy && isJSONRPCRequest(body) && body.method === "subscriptions/listen";
    if (!isListening && requestIds(body).length === 0)
      return isLegacy ? (await this.#legacy.handle(asked)).response : this.#answerModern(asked);
    const slots = isListening ? this.#streams : this.#requests;
    const refused = this.#refusal(slots, isListening ? "streams open" : "requests in work");
    if (refused) return refused;
    if (!isLegacy) {
      slots.hold(ended);
      return this.#answerModern(asked);
    }
    const handling = this.#legacy.handle(asked);
    slots.hold(handling.then(({ answered }) => Promise.all([ended, answered])));
    return (await handling).response;
  }

  #answerModern({ request, body, authInfo }: McpRequest): Promise<Response> {
    return this.#modern.fetch(request, { parsedBody: body, ...(authInfo ? { authInfo } : {}) });
  }

  #refusal(slots: Slots, what: string): Response | undefined {
    if (this.isClosing) return busy("This gateway is closing.");
    return slots.areGone ? busy(`This gateway has ${slots.most} ${what}.`) : undefined;
  }
}

function busy(message: string): Response {
  return jsonRpcError(503, { code: -32_000, message: `${message} Try again.` }, { headers: { "Retry-After": "1" } });
}

/** `undefined` for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
