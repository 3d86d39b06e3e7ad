import { toIdentifier } from "../../bindings/names.ts";
import type { SkillLanguage } from "../skill.ts";
import { pythonFunction } from "./python.ts";
import { refuser } from "./refuser.ts";
import { typescriptFunction } from "./typescript.ts";

/** A literal of a program that can become a parameter. */
export interface ProposedParameter {
  readonly name: string;
  /** As written in the language: `string`, `str`. */
  readonly type: string;
  /** The literal's value, JSON. */
  readonly value: unknown;
  /** Where the literal stands first, 1-based. */
  readonly line: number;
}

/** A module that exports one function which does what a program did. */
export interface FunctionFromProgram {
  readonly code: string;
  /** The literals that became parameters, in the order of the function's list. */
  readonly parameters: readonly ProposedParameter[];
}

/** A program that ran and worked, and how its function is to be called. */
export interface ProgramToKeep {
  readonly language: SkillLanguage;
  /** Without a Markdown fence. */
  readonly code: string;
  /** The function's name. */
  readonly name: string;
  /**
   * Which of the proposed literals become parameters, by name and in this order, without default values; the rest stays literal.
   * @default all that are proposed, each with its literal as default value
   */
  readonly parameters?: readonly string[];
}

/**
 * Makes a module with one function out of a program. A program that is a module of functions already comes back as it is.
 * @throws CodemodeError `SKILL_INVALID` with what is wrong and, in `data`, where: `line`, `column`, `detail`
 */
export function functionFromProgram(program: ProgramToKeep): FunctionFromProgram {
  const code = program.code
    .replaceAll("\r\n", "\n")
    .replace(/^\uFEFF/, "")
    .replace(/^#!.*/, "");
  const refuse = refuser(program.name, code);
  if (toIdentifier(program.name) !== program.name) throw refuse(0, `"${program.name}" is no name for a function in both languages`);
  try {
    return (program.language === "python" ? pythonFunction : typescriptFunction)({ ...program, code }, refuse);
  } catch (error) {
    throw error instanceof RangeError ? refuse(0, "it is nested too deeply") : error;
  }
}
