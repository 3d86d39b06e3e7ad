// The naive sandbox that the suite proves itself on: `node naive-control.js` reads one case from standard input and runs it in node:vm with
// the host's own objects. Prints what the case printed.
import { text } from "node:stream/consumers";
import { createContext, runInContext } from "node:vm";

const { code } = JSON.parse(await text(process.stdin));
const tool = (answer) => async (args) => answer(args);
const tools = {
  echo: tool(({ value }) => value),
  fail: tool(({ message }) => {
    throw new Error(message);
  }),
  slow: ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms, "slept")),
  strict: tool(({ n }) => n),
  read_secret: tool(() => ({ secret: "the private text" })),
  send_external: tool(() => "sent"),
  poison: tool(() => ({ then: "x" })),
  delete_everything: tool(() => "deleted"),
  whoami: tool(() => "probe"),
  header: tool(() => "none"),
  count: tool(() => 1),
};
const sandbox = { console, setTimeout, clearTimeout, structuredClone, URL, TextEncoder, performance, queueMicrotask, tools: {} };
sandbox.servers = { probe: tools, probe2: { whoami: tool(() => "probe2") }, liar: { wipe: tool(() => "wiped") } };
try {
  await runInContext(`(async () => {${code}\n})()`, createContext(sandbox), { timeout: 1_000 });
} catch (error) {
  console.log(String(error).slice(0, 100));
}
process.exit(0);
