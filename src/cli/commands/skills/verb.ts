import type { Codemode } from "../../../codemode.ts";
import { CodemodeError } from "../../../errors.ts";
import type { Skill } from "../../../skills/skill.ts";
import type { CommonOptions } from "../../open.ts";
import { plain } from "../../print.ts";

export interface SkillsOptions extends CommonOptions {
  readonly name?: string;
  readonly description?: string;
  readonly tag?: string | readonly string[];
  readonly replace?: boolean;
  readonly function?: string;
  readonly record?: boolean;
}

/** What `codemode skills <verb>` does; gives the exit code where it is not 0. */
export type Verb = (codemode: Codemode, args: readonly string[], options: SkillsOptions, signal: AbortSignal) => Promise<number | void>;

export function needed(what: string): never {
  throw new CodemodeError("USAGE", `Give ${what}. See codemode skills --help.`);
}

export function line({ name, description, version, changed }: Skill): string {
  const state = version === undefined ? "" : ` (version ${version}${changed ? ", changed since it was saved" : ""})`;
  return plain(`skills/${name}  ${description.split("\n")[0] ?? ""}${state}`);
}

export function withoutCode({ code: _, ...rest }: Skill): object {
  return rest;
}
