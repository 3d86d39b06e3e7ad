// Ours with Python, opened as ours with TypeScript is.
import { setTimeout as pause } from "node:timers/promises";
import { openAs } from "../codemode/adapter.js";

export async function open(options) {
  const peer = await openAs("python", PRELUDE, options);
  let taken = true;
  return {
    ...peer,
    execute(program, session) {
      taken ||= session === undefined;
      return peer.execute(program, session);
    },
    async rest() {
      await peer.rest();
      // The process that waits in place of one that was taken runs a few programs of its own first, so that its code is compiled.
      if (taken) await pause(1_500);
      taken = false;
    },
  };
}

const PRELUDE = "from generated.servers.bench import add, sleep, lines, fail, count\n";
