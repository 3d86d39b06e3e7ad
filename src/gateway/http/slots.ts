/** How many of something there may be at once. */
export class Slots {
  readonly most: number;
  readonly #held = new Set<object>();

  constructor(most: number) {
    this.most = most;
  }

  get held(): number {
    return this.#held.size;
  }

  get areGone(): boolean {
    return this.#held.size >= this.most;
  }

  /** Holds one until something has settled. */
  hold(until: Promise<unknown>): void {
    const slot = {};
    this.#held.add(slot);
    const free = (): void => void this.#held.delete(slot);
    until.then(free, free);
  }
}
