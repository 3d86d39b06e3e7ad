// `npm run bench -- <suite> [--json]`. Suites measure the built package, as users run it.
import { cpus } from "node:os";
import type { Row } from "./sandbox.ts";

const suites: Record<string, () => Promise<Row[]>> = {
  sandbox: async () => (await import("./sandbox.ts")).sandbox(),
};

const [name = "sandbox"] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const suite = suites[name];
if (!suite) {
  process.stderr.write(`There is no suite "${name}". Suites: ${Object.keys(suites).join(", ")}\n`);
  process.exit(2);
}
const rows = await suite();
const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ suite: name, machine, rows }, null, 2)}\n`);
else {
  process.stdout.write(`${name} on ${machine}\n\n| what | median ms | min | max | runs | to in-process |\n|---|---|---|---|---|---|\n`);
  for (const { what, median, min, max, runs, ratio } of rows) {
    process.stdout.write(`| ${what} | ${median} | ${min} | ${max} | ${runs} | ${ratio === undefined ? "" : `${ratio}x`} |\n`);
  }
}
