import { CodemodeError } from "../errors.ts";

export interface WorkStoreOptions {
  /** How long the end of work is kept that nobody waits for, in milliseconds. @default 600_000 */
  readonly keepMs?: number;
  /** How much is kept that nobody waits for; what was left alone for longest is given up, and ended where it runs. @default 256 */
  readonly maxKept?: number;
}

/** What the store has to know of work: see `PausedWork`. */
interface Work {
  readonly id: string;
  readonly owner: string | undefined;
  readonly lastSeenAt: number;
  readonly hasEnded: boolean;
  readonly isAwaited: boolean;
  cancel(): void;
}

/** Work that requests leave and come back to, until its end was told. */
export class WorkStore<W extends Work> implements Disposable {
  readonly #keepMs: number;
  readonly #maxKept: number;
  readonly #works = new Map<string, W>();
  readonly #sweep: NodeJS.Timeout;

  constructor({ keepMs = 600_000, maxKept = 256 }: WorkStoreOptions = {}) {
    this.#keepMs = keepMs;
    this.#maxKept = maxKept;
    this.#sweep = setInterval(() => this.#forgetOld(), Math.min(keepMs, 10_000)).unref();
  }

  add(work: W): W {
    this.#works.set(work.id, work);
    this.#forgetOld();
    return work;
  }

  /** @throws CodemodeError `EXECUTION_UNKNOWN`, also for that of other owners */
  find(id: string, owner: string | undefined): W {
    const work = this.#works.get(id);
    if (work && work.owner === owner) return work;
    throw new CodemodeError(
      "EXECUTION_UNKNOWN",
      `There is no running execution "${id.slice(0, 100)}": its result was told, it was given up because nobody asked for it, or it never was.`,
    );
  }

  /** After its end was told. */
  forget({ id }: W): void {
    this.#works.delete(id);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sweep);
    for (const work of this.#works.values()) work.cancel();
    this.#works.clear();
  }

  #forgetOld(): void {
    const alone = [...this.#works.values()].filter(({ isAwaited }) => !isAwaited).toSorted((a, b) => a.lastSeenAt - b.lastSeenAt);
    const oldest = Date.now() - this.#keepMs;
    for (const [index, work] of alone.entries()) {
      const isTooMany = alone.length - index > this.#maxKept;
      // What still runs ends by its own limits.
      if (!isTooMany && !(work.hasEnded && work.lastSeenAt < oldest)) continue;
      work.cancel();
      this.#works.delete(work.id);
    }
  }
}
