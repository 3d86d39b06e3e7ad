import type { SandboxDriver, SandboxProcess, StartOptions } from "./driver.ts";

export interface PoolOptions {
  readonly driver: SandboxDriver;
  /** How many processes wait ready. */
  readonly warm: number;
}

/**
 * Sandbox processes that are ready before they are asked for. A process is handed out once and never comes back. Only processes with the
 * pool's own start options are kept warm; others are started when asked for.
 */
export class SandboxPool implements AsyncDisposable {
  readonly #driver: SandboxDriver;
  readonly #warmCount: number;
  readonly #start: StartOptions;
  readonly #warm = new Set<Promise<SandboxProcess>>();
  #disposed = false;

  constructor(options: PoolOptions, start: StartOptions) {
    this.#driver = options.driver;
    this.#warmCount = options.warm;
    this.#start = start;
  }

  /** Resolves when the pool is as full as it should be. @throws CodemodeError `SANDBOX_MISSING`, `SANDBOX_START_FAILED` */
  async fill(): Promise<void> {
    this.#refill();
    await Promise.all(this.#warm);
  }

  /** A fresh process, the one that has waited longest. @throws CodemodeError `SANDBOX_MISSING`, `SANDBOX_START_FAILED` */
  async take(): Promise<SandboxProcess> {
    const [first] = this.#warm;
    if (!first) {
      // Nothing waits: this one is started for the caller, and others after it, so that it has the processor first.
      const started = this.#driver.start(this.#start);
      void started.then(() => this.#refill()).catch(() => {});
      return started;
    }
    this.#warm.delete(first);
    // After the caller's first execution has had its turn on the processor.
    setTimeout(() => this.#refill(), REFILL_DELAY_MS).unref();
    return first;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const waiting = [...this.#warm];
    this.#warm.clear();
    await Promise.all(waiting.map((started) => started.then((sandbox) => sandbox.kill()).catch(() => {})));
  }

  #refill(): void {
    while (!this.#disposed && this.#warm.size < this.#warmCount) {
      const started = this.#driver.start(this.#start);
      this.#warm.add(started);
      const forget = (): void => void this.#warm.delete(started);
      started.then((sandbox) => sandbox.exited.then(forget), forget);
    }
  }
}

const REFILL_DELAY_MS = 20;
