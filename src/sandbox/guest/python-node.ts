// The Python guest's entry in Node, for where Deno is not.
import { openSync, readdirSync, readFileSync, readSync, writeSync } from "node:fs";
import process from "node:process";
import type { PythonHost } from "./python/host.ts";
import { servePython } from "./python/serve.ts";

const { argv, exit } = process;
const quiet = new Int32Array(new SharedArrayBuffer(4));

/** A pipe of Node's may not block, and then says EAGAIN where a blocking one would wait. */
function patiently(act: () => number): number {
  for (;;) {
    try {
      return act();
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") return exit(1);
      Atomics.wait(quiet, 0, 0, 1);
    }
  }
}

const host: PythonHost = {
  args: argv.slice(2),
  readFile: (path) => readFileSync(path),
  listFolder: (path) => readdirSync(path),
  openFile(path) {
    const file = openSync(path);
    return (into) => {
      for (let at = 0; at < into.length;) {
        const read = readSync(file, into, at, into.length - at);
        if (read === 0) throw new Error(`${path} ends too early`);
        at += read;
      }
    };
  },
  loadModule: (path) => import(`file://${path}`) as Promise<Readonly<Record<string, unknown>>>,
  giveUpFiles() {},
  readInput: (into) => patiently(() => readSync(0, into)),
  writeOutput(bytes) {
    for (let at = 0; at < bytes.length;) at += patiently(() => writeSync(1, bytes, at));
  },
  now: () => performance.now(),
  fail(why) {
    writeSync(2, `${why}\n`);
    return exit(70);
  },
  exit,
};

try {
  await servePython(host);
} catch (error) {
  host.fail(error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
}
