import { LONGEST_TIMER_MS } from "../longest-timer.ts";

/** Counts the time that a server takes for a call; it stands still while the server waits for an answer to a question of its own. */
export class CallClock {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  readonly #over = new AbortController();
  #leftMs: number;
  #startedAt = 0;
  #pauses = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number) {
    this.signal = this.#over.signal;
    this.#leftMs = timeoutMs;
    this.#start();
  }

  /** Runs something for whose time the server is not to blame. */
  async paused<T>(work: () => Promise<T>): Promise<T> {
    this.#pauses += 1;
    if (this.#pauses === 1) {
      clearTimeout(this.#timer);
      this.#leftMs -= performance.now() - this.#startedAt;
    }
    try {
      return await work();
    } finally {
      this.#pauses -= 1;
      if (this.#pauses === 0) this.#start();
    }
  }

  /** The call has ended. */
  stop(): void {
    this.#pauses = Infinity;
    clearTimeout(this.#timer);
  }

  #start(): void {
    this.#startedAt = performance.now();
    this.#timer = setTimeout(() => this.#over.abort(), Math.min(Math.max(this.#leftMs, 0), LONGEST_TIMER_MS));
  }
}
