import type { Limits } from "../sandbox/limits.ts";
import type { Language } from "./languages/language.ts";
import type { PreparedProgram } from "./prepare/prepare.ts";
import { SessionProcess } from "./session-process.ts";
import { SessionTypes } from "./session-types.ts";

/** Keeps variables between executions, in one process; skills in the other language run in one beside it. */
export class Session {
  readonly id: string;
  /** What its programs are written in. */
  readonly language: Language;
  /** What its executions may use at most. */
  readonly limits: Limits;
  /** Who alone finds it; `undefined` where it was made for nobody. */
  readonly owner: string | undefined;
  lastUsedAt = Date.now();
  /** Whether a limit or a crash took the variables since the last execution. */
  lostVariables = false;
  /** What the check knows of its variables. */
  types = new SessionTypes();
  readonly #main: SessionProcess;
  readonly #beside = new Map<Language, SessionProcess>();
  #programs = 0;

  constructor(id: string, language: Language, limits: Limits, owner?: string) {
    this.id = id;
    this.language = language;
    this.limits = limits;
    this.owner = owner;
    this.#main = new SessionProcess(language);
  }

  /** The process of its programs; one that has died between executions counts as lost variables. */
  get main(): SessionProcess {
    if (this.#main.isLost) this.forget();
    return this.#main;
  }

  /** The process that runs skills of a language for programs that can't. */
  beside(language: Language): SessionProcess {
    const known = this.#beside.get(language) ?? new SessionProcess(language);
    this.#beside.set(language, known);
    if (known.isLost) known.forget();
    return known;
  }

  /** Whether it has a skill, in one of its processes. */
  hasSkill(specifier: string): boolean {
    return [this.#main, ...this.#beside.values()].some(({ modules }) => modules.units.has(specifier));
  }

  /** After its process was discarded: the next execution starts clean and says so. */
  forget(): void {
    this.#main.forget();
    this.lostVariables = true;
    this.types = new SessionTypes();
  }

  /** A file name for a program, under which its positions can be found again. */
  nameProgram(ending: "ts" | "py", locate?: PreparedProgram["locate"]): string {
    this.#programs += 1;
    const file = `program-${this.#programs}.${ending}`;
    if (locate) this.#main.locateIn(file, locate);
    return file;
  }

  async close(): Promise<void> {
    await Promise.all([this.#main, ...this.#beside.values()].map((process) => process.close()));
  }
}
