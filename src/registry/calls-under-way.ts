import { AsyncLocalStorage } from "node:async_hooks";
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import { CodemodeError, messageOf } from "../errors.ts";
import type { Asker, ServerQuestion } from "./asker.ts";
import type { CallClock } from "./call-clock.ts";
import { isDeeperThan, MAX_DEPTH } from "./depth.ts";

/** A log message that a server sends while it works on a call (MCP `notifications/message`). Untrusted. */
export interface ServerLog {
  readonly level: string;
  readonly data: unknown;
  readonly logger?: string;
}

/** A request to a server that has no answer yet. */
export interface CallUnderWay {
  readonly asker?: Asker;
  readonly onLog?: (log: ServerLog) => void;
  readonly clock: CallClock;
  readonly signal: AbortSignal;
  /** Ends the call. */
  readonly fail: (error: CodemodeError) => void;
}

/**
 * Knows which call a question of a server belongs to. On 2026-07-28 it comes in the answer to its call ({@link askFor}). Before, over HTTP, it
 * comes on the stream of its call, and is handled in the context of that. On stdio before 2026-07-28 it comes without any reference: it can only be of the calls under
 * way, and where all of these, and those that were cancelled a moment ago, are made for one asker it goes to that. A server that has asked so once gets, from then on, calls of one asker
 * at a time; the others wait for their turn.
 */
export class CallsUnderWay {
  readonly #server: string;
  readonly #context = new AsyncLocalStorage<CallUnderWay>();
  readonly #calls = new Set<CallUnderWay>();
  /** Calls that ended without an answer: the server may still work on them. */
  readonly #cutShort = new Set<CallUnderWay>();
  readonly #waiting: { readonly asker: Asker | undefined; readonly go: () => void }[] = [];
  #oneAtATime = false;

  constructor(server: string) {
    this.#server = server;
  }

  /** The call for which something is done; `undefined` for what is of the whole connection. */
  get current(): CallUnderWay | undefined {
    return this.#context.getStore();
  }

  /** Sends a request, when it is its turn. */
  async run<T>(call: CallUnderWay, send: () => Promise<T>): Promise<T> {
    if (this.#mayGo(call.asker)) this.#calls.add(call);
    else await this.#turn(call);
    try {
      return await this.#context.run(call, send);
    } finally {
      this.#calls.delete(call);
      if (call.signal.aborted) this.#linger(call);
      this.#next();
    }
  }

  /** Brings a question of the server to whoever the call is made for. @throws ProtocolError where nobody can be asked */
  async ask(question: ServerQuestion, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const call = this.current ?? this.#onlyPossible();
    // The stream of a call may outlive it.
    if (call !== undefined && !this.#calls.has(call)) throw refusal("the call that it belongs to is over");
    if (isDeeperThan(MAX_DEPTH, question)) throw refusal(`it is nested more than ${MAX_DEPTH} levels deep`);
    if (call === undefined)
      throw refusal(
        "it came while no call was under way, or calls for several clients at once, or soon after a call of another client was cancelled",
      );
    return this.askFor(call, question, signal);
  }

  /** As {@link ask}, for a call that is known. */
  async askFor(
    { asker, clock, signal: ofCall }: CallUnderWay,
    question: ServerQuestion,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (asker === undefined) throw refusal("the call was made without anybody behind it who could be asked");
    const over = AbortSignal.any([signal, ofCall]);
    try {
      return await clock.paused(() => asker.ask(this.#server, question, over));
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      throw refusal(messageOf(error));
    }
  }

  /** Where log messages of the server go. */
  log(log: ServerLog): void {
    if (isDeeperThan(MAX_DEPTH, log.data)) return;
    const call = this.current;
    if (call) {
      if (this.#calls.has(call)) call.onLog?.(log);
    } else if (this.#askers().size === 1) [...this.#calls][0]?.onLog?.(log);
  }

  /** The call behind a question that names none. Any of one asker's will do: the answer goes back by the question's own id. */
  #onlyPossible(): CallUnderWay | undefined {
    this.#oneAtATime = true;
    const all = [...this.#calls, ...this.#cutShort];
    return new Set(all.map(({ asker }) => asker)).size === 1 ? [...this.#calls][0] : undefined;
  }

  #linger(call: CallUnderWay): void {
    this.#cutShort.add(call);
    setTimeout(() => this.#cutShort.delete(call), LINGER_MS).unref();
  }

  #askers(): Set<Asker | undefined> {
    return new Set([...this.#calls].map(({ asker }) => asker));
  }

  #mayGo(asker: Asker | undefined): boolean {
    return !this.#oneAtATime || this.#calls.size === 0 || this.#askers().has(asker);
  }

  #turn(call: CallUnderWay): Promise<void> {
    const { asker, signal } = call;
    return new Promise((resolve, reject) => {
      const entry = {
        asker,
        go: () => {
          signal.removeEventListener("abort", leave);
          this.#calls.add(call);
          resolve();
        },
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(new CodemodeError("CANCELLED", "The call was cancelled while it waited for its turn."));
      };
      if (signal.aborted) return reject(new CodemodeError("CANCELLED", "The call was cancelled."));
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(entry);
    });
  }

  /** Lets in the next asker, with all that it waits with. */
  #next(): void {
    if (this.#calls.size > 0 || this.#waiting.length === 0) return;
    const next = this.#waiting[0]?.asker;
    const going = this.#waiting.filter(({ asker }) => asker === next);
    this.#waiting.splice(0, this.#waiting.length, ...this.#waiting.filter(({ asker }) => asker !== next));
    for (const { go } of going) go();
  }
}

/** How long a server may take to notice that a call was cancelled. */
const LINGER_MS = 10_000;

function refusal(why: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidRequest, `The question could not be asked: ${why}.`);
}
