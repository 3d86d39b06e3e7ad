import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";

const SECRET = "CM_SECRET-0123456789abcdef";
const FILE = "/tmp/cm_sentinel_host";
const PORT = 45_999;

/** What a program that got out would find or leave on the host. */
export class Canaries implements AsyncDisposable {
  readonly #server: Server;
  readonly #delay = monitorEventLoopDelay({ resolution: 5 });
  #reached = 0;

  private constructor() {
    this.#server = createServer((_, response) => {
      this.#reached += 1;
      response.end("reached");
    });
  }

  static async plant(): Promise<Canaries> {
    const canaries = new Canaries();
    process.env.CM_SECRET = SECRET;
    writeFileSync(FILE, SECRET);
    canaries.#server.listen(PORT, "127.0.0.1");
    await once(canaries.#server, "listening");
    canaries.#delay.enable();
    return canaries;
  }

  /** What is no longer as it was planted. */
  dirty(): string[] {
    const prototypes = [
      Object.prototype,
      Array.prototype,
      Function.prototype,
      String.prototype,
      Promise.prototype,
      Error.prototype,
      Map.prototype,
    ];
    const found = prototypes.filter((each) => "__cm_canary" in each || "__xs2" in each || "polluted" in each).length;
    return [
      ...(found > 0 ? [`${found} prototypes of the host are polluted`] : []),
      ...(this.#reached > 0 ? [`the host's listener was reached ${this.#reached} times`] : []),
      ...(process.env.CM_SECRET === SECRET ? [] : ["the host's environment has changed"]),
    ];
  }

  /** The longest time that the event loop was held since the last question, in milliseconds. */
  takeStallMs(): number {
    const stall = this.#delay.max / 1e6;
    this.#delay.reset();
    return stall;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#delay.disable();
    delete process.env.CM_SECRET;
    rmSync(FILE, { force: true });
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
