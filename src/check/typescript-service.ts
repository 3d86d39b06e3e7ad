import { Compiler } from "./compiler.ts";
import { CheckCache } from "./check-cache.ts";
import type { CheckReport, CheckRequest, TypeChecker } from "./type-checker.ts";

/**
 * The native TypeScript compiler as a service: one process, warm for all checks, which reads nothing but files in memory. What it can't
 * answer in time, or dies of, is no check and no failure.
 */
export class TypeScriptService implements TypeChecker, AsyncDisposable {
  #compiler: Compiler | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #cache = new CheckCache();

  check(request: CheckRequest): Promise<CheckReport> {
    const known = this.#cache.find(request);
    if (known) return Promise.resolve(known);
    // The same program may have been checked while this one waited.
    const turn = this.#last.then(() => this.#cache.find(request) ?? this.#checkNow(request));
    this.#last = turn;
    return turn;
  }

  async #checkNow(request: CheckRequest): Promise<CheckReport> {
    const compiler = (this.#compiler ??= new Compiler());
    const outcome = await Promise.race([compiler.check(request), compiler.lost, overdue()]);
    if (outcome.kind === "skipped" || compiler.residentMb() > MAX_RESIDENT_MB) {
      this.#compiler = undefined;
      compiler.kill();
    }
    if (outcome.kind === "checked") this.#cache.add(request, outcome);
    return outcome;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const compiler = this.#compiler;
    this.#compiler = undefined;
    await compiler?.close();
  }
}

const MAX_CHECK_MS = 3_000;
const MAX_RESIDENT_MB = 400;

function overdue(): Promise<CheckReport> {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ kind: "skipped", why: `the check took longer than ${MAX_CHECK_MS} ms` }), MAX_CHECK_MS).unref();
  });
}
