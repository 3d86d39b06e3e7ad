import { fork, type ChildProcess } from "node:child_process";
import { inPackage } from "../paths.ts";
import { descendants } from "../process-tree.ts";
import { install } from "./install.ts";
import type { KnownPeer } from "./known-peers.ts";

/** What a host answers to the question of that number. */
type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

/** A process that holds a peer's library, on the Node that it needs, and answers questions. */
export class LibraryProcess<Question> implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #ended: string | undefined;

  /**
   * @param host what is run of the compiled bench, below `bench/.out/peers`
   * @param file what the host loads, of the peer's folder
   * @throws where what the peer needs can't be installed
   */
  constructor(peer: KnownPeer, host: string, file: string, env: NodeJS.ProcessEnv = process.env) {
    const { folder, about } = peer;
    this.#child = fork(inPackage(`bench/.out/peers/${host}`), [`${folder}/${file}`], {
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

  ask(question: Question): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(new Error(this.#ended));
    return new Promise((resolve, reject) => {
      const id = (this.#lastId += 1);
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, question });
    });
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

  #end(how: string): void {
    this.#ended ??= how;
    for (const { reject } of this.#waiting.values()) reject(new Error(how));
    this.#waiting.clear();
  }
}
