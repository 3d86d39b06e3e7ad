// The naive sandbox that the suite proves itself on: `node naive-control.js` reads one case from standard input and runs it in node:vm with
// the host's own objects. Prints what the case printed.
import { text } from "node:stream/consumers";
import { createContext, runInContext } from "node:vm";
import { servers } from "./naive-tools.js";

const { code } = JSON.parse(await text(process.stdin));
const sandbox = { console, setTimeout, clearTimeout, structuredClone, URL, TextEncoder, performance, queueMicrotask, tools: {}, servers };
try {
  await runInContext(`(async () => {${code}\n})()`, createContext(sandbox), { timeout: 1_000 });
} catch (error) {
  console.log(String(error).slice(0, 100));
}
process.exit(0);
