import { Worker } from "node:worker_threads";

/** What a program's `tools.search(query)` gives. */
export type Search = (query: string) => unknown;

type FromIsolate =
  | { readonly kind: "search"; readonly id: number; readonly query: string }
  | { readonly kind: "done"; readonly value?: unknown };

/**
 * A V8 isolate in this process: no wall, no other process, no pipe. It runs the same programs as a sandbox; each `tools.search` is one JSON
 * text to this thread and one back, answered at once.
 */
export class InProcessIsolate implements AsyncDisposable {
  readonly #worker = new Worker(new URL("./in-process-isolate-worker.js", import.meta.url));
  #finish: (value: unknown) => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(search: Search) {
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("message", (text: string) => {
      const message = JSON.parse(text) as FromIsolate;
      if (message.kind === "done") this.#finish(message.value);
      else this.#send({ kind: "result", id: message.id, value: search(message.query) });
    });
  }

  /** Runs the body of an async function, one at a time, and gives what it returns. */
  run(code: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
      this.#send({ kind: "run", code });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #send(message: object): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    this.#worker.postMessage(JSON.stringify(message));
  }
}
