// Ours with Python, opened as ours with TypeScript is.
import { openAs } from "../codemode/adapter.js";

export async function open(options) {
  return openAs("python", PRELUDE, options);
}

const PRELUDE = "from generated.servers.bench import add, sleep, lines, fail, count\n";
