import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClientCapabilities } from "@modelcontextprotocol/client";
import { CodemodeError } from "../errors.ts";
import { LONGEST_TIMER_MS } from "../longest-timer.ts";
import type { Asker, ServerQuestion } from "../registry/asker.ts";

/** A question of a server that waits for its answer. */
export interface OpenQuestion {
  /** The name in the config of the server that asks. */
  readonly server: string;
  readonly question: ServerQuestion;
}

/** Why somebody who waits for work is told something. */
export type Turn<T> =
  | { readonly kind: "ended"; readonly value: T }
  | { readonly kind: "asking"; readonly questions: ReadonlyMap<string, OpenQuestion> }
  | { readonly kind: "running" };

export interface WaitOptions<E> {
  /** When it aborts, the work is cancelled: nobody is there any more who wants it. */
  readonly signal: AbortSignal;
  /** How long to wait before it is `running`, in milliseconds. @default for ever */
  readonly yieldMs?: number;
  /** Whether the one who waits can be asked this. A question that they can't be asked is answered with an error. */
  readonly canAnswer: (question: ServerQuestion) => boolean;
  /**
   * Asks the one who waits while they wait; the signal aborts when the answer is of no use any more. What it throws is an answer, too.
   * @default they are told of the question (`asking`), and come back with the answer
   */
  readonly ask?: ((question: ServerQuestion, signal: AbortSignal) => Promise<Readonly<Record<string, unknown>>>) | undefined;
  /** Told what happens meanwhile. */
  readonly onEvent?: (event: E) => void;
}

export interface PausedWorkOptions {
  readonly owner?: string | undefined;
  /** What whoever started it can be asked. @default nothing */
  readonly capabilities?: ClientCapabilities;
  /** How long a question may wait for its answer, in milliseconds. @default 600_000 */
  readonly maxAskMs?: number;
}

interface Pending extends OpenQuestion {
  /** Aborts when it waits no more. */
  readonly closed: AbortSignal;
  /** Whether somebody is being asked already. */
  isAsked: boolean;
  readonly resolve: (answer: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
}

interface Waiter<E> {
  wake: () => void;
  readonly onEvent?: ((event: E) => void) | undefined;
}

/**
 * Work that goes on while requests come and go: who waits for it is told when it has ended, when a server asks something, or when they have
 * waited long enough, and may come back. One at a time waits; a new one takes the place of the one before.
 */
export class PausedWork<T, E = never> {
  readonly id = randomUUID();
  /** Whose work it is. */
  readonly owner: string | undefined;
  /** When it ended, or somebody last waited for it; milliseconds since the epoch. */
  lastSeenAt = Date.now();
  readonly #stop = new AbortController();
  readonly #questions = new Map<string, Pending>();
  readonly #maxAskMs: number;
  #outcome: { readonly value: T } | { readonly error: unknown } | undefined;
  #waiter: Waiter<E> | undefined;

  /**
   * @param work what is to be done; `asker` brings questions here, `emit` tells whoever waits
   */
  constructor(
    work: (context: {
      readonly id: string;
      readonly asker: Asker;
      readonly signal: AbortSignal;
      readonly emit: (event: E) => void;
    }) => Promise<T>,
    { owner, capabilities = {}, maxAskMs = 600_000 }: PausedWorkOptions = {},
  ) {
    this.owner = owner;
    this.#maxAskMs = maxAskMs;
    const asker: Asker = { capabilities, ask: (server, question, signal) => this.#ask(server, question, signal) };
    const ended = (outcome: { readonly value: T } | { readonly error: unknown }): void => {
      this.#outcome = outcome;
      this.lastSeenAt = Date.now();
      this.#waiter?.wake();
    };
    const emit = (event: E): void => this.#waiter?.onEvent?.(event);
    void work({ id: this.id, asker, signal: this.#stop.signal, emit }).then(
      (value) => ended({ value }),
      (error: unknown) => ended({ error }),
    );
  }

  get hasEnded(): boolean {
    return this.#outcome !== undefined;
  }

  /** Whether somebody waits for it. */
  get isAwaited(): boolean {
    return this.#waiter !== undefined;
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** Answers a question; one that nobody asks any more is ignored. */
  answer(key: string, answer: Readonly<Record<string, unknown>>): void {
    this.#questions.get(key)?.resolve(answer);
  }

  /** The questions that wait for an answer. */
  get questions(): ReadonlyMap<string, OpenQuestion> {
    return this.#questions;
  }

  /** Waits for what comes next. @throws whatever the work throws */
  async wait({ signal, yieldMs, canAnswer, ask, onEvent }: WaitOptions<E>): Promise<Turn<T>> {
    const waiter: Waiter<E> = { wake: () => {}, onEvent };
    const before = this.#waiter;
    this.#waiter = waiter;
    before?.wake();
    let until = yieldMs === undefined ? undefined : performance.now() + yieldMs;
    const cancel = (): void => {
      if (this.#waiter === waiter) this.cancel();
    };
    if (signal.aborted) cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      for (;;) {
        if (this.#outcome) {
          if ("error" in this.#outcome) throw this.#outcome.error;
          return { kind: "ended", value: this.#outcome.value };
        }
        if (this.#waiter !== waiter) return { kind: "running" };
        for (const { question, reject } of this.#questions.values())
          if (!canAnswer(question)) reject(new CodemodeError("USAGE", `the client has no support for ${question.method}`));
        if (this.#questions.size > 0 && !ask) return { kind: "asking", questions: new Map(this.#questions) };
        if (ask) this.#askNew(ask);
        const askedAt = this.#questions.size > 0 ? performance.now() : undefined;
        // Nobody goes away from a question that they are asked.
        const leftMs = until === undefined || askedAt !== undefined ? undefined : until - performance.now();
        if (leftMs !== undefined && leftMs <= 0) return { kind: "running" };
        await new Promise<void>((resolve) => {
          const timer = leftMs === undefined ? undefined : setTimeout(resolve, Math.min(leftMs, LONGEST_TIMER_MS));
          waiter.wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        if (until !== undefined && askedAt !== undefined) until += performance.now() - askedAt;
        // Questions that are asked at once are answered at once.
        if (this.#questions.size > 0 && !ask) await sleep(TOGETHER_MS);
      }
    } finally {
      signal.removeEventListener("abort", cancel);
      if (this.#waiter === waiter) this.#waiter = undefined;
      this.lastSeenAt = Date.now();
    }
  }

  #askNew(ask: NonNullable<WaitOptions<E>["ask"]>): void {
    for (const pending of this.#questions.values()) {
      if (pending.isAsked) continue;
      pending.isAsked = true;
      ask(pending.question, pending.closed).then(pending.resolve, pending.reject);
    }
  }

  /** The server's own name for a question, where it is free: it may say something to the client. */
  #keyFor({ key }: ServerQuestion): string {
    return key === undefined || key.length > MAX_KEY_CHARACTERS || this.#questions.has(key) ? randomUUID() : key;
  }

  #ask(server: string, question: ServerQuestion, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const key = this.#keyFor(question);
    return new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
      const closed = new AbortController();
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", aborted);
        this.#questions.delete(key);
        closed.abort();
        this.#waiter?.wake();
      };
      const aborted = (): void => {
        end();
        reject(new CodemodeError("CANCELLED", "the call was cancelled"));
      };
      const late = (): void => {
        end();
        reject(new CodemodeError("CANCELLED", `nobody answered within ${this.#maxAskMs} ms`));
      };
      const timer = setTimeout(late, this.#maxAskMs);
      if (signal.aborted) return aborted();
      signal.addEventListener("abort", aborted, { once: true });
      this.#questions.set(key, {
        server,
        question,
        closed: closed.signal,
        isAsked: false,
        resolve: (answer) => {
          end();
          resolve(answer);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      });
      this.#waiter?.wake();
    });
  }
}

const MAX_KEY_CHARACTERS = 100;
const TOGETHER_MS = 20;
