// `npm run bench -- <suite> [options]`; see options.ts. Suites measure the built package, as users run it.
import { describeMachine, header } from "./machine.ts";
import { parseOptions, type BenchOptions } from "./options.ts";
import type { Machine } from "./machine.ts";

/** Measures and prints; gives the exit code. */
type Suite = (options: BenchOptions, machine: Machine) => Promise<number>;

const suites: Record<string, () => Promise<Suite>> = {
  sandbox: async () => (await import("./sandbox.ts")).sandbox,
  python: async () => (await import("./python.ts")).python,
  types: async () => (await import("./types.ts")).types,
  search: async () => (await import("./search.ts")).search,
  skills: async () => (await import("./skills.ts")).skills,
  soak: async () => (await import("./soak.ts")).soak,
};

const options = parseOptions(process.argv.slice(2));
const suite = await suites[options.suite]?.();
if (!suite) {
  process.stderr.write(`There is no suite "${options.suite}". Suites: ${Object.keys(suites).join(", ")}\n`);
  process.exit(2);
}
const machine = await describeMachine(options.executor);
if (machine.warning !== undefined) process.stderr.write(`${machine.warning}\n`);
if (!options.json) process.stdout.write(`${header(options.suite, machine)}\n`);
process.exitCode = await suite(options, machine);
