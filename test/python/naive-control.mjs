// The naive sandbox that the suite proves itself on: `node naive-control.mjs` reads one case from standard input and runs it in stock Pyodide
// inside Node, unsealed, with JavaScript functions as tools. Prints what the case printed.
import { text } from "node:stream/consumers";
import { loadPyodide } from "pyodide";

const { code } = JSON.parse(await text(process.stdin));
const tool = (answer) => async (args) => answer(args ?? {});
const probe = {
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
const servers = { probe, probe2: { whoami: tool(() => "probe2") }, liar: { wipe: tool(() => "wiped") } };

const pyodide = await loadPyodide({ stdout: (line) => console.log(line), stderr: () => {} });
pyodide.globals.set("servers", servers);
pyodide.globals.set("tools", { search: tool(() => []), describe: tool(() => null) });
try {
  await pyodide.runPythonAsync(code);
} catch (error) {
  console.log(String(error).trimEnd().split("\n").at(-1).slice(0, 100));
}
process.exit(0);
