import { CodemodeError } from "../errors.ts";

export interface QueueOptions {
  /** Executions at once. */
  readonly maxRunning: number;
  /** Executions that may wait; one more is refused. */
  readonly maxWaiting: number;
}

interface Waiting {
  readonly go: () => void;
}

/**
 * Lets executions in, at most so many at once. Each session runs one at a time, in the order asked; between sessions the turn goes round,
 * so that one that asks for much does not hold up the others. Executions without a session count as one more in the round, but run at once.
 */
export class ExecutionQueue {
  readonly #options: QueueOptions;
  /** Per session those that wait; the map's order is the round's. */
  readonly #waiting = new Map<string | undefined, Waiting[]>();
  readonly #active = new Set<string>();
  #running = 0;
  #count = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#count };
  }

  /** Sessions with something running or waiting. */
  isBusy(session: string): boolean {
    return this.#active.has(session) || this.#waiting.has(session);
  }

  /**
   * Waits for its turn.
   * @returns what must be called at the execution's end
   * @throws CodemodeError `BUSY` where too many wait, `CANCELLED` where `signal` aborts first
   */
  async enter(session: string | undefined, signal: AbortSignal): Promise<() => void> {
    const free = this.#running < this.#options.maxRunning && this.#count === 0 && !(session !== undefined && this.#active.has(session));
    if (!free) await this.#wait(session, signal);
    else this.#start(session);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#running -= 1;
      if (session !== undefined) this.#active.delete(session);
      this.#next();
    };
  }

  #wait(session: string | undefined, signal: AbortSignal): Promise<void> {
    const { maxWaiting, maxRunning } = this.#options;
    if (this.#count >= maxWaiting) {
      throw new CodemodeError(
        "BUSY",
        `${maxRunning} executions may run at once and ${maxWaiting} wait already. Try again when some have ended, or raise maxWaiting.`,
        { data: { maxRunning, maxWaiting } },
      );
    }
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#remove(session, entry);
        reject(new CodemodeError("CANCELLED", "The execution was cancelled before it began."));
      };
      const entry: Waiting = {
        go: () => {
          signal.removeEventListener("abort", cancel);
          resolve();
        },
      };
      if (signal.aborted) return reject(new CodemodeError("CANCELLED", "The execution was cancelled before it began."));
      signal.addEventListener("abort", cancel, { once: true });
      const line = this.#waiting.get(session) ?? [];
      line.push(entry);
      this.#waiting.set(session, line);
      this.#count += 1;
      this.#next();
    });
  }

  #start(session: string | undefined): void {
    this.#running += 1;
    if (session !== undefined) this.#active.add(session);
  }

  /** Starts those whose turn it is; a session that had its turn goes to the end of the round. */
  #next(): void {
    while (this.#running < this.#options.maxRunning) {
      const turn = [...this.#waiting].find(([session]) => session === undefined || !this.#active.has(session));
      if (!turn) return;
      const [session, line] = turn;
      const entry = line[0] as Waiting;
      this.#remove(session, entry);
      const rest = this.#waiting.get(session);
      if (rest) {
        this.#waiting.delete(session);
        this.#waiting.set(session, rest);
      }
      this.#start(session);
      entry.go();
    }
  }

  #remove(session: string | undefined, entry: Waiting): void {
    const line = this.#waiting.get(session);
    const at = line?.indexOf(entry) ?? -1;
    if (!line || at === -1) return;
    line.splice(at, 1);
    this.#count -= 1;
    if (line.length === 0) this.#waiting.delete(session);
  }
}
