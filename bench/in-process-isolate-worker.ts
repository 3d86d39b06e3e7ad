// The inside of an in-process isolate: runs programs and gives them a `tools.search`.
import { parentPort } from "node:worker_threads";

type ToIsolate =
  | { readonly kind: "run"; readonly code: string }
  | { readonly kind: "result"; readonly id: number; readonly value: unknown };

const waiting = new Map<number, (value: unknown) => void>();
let lastId = 0;

function send(message: object): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  parentPort?.postMessage(JSON.stringify(message));
}

function search(query: string): Promise<unknown> {
  return new Promise((resolve) => {
    const id = (lastId += 1);
    waiting.set(id, resolve);
    send({ kind: "search", id, query });
  });
}

Object.assign(globalThis, { tools: { search } });

parentPort?.on("message", async (text: string) => {
  const message = JSON.parse(text) as ToIsolate;
  if (message.kind === "result") {
    waiting.get(message.id)?.(message.value);
    waiting.delete(message.id);
  } else {
    // oxlint-disable-next-line no-eval -- as the guest of a sandbox evaluates a program
    const program = globalThis.eval(`(async () => { "use strict";\n${message.code}\n})`) as () => Promise<unknown>;
    send({ kind: "done", value: await program() });
  }
});
