import { setImmediate } from "node:timers/promises";
/** Long work in parts of a few milliseconds, between which everything else has its turn. */
export class Slices {
  #since = performance.now();
  /** After each step of the work. */
  async next() {
    if (performance.now() - this.#since < SLICE_MS) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
const SLICE_MS = 5;
