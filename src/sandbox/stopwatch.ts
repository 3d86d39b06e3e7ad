/** Sums up the time in which at least one of several things was going on. */
export class Stopwatch {
  #open = 0;
  #since = 0;
  #sumMs = 0;

  get ms(): number {
    return this.#sumMs + (this.#open > 0 ? performance.now() - this.#since : 0);
  }

  /** Runs something, and counts its time. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#open === 0) this.#since = performance.now();
    this.#open += 1;
    try {
      return await work();
    } finally {
      this.#open -= 1;
      if (this.#open === 0) this.#sumMs += performance.now() - this.#since;
    }
  }
}
