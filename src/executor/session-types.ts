import type { CheckedModule, EarlierProgram } from "../check/type-checker.ts";

/** What the check knows of a session: the programs that ran in it, for the types of its variables. */
export class SessionTypes {
  #earlier: readonly EarlierProgram[] = [];
  readonly #loose = new Set<string>();
  /** Servers and skills that earlier programs have imported. */
  readonly servers = new Set<string>();
  readonly skills = new Map<string, CheckedModule>();

  get earlier(): readonly EarlierProgram[] {
    return this.#earlier;
  }

  /** Variables that had values of several types, or whose program is not remembered any more. */
  get loose(): readonly string[] {
    return [...this.#loose];
  }

  /** Remembers a program that has run: its variables are there, even where it has failed. */
  add(program: EarlierProgram, loosened: readonly string[]): void {
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
