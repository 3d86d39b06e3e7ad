// The naive sandbox that the suite proves itself on: `node naive-control.mjs` reads one case from standard input and runs it in stock Pyodide
// inside Node, unsealed, with JavaScript functions as tools. Prints what the case printed.
import { text } from "node:stream/consumers";
import { loadPyodide } from "pyodide";
import { servers } from "../hostile/naive-tools.js";

const { code } = JSON.parse(await text(process.stdin));
const pyodide = await loadPyodide({ stdout: (line) => console.log(line), stderr: () => {} });
pyodide.globals.set("servers", servers);
pyodide.globals.set("tools", { search: async () => [], describe: async () => null });
try {
  await pyodide.runPythonAsync(code);
} catch (error) {
  console.log(String(error).trimEnd().split("\n").at(-1).slice(0, 100));
}
process.exit(0);
