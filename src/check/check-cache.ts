import type { CheckReport, CheckRequest } from "./type-checker.ts";

/** Reports of the last checks: agents, loops and retries run the same program again. */
export class CheckCache {
  readonly #reports = new Map<string, CheckReport>();

  find(request: CheckRequest): CheckReport | undefined {
    return this.#reports.get(keyOf(request));
  }

  add(request: CheckRequest, report: CheckReport): void {
    this.#reports.set(keyOf(request), report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > MAX_REPORTS && oldest !== undefined) this.#reports.delete(oldest);
  }
}

const MAX_REPORTS = 100;

/** All that a report depends on. */
function keyOf({ source, names, earlier, mayHaveOtherGlobals, loose, modules, servers }: CheckRequest): string {
  const declared = modules.map(({ specifier, promised, observed }) => [specifier, numberOf(promised), numberOf(observed ?? "")]);
  return JSON.stringify([source, names, earlier.map(({ id }) => id), mayHaveOtherGlobals, loose, servers, declared]);
}

/** Long texts by number: the same text comes again with every request. */
function numberOf(text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  if (numbers.size > MAX_TEXTS) numbers.clear();
  nextNumber += 1;
  numbers.set(text, nextNumber);
  return nextNumber;
}

const numbers = new Map<string, number>();
let nextNumber = 0;
const MAX_TEXTS = 2_000;
