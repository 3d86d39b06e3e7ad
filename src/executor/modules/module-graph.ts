import { CodemodeError } from "../../errors.ts";
import type { ServerManifest, SkillCode, SkillModule } from "../../sandbox/messages.ts";
import type { Language } from "../languages/language.ts";
import type { PreparedProgram } from "../prepare/prepare.ts";
import type { SkillFunctionOf, SkillSource } from "./skill-source.ts";

/** A skill that a process runs. */
export interface SkillUnit {
  readonly module: SkillCode;
  /** As written. */
  readonly source: string;
  readonly exports: readonly string[];
  /** The servers that its code reaches. */
  readonly servers: readonly ServerManifest[];
  readonly prepared?: PreparedProgram;
}

/** A skill that code in the other language calls. */
export interface ForeignSkill {
  readonly specifier: string;
  readonly language: Language;
  readonly functions: readonly SkillFunctionOf[];
}

/** How a language reads its skills. */
export interface SkillReader {
  /**
   * @param follow makes a skill that this one imports importable, and tells what it exports
   * @param path the skills that led here, this one last
   * @throws CodemodeError for what is wrong in it
   */
  readSkill(specifier: string, code: string, follow: FollowSkill, path: readonly string[]): Promise<SkillUnit>;
}

/** Makes a skill importable and tells what it exports. @param path the skills that led to the import, nearest last */
export type FollowSkill = (name: string, path: readonly string[]) => Promise<readonly string[]>;

/** What one process needs to have: skills of its own language, and stubs of others. What a skill needs comes before it. */
export class ProcessModules {
  readonly language: Language;
  readonly units = new Map<string, SkillUnit>();
  readonly foreign = new Map<string, ForeignSkill>();

  constructor(language: Language) {
    this.language = language;
  }

  /** Keeps what another has as well; of a skill that both have, the other's. */
  add(other: ProcessModules): void {
    for (const [specifier, unit] of other.units) {
      this.units.set(specifier, unit);
      this.foreign.delete(specifier);
    }
    for (const [specifier, skill] of other.foreign) {
      this.foreign.set(specifier, skill);
      this.units.delete(specifier);
    }
  }

  /** Those that its skills reach. */
  get servers(): ServerManifest[] {
    return [...this.units.values()].flatMap(({ servers }) => servers);
  }

  get skills(): SkillModule[] {
    const stubs = [...this.foreign.values()].map(({ specifier, functions }) => ({
      specifier,
      functions: functions.map(({ name, parameters }) => ({ name, parameters })),
    }));
    return [...stubs, ...[...this.units.values()].map(({ module }) => module)];
  }
}

/**
 * Every skill that a program needs, directly or through others: those in its own language for its own process, those in another for a
 * process beside it, where they are called with data and give data back.
 */
export class ModuleGraph {
  readonly main: ProcessModules;
  readonly beside = new Map<Language, ProcessModules>();
  readonly #source: SkillSource;
  readonly #readers: Readonly<Record<Language, SkillReader>>;

  constructor(language: Language, source: SkillSource, readers: Readonly<Record<Language, SkillReader>>) {
    this.main = new ProcessModules(language);
    this.#source = source;
    this.#readers = readers;
  }

  /** {@link FollowSkill} for the program. */
  readonly follow: FollowSkill = (name, path) => this.#follow(name, this.main, path);

  async #follow(name: string, importer: ProcessModules, path: readonly string[]): Promise<readonly string[]> {
    const specifier = `skills/${name}`;
    if (path.includes(specifier) && this.#isOpen(specifier, importer)) throw cycle(path, specifier);
    const known = importer.units.get(specifier)?.exports ?? importer.foreign.get(specifier)?.functions.map((each) => each.name);
    if (known) return known;
    const { code, language, functions } = await this.#source.get(name, importer.language);
    if (language === undefined)
      throw new CodemodeError("MODULE_UNKNOWN", `The skill "${name}" has instructions and no code; read them with get_skill.`);
    if (language === importer.language) return (await this.#read(specifier, code, importer, path)).exports;
    const other = this.beside.get(language) ?? new ProcessModules(language);
    this.beside.set(language, other);
    if (this.#isOpen(specifier, other)) throw cycle(path, specifier);
    if (!other.units.has(specifier)) await this.#read(specifier, code, other, path);
    importer.foreign.set(specifier, { specifier, language, functions });
    return functions.map((each) => each.name);
  }

  /** What is being read, each with the process that it is read for. */
  readonly #open = new Set<string>();

  #isOpen(specifier: string, { language }: ProcessModules): boolean {
    return this.#open.has(`${language} ${specifier}`);
  }

  async #read(specifier: string, code: string, process: ProcessModules, path: readonly string[]): Promise<SkillUnit> {
    const key = `${process.language} ${specifier}`;
    this.#open.add(key);
    try {
      const follow: FollowSkill = (name, further) => this.#follow(name, process, further);
      const unit = await this.#readers[process.language].readSkill(specifier, code, follow, [...path, specifier]);
      process.units.set(specifier, unit);
      return unit;
    } finally {
      this.#open.delete(key);
    }
  }
}

function cycle(path: readonly string[], specifier: string): CodemodeError {
  return new CodemodeError("SKILL_CYCLE", `Skills import each other in a circle: ${[...path, specifier].join(" -> ")}.`);
}
