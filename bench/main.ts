// `npm run bench -- [suite ...] [options]`, or `npm run bench -- page` to write docs/benchmarks.md anew without measuring; see options.ts.
import { compareResults } from "./compare.ts";
import { describeMachine, machineText } from "./machine.ts";
import { comparisonText } from "./markdown/comparison-text.ts";
import { isStandard, parseOptions, type BenchOptions } from "./options.ts";
import { printItems } from "./print-items.ts";
import { isWhole, readResults, writeResult, type Result } from "./results.ts";
import { runGroup } from "./run-group.ts";
import { suites } from "./suites.ts";
import { writePage } from "./write-page.ts";

const args = process.argv.slice(2);
if (args[0] === "page") writePage();
else process.exitCode = await bench(optionsOf(args));

/** Measures, prints, keeps and compares; gives the exit code. */
async function bench(options: BenchOptions): Promise<number> {
  const before = options.compare === undefined ? undefined : readResults(options.compare === "" ? undefined : options.compare);
  const machine = await describeMachine(options.executor);
  const print = (text: string): void => void (options.json || process.stdout.write(text));
  if (machine.warning !== undefined) process.stderr.write(`${machine.warning}\n`);
  print(`${machineText(machine)}\n`);

  const results: Result[] = [];
  for (const { suite, group } of groupsOf(options)) {
    print(`\n## ${suite}/${group}\n`);
    const start = new Date();
    const items = await printItems(runGroup(suite, group, options), print);
    const seconds = Math.round((Date.now() - start.getTime()) / 1_000);
    const result: Result = { suite, group, date: start.toISOString(), seconds, machine, items };
    results.push(result);
    if (isStandard(options) && isWhole(result)) writeResult(result);
  }
  const comparison = before && compareResults(before, results);
  if (options.json) process.stdout.write(`${JSON.stringify({ results, ...(comparison ? { comparison } : {}) }, null, 2)}\n`);
  if (comparison) print(`\n## Before and now\n\n${comparisonText(comparison)}`);
  if (isStandard(options)) writePage();
  return results.every(isWhole) ? 0 : 1;
}

function groupsOf({ suites: chosen, only }: BenchOptions): { readonly suite: string; readonly group: string }[] {
  const all = chosen.flatMap((suite) => Object.keys(suites[suite] ?? {}).map((group) => ({ suite, group })));
  return all.filter(({ group }) => only.length === 0 || only.includes(group));
}

/** A mistake in the command line ends the process. */
function optionsOf(words: readonly string[]): BenchOptions {
  try {
    const options = parseOptions(words, Object.keys(suites));
    const missing = options.only.find((group) => groupsOf({ ...options, only: [group] }).length === 0);
    if (missing !== undefined) throw new Error(`There is no group "${missing}" in ${options.suites.join(", ")}.`);
    return options;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}
