import { CodemodeError } from "../../errors.ts";
import type { SkillLanguage } from "../skill.ts";
export interface ProposedParameter {
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
  readonly line: number;
}
export interface FunctionFromProgram {
  readonly code: string;
  readonly parameters: readonly ProposedParameter[];
}
export function functionFromProgram(_: {
  readonly language: SkillLanguage;
  readonly code: string;
  readonly name: string;
  readonly parameters?: readonly string[];
}): FunctionFromProgram {
  throw new CodemodeError("SKILL_INVALID", "not yet");
}
