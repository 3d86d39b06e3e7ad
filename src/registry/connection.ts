import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import {
  CLIENT_CAPABILITIES_META_KEY,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  type CallToolResult,
  type FetchLike,
  type Client,
  type Progress,
  type RequestOptions,
  type ServerCapabilities,
} from "@modelcontextprotocol/client";
import { cutText } from "../answers/cut-text.ts";
import type { ServerConfig } from "../config/config.ts";
import { CodemodeError, ToolError, messageOf, type ErrorCode } from "../errors.ts";
import { LONGEST_TIMER_MS } from "../longest-timer.ts";
import type { Asker, ServerQuestion } from "./asker.ts";
import { backoffMs } from "./backoff.ts";
import { CallClock } from "./call-clock.ts";
import { CallsUnderWay, type ServerLog } from "./calls-under-way.ts";
import { isDeeperThan, MAX_DEPTH } from "./depth.ts";
import { dial, ownError } from "./dial.ts";
import { areHeaderParametersRight } from "./header-parameters.ts";
import type { KnownSecrets } from "../secrets/known-secrets.ts";
import { resolveServer } from "../secrets/resolve-server.ts";
import { inputRounds } from "./input-rounds.ts";
import { busyStatus, networkCause } from "./network-cause.ts";
import type { HeldTool, ToolAdmission } from "./tool-admission.ts";
import { listAllTools } from "./tool-list.ts";
import type { ServerState, Tool } from "./tool.ts";
import { UrlElicitations } from "./url-elicitation.ts";
import { WatchedResources } from "./watched-resources.ts";

export interface ConnectionCallOptions {
  readonly signal?: AbortSignal;
  /** How long the server may take, in milliseconds; while it waits for an answer to a question of its own the clock stands still. @default the server's `timeoutMs` */
  readonly timeoutMs?: number;
  /** Told of every progress notification that the server sends for this call. */
  readonly onProgress?: (progress: Progress) => void;
  /** Told of every log message that the server sends for this call. */
  readonly onLog?: (log: ServerLog) => void;
  /** Who answers what the server asks during the call. @default nobody; the server gets an error */
  readonly asker?: Asker;
  /** What goes with the request as its `_meta`. @default nothing */
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface ConnectionOptions {
  readonly connectTimeoutMs: number;
  /** Tools that are left out of the list. */
  readonly hides: (tool: Tool) => boolean;
  /** Which of the others are there. @default all */
  readonly admission: ToolAdmission | undefined;
  /** Told after every change of the state or of the tools. */
  readonly onChange: () => void;
  /** Told when the server says that another of its lists has changed. */
  readonly onListChanged: (list: "resources" | "prompts") => void;
  /** How requests over HTTP are made. */
  readonly fetch: FetchLike;
  /** What one message of the server may have. */
  readonly maxMessageBytes: number;
  /** Of this server: taken out of all that it says. */
  readonly secrets: KnownSecrets;
  /** Whether somebody has signed in since the server wanted that. */
  readonly hasSignedIn: () => Promise<boolean>;
}

/** One server: dialled once and kept open, dialled again with backoff when it fails, its tools kept up to date. */
export class Connection {
  readonly name: string;
  readonly config: ServerConfig;
  #state: ServerState = { kind: "connecting" };
  #tools: ReadonlyMap<string, Tool> = new Map();
  #held: ReadonlyMap<string, HeldTool> = new Map();
  #about = "";
  #client: Client | undefined;
  #attempt: Promise<void>;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #signInWatch: NodeJS.Timeout | undefined;
  #stale = false;
  #refreshing = false;
  readonly #closing = new AbortController();
  readonly #calls: CallsUnderWay;
  readonly #urls = new UrlElicitations();
  readonly #watched = new WatchedResources();
  readonly #options: ConnectionOptions;

  constructor(name: string, config: ServerConfig, options: ConnectionOptions) {
    this.name = name;
    this.config = config;
    this.#options = options;
    this.#calls = new CallsUnderWay(name);
    this.#attempt = this.#connect();
  }

  get state(): ServerState {
    return this.#state;
  }

  /** The tools as last listed; kept while the server is away, so that code which names them gets the server's error and not "unknown". */
  get tools(): ReadonlyMap<string, Tool> {
    return this.#tools;
  }

  /** Tools that nobody may use until somebody has looked at them. */
  get held(): ReadonlyMap<string, HeldTool> {
    return this.#held;
  }

  /** Decides anew which tools are there. */
  async admitAgain(): Promise<void> {
    if (this.#client) await this.#listAgain(this.#client);
  }

  /** What the server says of itself: its title, its description, its instructions. Untrusted. */
  get about(): string {
    return this.#about;
  }

  /** What the server says that it can do; `undefined` while it is not connected. */
  get capabilities(): ServerCapabilities | undefined {
    return this.#client?.getServerCapabilities();
  }

  /** Resolves when the attempt under way has ended, well or not; never rejects. */
  settled(): Promise<void> {
    return this.#attempt;
  }

  /** Calls a tool and returns its answer as it came. @throws ToolError with a `SERVER_*`, `TOOL_*` or `CANCELLED` code */
  callTool(tool: Tool, args: Readonly<Record<string, unknown>>, options: ConnectionCallOptions): Promise<CallToolResult> {
    // The definition carries the header rules of 2026-07-28; without an output schema the SDK does not reject results by it.
    const toolDefinition = {
      name: tool.name,
      inputSchema: { ...(typeof tool.inputSchema === "object" ? tool.inputSchema : {}), type: "object" as const },
    };
    return this.request(tool.name, options, (client, requestOptions, more) =>
      client.callTool({ name: tool.name, arguments: { ...args }, ...more }, { ...requestOptions, toolDefinition }),
    );
  }

  /**
   * Sends a request of any kind, when the connection is there, as often as its server asks something first.
   * @param what how errors call it: the tool, or the method
   * @param send `more` goes into the request's parameters
   * @throws ToolError as `callTool`
   */
  async request<T>(
    what: string,
    options: ConnectionCallOptions,
    send: (client: Client, options: RequestOptions, more: RequestParts) => Promise<T>,
  ): Promise<T> {
    const { signal: given = new AbortController().signal, timeoutMs = this.config.timeoutMs, onProgress, onLog, asker, meta } = options;
    if (this.#state.kind === "connecting") await Promise.race([this.#attempt, aborted(given)]);
    const client = this.#client;
    if (given.aborted) throw this.#toolError(what, "CANCELLED", "the call was cancelled before it was sent.");
    if (!client) throw this.#unavailable(what);
    const clock = new CallClock(timeoutMs);
    const failed = new AbortController();
    const signal = AbortSignal.any([given, clock.signal, failed.signal]);
    const fail = (error: CodemodeError): void => failed.abort(error);
    const call = { clock, signal, fail, ...(asker ? { asker } : {}), ...(onLog ? { onLog } : {}) };
    const ask = (question: ServerQuestion): Promise<Readonly<Record<string, unknown>>> => this.#calls.askFor(call, question, signal);
    try {
      const answer = await this.#calls.run(call, () =>
        this.#urls.run(
          () =>
            // The time is this connection's to keep, as the SDK's clock would run on while a person is asked.
            inputRounds(
              (round) =>
                send(
                  client,
                  { timeout: LONGEST_TIMER_MS, signal, allowInputRequired: true, ...(onProgress ? { onprogress: onProgress } : {}) },
                  { ...metaOf(client, meta, asker), ...round } as RequestParts,
                ),
              ask,
            ),
          ask,
          signal,
        ),
      );
      if (isDeeperThan(MAX_DEPTH, answer)) throw tooDeep();
      return answer;
    } catch (thrown) {
      const error: unknown = failed.signal.aborted ? failed.signal.reason : thrown;
      const callError = this.#toCallError(what, error, { timeoutMs, cancelled: given.aborted, timedOut: clock.signal.aborted });
      // An HTTP connection does not say that it is lost; the first call that can't reach the server does.
      if (callError.code === "SERVER_UNREACHABLE" && busyStatus(error) === undefined) this.#lost(client);
      throw callError;
    } finally {
      clock.stop();
    }
  }

  /** Tells of changes of a resource until what it returns is called. @throws ToolError as `callTool` */
  watch(uri: string, listener: () => void): Promise<() => Promise<void>> {
    return this.request("resources/subscribe", {}, (client) => this.#watched.watch(client, uri, listener));
  }

  async close(): Promise<void> {
    if (this.#state.kind === "closed") return;
    this.#setState({ kind: "closed" });
    this.#stopWaiting();
    this.#closing.abort();
    await this.#attempt;
    const client = this.#client;
    this.#client = undefined;
    await client?.close().catch(() => {});
  }

  async #connect(): Promise<void> {
    const { signal } = this.#closing;
    let broken: CodemodeError | undefined;
    try {
      const { secrets } = this.#options;
      const config = await resolveServer(this.name, this.config, secrets, signal);
      const client = await dial(config, {
        secrets,
        signal,
        timeoutMs: this.#options.connectTimeoutMs,
        onToolsChanged: () => void this.#refresh(),
        calls: this.#calls,
        urls: this.#urls,
        watched: this.#watched,
        onListChanged: this.#options.onListChanged,
        fetch: this.#options.fetch,
        maxMessageBytes: this.#options.maxMessageBytes,
        onBroken: (error) => (broken ??= error),
      });
      client.onclose = () => this.#lost(client, broken);
      try {
        await this.#list(client);
      } catch (error) {
        await client.close().catch(() => {});
        throw broken ?? error;
      }
      if (signal.aborted) return void (await client.close().catch(() => {}));
      this.#client = client;
      // The first answer of a server is taken before those that are looked through.
      this.#about = secrets.redact(aboutServer(client));
      this.#failures = 0;
      void this.#watched.renew(client);
      const protocolVersion = client.getNegotiatedProtocolVersion() ?? "unknown";
      this.#setState({ kind: "ready", protocolVersion, toolCount: this.#tools.size });
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  /** Takes up what the server lists. */
  async #list(client: Client): Promise<void> {
    const options = { timeout: this.#options.connectTimeoutMs, signal: this.#closing.signal };
    const tools = client.getServerCapabilities()?.tools ? await listAllTools(client, this.name, options) : [];
    const sendsHeaders = this.config.kind === "http" && client.getProtocolEra() === "modern";
    const usable = tools.filter((tool) => !this.#options.hides(tool) && (!sendsHeaders || areHeaderParametersRight(tool.inputSchema)));
    const { admitted, held } = (await this.#options.admission?.admit(this.name, this.config, usable)) ?? { admitted: usable, held: [] };
    // Of a connection that was lost meanwhile nothing is taken up.
    if (this.#client !== undefined && this.#client !== client) return;
    this.#tools = new Map(admitted.map((tool) => [tool.name, tool]));
    this.#held = new Map(held.map((each) => [each.tool.name, each]));
  }

  /** Lists the tools again, once at a time and not more often than once in a while, however often the server says that they have changed. */
  async #refresh(): Promise<void> {
    this.#stale = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    while (this.#stale && this.#client) {
      this.#stale = false;
      await this.#listAgain(this.#client);
      await sleep(REFRESH_PAUSE_MS, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
    }
    this.#refreshing = false;
  }

  async #listAgain(client: Client): Promise<void> {
    try {
      await this.#list(client);
      if (this.#client === client && this.#state.kind === "ready") this.#setState({ ...this.#state, toolCount: this.#tools.size });
    } catch {
      // The list stays as it was; a lost connection is reported by onclose.
    }
  }

  #lost(client: Client, reason = new CodemodeError("SERVER_CLOSED", "The server closed the connection or its process ended.")): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    void client.close().catch(() => {});
    if (this.#state.kind !== "closed") this.#fail(reason);
  }

  #fail(error: unknown): void {
    this.#failures += 1;
    const delayMs = backoffMs(this.#failures);
    const code = error instanceof CodemodeError ? error.code : "SERVER_PROTOCOL";
    const reason = cutText(this.#options.secrets.redact(messageOf(error)), MAX_ERROR_CHARACTERS);
    this.#setState({ kind: "failed", code, reason, retryAtMs: Date.now() + delayMs });
    this.#retry = setTimeout(() => this.#tryAgain(), delayMs);
    this.#retry.unref();
    if (code === "SIGN_IN_REQUIRED") this.#awaitSignIn();
  }

  #tryAgain(): void {
    this.#stopWaiting();
    this.#setState({ kind: "connecting" });
    this.#attempt = this.#connect();
  }

  /** A sign-in is seen before it would be time to try again. */
  #awaitSignIn(): void {
    this.#signInWatch = setTimeout(() => {
      const watch = this.#signInWatch;
      void this.#options.hasSignedIn().then((signedIn) => {
        if (watch !== this.#signInWatch) return;
        if (signedIn) this.#tryAgain();
        else this.#awaitSignIn();
      });
    }, SIGN_IN_LOOK_MS);
    this.#signInWatch.unref();
  }

  #stopWaiting(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#signInWatch);
    this.#signInWatch = undefined;
  }

  #setState(state: ServerState): void {
    this.#state = state;
    this.#options.onChange();
  }

  #unavailable(what: string): ToolError {
    const state = this.#state;
    if (state.kind !== "failed") return this.#toolError(what, "SERVER_CLOSED", "the server is not connected.", true);
    const inSeconds = Math.max(0, Math.ceil((state.retryAtMs - Date.now()) / 1_000));
    return this.#toolError(
      what,
      state.code as ErrorCode,
      `the server is not available: ${state.reason} It is tried again in ${inSeconds} s.`,
      true,
    );
  }

  #toCallError(
    what: string,
    error: unknown,
    { timeoutMs, cancelled, timedOut }: { readonly timeoutMs: number; readonly cancelled: boolean; readonly timedOut: boolean },
  ): ToolError {
    if (cancelled) return this.#toolError(what, "CANCELLED", "the call was cancelled.", false, error);
    if (timedOut) return this.#toolError(what, "TOOL_TIMEOUT", `no answer within ${timeoutMs} ms.`, true, error);
    const own = ownError(error);
    // The same again would be too much again.
    if (own) return this.#toolError(what, own.code, own.message, own.code !== "SERVER_LIMIT", error);
    if (error instanceof SdkError) {
      if (error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.NotConnected) {
        const { state } = this;
        if (state.kind === "failed" && state.code === "SERVER_LIMIT")
          return this.#toolError(what, "SERVER_LIMIT", state.reason, false, error);
        return this.#toolError(
          what,
          "SERVER_CLOSED",
          "the server ended while the call was running; it may or may not have had its effect.",
          true,
          error,
        );
      }
    }
    const busy = busyStatus(error);
    if (busy !== undefined) return this.#toolError(what, "SERVER_UNREACHABLE", `the server takes no requests now (${busy}).`, true, error);
    const cause = networkCause(error);
    if (cause !== undefined) return this.#toolError(what, "SERVER_UNREACHABLE", `the server can't be reached: ${cause}.`, true, error);
    if (error instanceof ProtocolError) return this.#toolError(what, "TOOL_FAILED", error.message, false, error);
    return this.#toolError(what, "SERVER_PROTOCOL", messageOf(error), false, error);
  }

  #toolError(what: string, code: ErrorCode, problem: string, retryable = false, cause?: unknown): ToolError {
    const { secrets } = this.#options;
    // What is underneath may hold the whole answer of a server that repeats what it was sent.
    const said = inspect(cause, { depth: 10, maxStringLength: Infinity });
    return new ToolError(code, `${this.name}.${what}: ${cutText(secrets.redact(problem), MAX_ERROR_CHARACTERS)}`, {
      server: this.name,
      tool: what,
      retryable,
      ...(secrets.redact(said) === said ? { cause } : {}),
    });
  }
}

/** What a request has beside what it is about. */
interface RequestParts {
  readonly _meta?: Record<string, unknown>;
  readonly inputResponses?: Record<string, never>;
  readonly requestState?: string;
}

/** On 2026-07-28 every request says what its client can be asked; before, the connection has said it for all. */
function metaOf(
  client: Client,
  meta: Readonly<Record<string, unknown>> | undefined,
  asker: Asker | undefined,
): { readonly _meta?: Record<string, unknown> } {
  if (client.getProtocolEra() !== "modern") return meta === undefined ? {} : { _meta: { ...meta } };
  return { _meta: { ...meta, [CLIENT_CAPABILITIES_META_KEY]: asker?.capabilities ?? {} } };
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

function tooDeep(): CodemodeError {
  return new CodemodeError("SERVER_LIMIT", `its answer is nested more than ${MAX_DEPTH} levels deep (maxDepth).`, {
    data: { limit: "maxDepth", value: MAX_DEPTH },
  });
}

const MAX_ABOUT_CHARACTERS = 1_000;
/** Of the text of an error, which a server may make as long as it likes. */
const MAX_ERROR_CHARACTERS = 10_000;
const REFRESH_PAUSE_MS = 1_000;
const SIGN_IN_LOOK_MS = 1_000;
