import { CodemodeError } from "../errors.ts";
import type { SandboxDriver, SandboxProcess, StartOptions } from "./driver.ts";

export interface PoolOptions {
  readonly driver: SandboxDriver;
  /** How many processes wait ready, and how many do from when the first has been asked for. */
  readonly warm: number;
  readonly warmLater: number;
  /** How many processes there may be, the waiting and the dying included. */
  readonly maxProcesses: number;
}

/**
 * Sandbox processes that are ready before they are asked for. A process is handed out once and never comes back. Only processes with the
 * pool's own start options are kept warm; others are started when asked for.
 */
export class SandboxPool implements AsyncDisposable {
  readonly #options: PoolOptions;
  readonly #start: StartOptions;
  readonly #warm = new Set<Promise<SandboxProcess>>();
  /** Takers that wait until there may be another process, in their order. */
  readonly #waiting: (() => void)[] = [];
  #processes = 0;
  #ready: number;
  #disposed = false;

  constructor(options: PoolOptions, start: StartOptions) {
    this.#options = options;
    this.#start = start;
    this.#ready = options.warm;
  }

  /** How many processes there are, the waiting and the dying included. */
  get size(): number {
    return this.#processes;
  }

  /** Resolves when the pool is as full as it should be. @throws CodemodeError `SANDBOX_MISSING`, `SANDBOX_START_FAILED` */
  async fill(): Promise<void> {
    this.#refill();
    await Promise.all(this.#warm);
  }

  /** `fill` as if a first process had been asked for. @throws CodemodeError as `fill` */
  warmUp(): Promise<void> {
    this.#ready = this.#options.warmLater;
    return this.fill();
  }

  /**
   * A fresh process, the one that has waited longest; waits while there are as many processes as there may be.
   * @param mayExceed whether it may be one more than that: for who already has a process, and would wait for itself
   * @throws CodemodeError `SANDBOX_MISSING`, `SANDBOX_WALL_MISSING`, `SANDBOX_START_FAILED`, `DISPOSED`
   */
  async take(start: StartOptions = this.#start, mayExceed = false): Promise<SandboxProcess> {
    this.#ready = this.#options.warmLater;
    const [first] = this.#warm;
    const fits = start.memoryMb === this.#start.memoryMb && start.maxLineBytes === this.#start.maxLineBytes;
    if (first && fits) {
      this.#warm.delete(first);
      // After the caller's first execution has had its turn on the processor.
      setTimeout(() => this.#refill(), REFILL_DELAY_MS).unref();
      return first;
    }
    if (this.#processes >= this.#options.maxProcesses && !mayExceed) {
      // A waiting process with other limits makes room for one that is needed now.
      if (first) {
        this.#warm.delete(first);
        void first.then((sandbox) => sandbox.kill()).catch(() => {});
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#processes += 1;
    if (this.#disposed) {
      this.#release();
      throw new CodemodeError("DISPOSED", "This executor has been disposed. Make a new one.");
    }
    // Nothing waits: this one is started for the caller, and others after it, so that it has the processor first.
    const started = this.#launch(start);
    void started.then(() => this.#refill()).catch(() => {});
    return started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const waiting = [...this.#warm];
    this.#warm.clear();
    for (const go of this.#waiting.splice(0)) {
      this.#processes += 1;
      go();
    }
    await Promise.all(waiting.map((started) => started.then((sandbox) => sandbox.kill()).catch(() => {})));
  }

  #refill(): void {
    const { maxProcesses } = this.#options;
    while (!this.#disposed && this.#warm.size < this.#ready && this.#processes < maxProcesses) {
      this.#processes += 1;
      const started = this.#launch(this.#start);
      this.#warm.add(started);
      const forget = (): void => void this.#warm.delete(started);
      started.then((sandbox) => {
        sandbox.send({ kind: "warm-up" });
        void sandbox.exited.then(forget);
      }, forget);
    }
  }

  /** Starts a process in a place that is counted already, and gives the place back when the process is gone. */
  async #launch(start: StartOptions): Promise<SandboxProcess> {
    try {
      const sandbox = await this.#options.driver.start(start);
      void sandbox.exited.then(() => this.#release());
      return sandbox;
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  #release(): void {
    const next = this.#processes > this.#options.maxProcesses ? undefined : this.#waiting.shift();
    if (next) next();
    else this.#processes -= 1;
  }
}

/** Starting a process takes a core for some 30 ms; a first execution with a few calls is over by then. */
const REFILL_DELAY_MS = 100;
