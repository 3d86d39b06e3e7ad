/** Saved, named, reusable code that programs import as `skills/<name>`. */
export interface Skill {
  readonly name: string;
  /** What it is for, from its leading comment; empty where there is none. */
  readonly description: string;
  /** The absolute path of its file. */
  readonly file: string;
  readonly language: "typescript";
  readonly code: string;
}
