import { fork, type ChildProcess } from "node:child_process";
import { inPackage } from "../../paths.ts";
import { descendants } from "../../process-tree.ts";
import { install } from "../install.ts";
import type { KnownPeer } from "../known-peers.ts";
import type { ServedServer } from "./served-server.ts";
import type { SurfaceAnswer, SurfaceQuestion } from "./surface-messages.ts";
import type { AlwaysOn, SurfaceAbout, Trip, Wanted } from "./surface.ts";

/** A peer that makes what a model reads, in a process of its own on the Node that it needs. */
export class SurfaceProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #ended: string | undefined;

  /** @throws where what it needs can't be installed */
  constructor(peer: KnownPeer) {
    const { folder, about } = peer;
    this.#child = fork(inPackage("bench/.out/peers/tokens/surface-host.js"), [`${folder}/surface.js`], {
      execPath: install(peer),
      execArgv: [...(about.nodeOptions ?? [])],
      cwd: folder,
      serialization: "advanced",
      stdio: ["ignore", "ignore", process.env.BENCH_PEER_ERRORS === "1" ? "inherit" : "ignore", "ipc"],
    });
    this.#child.on("message", (answer: SurfaceAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("error" in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.value);
    });
    this.#child.on("exit", (code, signal) => this.#end(`the process of the library ended (${signal ?? `exit code ${code}`})`));
    this.#child.on("error", (error) => this.#end(error.message));
  }

  /** The surfaces that it makes, by their index. */
  about(): Promise<readonly SurfaceAbout[]> {
    return this.#ask({ kind: "about" }) as Promise<readonly SurfaceAbout[]>;
  }

  open(index: number, servers: readonly ServedServer[]): Promise<AlwaysOn> {
    return this.#ask({ kind: "open", index, servers }) as Promise<AlwaysOn>;
  }

  /** By the surface that was opened last. */
  search(wanted: Wanted): Promise<Trip> {
    return this.#ask({ kind: "search", wanted }) as Promise<Trip>;
  }

  /** Ends it and all that it has started. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended !== undefined) return;
    const pid = this.#child.pid as number;
    const all = [pid, ...((await descendants(pid)) ?? [])];
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    for (const each of all) {
      try {
        process.kill(each, "SIGKILL");
      } catch {
        // It has ended already.
      }
    }
    await exited;
  }

  #ask(question: SurfaceQuestion): Promise<unknown> {
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
