import { CodemodeError } from "../../errors.ts";
import type { SkillStubFunction } from "../../sandbox/messages.ts";
import type { Language } from "../languages/language.ts";

/** Where the executor finds the code of skills. */
export interface SkillSource {
  /**
   * A skill that a program imports.
   * @param preferred what the program is written in: its skill of that language, where there is one
   * @throws CodemodeError `MODULE_UNKNOWN` with the closest names
   */
  get(name: string, preferred: Language): Promise<SkillCodeOf>;
}

/** A skill as its source gives it. */
export interface SkillCodeOf {
  readonly name: string;
  readonly code: string;
  /** Absent where it has no code to import, as instructions to read. */
  readonly language?: Language;
  /** What it exports to call from the other language. */
  readonly functions: readonly SkillFunctionOf[];
}

/** A function that programs in the other language can call, with its types as written. */
export interface SkillFunctionOf extends SkillStubFunction {
  readonly parameters: readonly (SkillStubFunction["parameters"][number] & { readonly type?: string })[];
  readonly result?: string;
}

/** @throws CodemodeError `MODULE_UNKNOWN` always */
export const noSkills: SkillSource = {
  get: (name) => Promise.reject(new CodemodeError("MODULE_UNKNOWN", `There is no skill "${name}": no skills folder is configured.`)),
};
