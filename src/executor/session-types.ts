import type { CheckedModule, EarlierProgram } from "../check/type-checker.ts";
import type { EarlierReads } from "./prepare/local-variables.ts";
import type { ParsedProgram } from "./prepare/prepare.ts";

/** What is known of the programs that ran in a session: for the types of its variables, and for who sees them. */
export class SessionTypes {
  #earlier: readonly EarlierProgram[] = [];
  readonly #loose = new Set<string>();
  readonly #reads = new Set<string>();
  #reachesGlobals = false;
  /** Servers and skills that earlier programs have imported. */
  readonly servers = new Set<string>();
  readonly skills = new Map<string, CheckedModule>();

  /** What functions of its programs read that those do not declare. */
  get reads(): EarlierReads {
    return this.#reachesGlobals || this.#reads.size > MAX_READS ? "any" : [...this.#reads];
  }

  /** Whether a program may have made global variables that nothing declares. */
  get reachesGlobals(): boolean {
    return this.#reachesGlobals;
  }

  /** The earlier programs whose variables a program may mean, and those whose variables they mean in turn; oldest first. */
  seenBy({ source, names }: Pick<EarlierProgram, "source" | "names">): readonly EarlierProgram[] {
    const own = new Set(names);
    const mentioned = new Set(namesIn(source).filter((name) => !own.has(name)));
    const seen: EarlierProgram[] = [];
    for (const each of this.#earlier.toReversed()) {
      // An escape may stand for any name.
      if (!each.names.some((name) => mentioned.has(name)) && !mentioned.has(ESCAPE)) continue;
      seen.unshift(each);
      for (const name of namesIn(each.source)) mentioned.add(name);
    }
    return seen;
  }

  /** Variables that had values of several types, or whose program is not remembered any more. */
  get loose(): readonly string[] {
    return [...this.#loose];
  }

  /** Remembers a program that has run: its variables are there, even where it has failed. */
  add(
    program: EarlierProgram,
    { reads, reachesGlobals }: Pick<ParsedProgram, "reads" | "reachesGlobals">,
    loosened: readonly string[],
  ): void {
    for (const name of reads) this.#reads.add(name);
    this.#reachesGlobals ||= reachesGlobals;
    for (const name of loosened) this.#loose.add(name);
    for (const name of program.names) this.#loose.delete(name);
    if (program.names.length === 0) return;
    // A program whose every name has been declared again since tells nothing.
    const own = new Set(program.names);
    const kept = this.#earlier
      .map((each) => ({ ...each, names: each.names.filter((name) => !own.has(name)) }))
      .filter(({ names }) => names.length > 0);
    this.#earlier = [...kept, program];
    if (this.#earlier.length > MAX_EARLIER) {
      const [oldest, ...rest] = this.#earlier;
      // Its names stay known, as anything.
      for (const name of oldest?.names ?? []) this.#loose.add(name);
      const [next, ...others] = rest;
      this.#earlier = next ? [{ ...next, names: [...next.names, ...(oldest?.names ?? [])] }, ...others] : rest;
    }
  }
}

const MAX_EARLIER = 50;
const MAX_READS = 10_000;
const ESCAPE = "\\u";

/** Whatever looks like a name in a text, and `\u` where there are escapes. */
function namesIn(source: string): readonly string[] {
  return source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*|\\u/gu) ?? [];
}
