import { inPackage } from "../paths.ts";
import type { OpenOptions, Outcome } from "./adapter.ts";
import type { KnownPeer } from "./known-peers.ts";
import { LibraryProcess } from "./library-process.ts";
import type { Question, Sample } from "./messages.ts";

/** A peer in a process of its own, so that its memory is its own and its death ends nobody else. */
export class PeerProcess extends LibraryProcess<Question> {
  /** @throws where what it needs can't be installed */
  constructor(peer: KnownPeer, env?: NodeJS.ProcessEnv) {
    super(peer, "host.js", "adapter.js", env);
  }

  /**
   * Opens the library with the bench's server behind it; milliseconds until the server was connected and its tools there.
   * @param options.tools how many tools the server has beside its own
   */
  open({ tools = 0, ...limits }: Omit<OpenOptions, "servers"> & { readonly tools?: number }): Promise<number> {
    const args = [inPackage("bench/.out/peers/server.js"), "--tools", String(tools)];
    const options: OpenOptions = { ...limits, servers: { bench: { command: process.execPath, args } } };
    return this.ask({ kind: "open", options }) as Promise<number>;
  }

  execute(program: string, session?: string): Promise<Outcome> {
    return this.ask({ kind: "execute", program, ...(session === undefined ? {} : { session }) }) as Promise<Outcome>;
  }

  sample(sample: Omit<Sample, "kind">): Promise<number> {
    return this.ask({ kind: "sample", ...sample }) as Promise<number>;
  }

  together(program: string, expect: unknown, count: number): Promise<number> {
    return this.ask({ kind: "together", program, expect, count }) as Promise<number>;
  }

  /** Resolves when its event loop turns. */
  async ping(): Promise<void> {
    await this.ask({ kind: "ping" });
  }

  async close(): Promise<void> {
    await this.ask({ kind: "close" });
  }
}
