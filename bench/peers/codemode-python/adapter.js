// Ours with Python, opened as ours with TypeScript is.
import { setTimeout as pause } from "node:timers/promises";
import { openAs } from "../codemode/adapter.js";

export async function open(options) {
  const peer = await openAs("python", PRELUDE, options);
  return {
    ...peer,
    async rest() {
      await peer.rest();
      // The process that waits runs a few programs of its own first, so that its code is compiled.
      await pause(1_500);
    },
  };
}

const PRELUDE = "from generated.servers.bench import add, sleep, lines, fail, count\n";
