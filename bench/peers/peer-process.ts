import { fork, type ChildProcess } from "node:child_process";
import { inPackage } from "../paths.ts";
import { descendants } from "../process-tree.ts";
import type { OpenOptions, Outcome } from "./adapter.ts";
import type { Answer, Question, Sample } from "./messages.ts";
import { install } from "./install.ts";
import type { KnownPeer } from "./known-peers.ts";

/** A peer in a process of its own, on the Node that it needs, so that its memory is its own and its death ends nobody else. */
export class PeerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #ended: string | undefined;

  /** @throws where what it needs can't be installed */
  constructor(peer: KnownPeer, env: NodeJS.ProcessEnv = process.env) {
    const { folder, about } = peer;
    this.#child = fork(inPackage("bench/.out/peers/host.js"), [`${folder}/adapter.js`], {
      execPath: install(peer),
      execArgv: [...(about.nodeOptions ?? [])],
      cwd: folder,
      env,
      // Values of every kind come over, a BigInt too.
      serialization: "advanced",
      stdio: ["ignore", "ignore", process.env.BENCH_PEER_ERRORS === "1" ? "inherit" : "ignore", "ipc"],
    });
    this.#child.on("message", (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("error" in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.value);
    });
    this.#child.on("exit", (code, signal) => this.#end(`the process of the library ended (${signal ?? `exit code ${code}`})`));
    this.#child.on("error", (error) => this.#end(error.message));
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** How the process ended, if it did. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /**
   * Opens the library with the bench's server behind it; milliseconds until the server was connected and its tools there.
   * @param options.tools how many tools the server has beside its own
   */
  open({ tools = 0, ...limits }: Omit<OpenOptions, "servers"> & { readonly tools?: number }): Promise<number> {
    const args = [inPackage("bench/.out/peers/server.js"), "--tools", String(tools)];
    const options: OpenOptions = { ...limits, servers: { bench: { command: process.execPath, args } } };
    return this.#ask({ kind: "open", options }) as Promise<number>;
  }

  execute(program: string, session?: string): Promise<Outcome> {
    return this.#ask({ kind: "execute", program, ...(session === undefined ? {} : { session }) }) as Promise<Outcome>;
  }

  sample(sample: Omit<Sample, "kind">): Promise<number> {
    return this.#ask({ kind: "sample", ...sample }) as Promise<number>;
  }

  together(program: string, expect: unknown, count: number): Promise<number> {
    return this.#ask({ kind: "together", program, expect, count }) as Promise<number>;
  }

  /** Resolves when its event loop turns. */
  async ping(): Promise<void> {
    await this.#ask({ kind: "ping" });
  }

  async close(): Promise<void> {
    await this.#ask({ kind: "close" });
  }

  /** Ends it and all that it has started. */
  async [Symbol.asyncDispose](): Promise<void> {
    const all = [this.pid, ...((await descendants(this.pid)) ?? [])];
    for (const pid of all) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended already.
      }
    }
    if (this.#ended === undefined) await new Promise((resolve) => this.#child.once("exit", resolve));
  }

  #ask(question: Question): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(new Error(this.#ended));
    return new Promise((resolve, reject) => {
      const id = (this.#lastId += 1);
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, question });
    });
  }

  #end(how: string): void {
    this.#ended ??= how;
    for (const { reject } of this.#waiting.values()) reject(new Error(how));
    this.#waiting.clear();
  }
}
