/** What a skill is written in; programs of that language import it. */
export type SkillLanguage = "typescript" | "python";

/** Saved, named, reusable code that programs import as `skills/<name>`; or, without code, instructions to read. */
export interface Skill {
  /** As programs import it: `skills/<name>`. */
  readonly name: string;
  /** What it is for: from its SKILL.md, leading comment or docstring; empty where there is none. */
  readonly description: string;
  /** The absolute path of its code; of its SKILL.md where it has no code. */
  readonly file: string;
  /** Absent where it has no code: instructions, scripts and references for an agent that reads. */
  readonly language?: SkillLanguage;
  /** Empty where it has none. */
  readonly code: string;
  /** What it exports to call. */
  readonly functions: readonly SkillFunction[];
  readonly tags: readonly string[];
  /** The folder of skills that it was found in. */
  readonly origin: string;
  /** Where it is a folder: that, absolute. */
  readonly folder?: string;
  /** 1 with the first save; absent where it was never saved through a {@link SkillManager}. */
  readonly version?: number;
  /** Whether a file of it has changed since its version was saved. */
  readonly changed: boolean;
  /** The tools that it needed when its version was saved, as `server.tool`, and a digest of what each took and gave. */
  readonly savedTools?: Readonly<Record<string, string>>;
}

export interface SkillFunction {
  readonly name: string;
  /** As it is called, in the skill's own language: `word_count(path: string): Promise<number>`. */
  readonly signature: string;
  readonly parameters: readonly SkillParameter[];
  /** The type that it declares to give; in Python what an `await` of it gives. */
  readonly result?: string;
}

export interface SkillParameter {
  readonly name: string;
  /** `keyword`: by name alone, as behind `*` in Python; `rest` and `keywords`: any number. */
  readonly kind: "positional" | "rest" | "keyword" | "keywords";
  readonly optional: boolean;
  /** As written. */
  readonly type?: string;
  /** Where it is an object whose properties are written out: their names. */
  readonly keys?: readonly string[];
}

/** One saved state of a skill. */
export interface SkillVersion {
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  /** Whether the skill was deleted here. */
  readonly deleted: boolean;
  /** Paths in the folder of skills, with slashes, and the SHA-256 of what is there, in hex. */
  readonly files: Readonly<Record<string, string>>;
  /** As a skill's `savedTools`. */
  readonly tools?: Readonly<Record<string, string>>;
}
