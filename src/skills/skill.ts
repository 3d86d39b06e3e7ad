/** What a skill is written in; programs of that language import it. */
export type SkillLanguage = "typescript" | "python";

/** Saved, named, reusable code that programs import as `skills/<name>`. */
export interface Skill {
  readonly name: string;
  /** What it is for, from its leading comment or docstring; empty where there is none. */
  readonly description: string;
  /** The absolute path of its file. */
  readonly file: string;
  readonly language: SkillLanguage;
  readonly code: string;
}
