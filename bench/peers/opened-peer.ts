import type { Row } from "../measure.ts";
import type { OpenOptions } from "./adapter.ts";
import type { KnownPeer } from "./known-peers.ts";
import { PeerProcess } from "./peer-process.ts";
import { within } from "./within.ts";

/** A peer that is opened when it is first needed, and opened anew where a measurement has failed: nobody measures what the last one broke. */
export class OpenedPeer implements AsyncDisposable {
  readonly #peer: KnownPeer;
  readonly #options: Parameters<PeerProcess["open"]>[0];
  #process: PeerProcess | undefined;

  constructor(peer: KnownPeer, options: Omit<OpenOptions, "servers"> & { readonly tools?: number }) {
    this.#peer = peer;
    this.#options = options;
  }

  /**
   * What a measurement gives, or a row that says why there is none.
   * @param longestMs how long it may take, the opening included
   */
  async row(what: string, measure: (process: PeerProcess) => Promise<Row>, longestMs = 60_000): Promise<Row> {
    try {
      return await within(longestMs, this.process().then(measure));
    } catch (error) {
      await this.#close();
      const why = error instanceof Error ? error.message : String(error);
      return { kind: "failed", what, subject: this.#peer.about.name, why: why.split("\n", 1)[0] ?? "" };
    }
  }

  /** @throws where it can't be opened */
  async process(): Promise<PeerProcess> {
    if (this.#process) return this.#process;
    const opening = new PeerProcess(this.#peer);
    this.#process = opening;
    await opening.open(this.#options);
    return opening;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }

  async #close(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.[Symbol.asyncDispose]();
  }
}
