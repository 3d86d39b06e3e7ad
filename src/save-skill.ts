import { didYouMean } from "./closest-names.ts";
import { CodemodeError } from "./errors.ts";
import type { CodeModeExecutor } from "./executor/executor.ts";
import { guessLanguage } from "./executor/languages/guess-language.ts";
import { stripFence } from "./executor/prepare/fence.ts";
import type { RecentExecutions } from "./recent-executions.ts";
import { functionFromProgram } from "./skills/from-program/from-program.ts";
import { functionsIn } from "./skills/functions.ts";
import type { SkillCase } from "./skills/skill-cases.ts";
import type { SkillDraft, SkillManager } from "./skills/skill-manager.ts";
import { savableName } from "./skills/skill-name.ts";
import type { Skill, SkillLanguage } from "./skills/skill.ts";
import { playCase, recordCase } from "./test-skill.ts";
import { refused, trySkill, withSkill } from "./try-skill.ts";

/** A skill to be tried and saved: from code that exports functions, or from an execution that worked. */
export interface SaveSkillRequest extends Omit<SkillDraft, "language" | "code" | "tools" | "cases"> {
  readonly code?: string;
  /** An execution of this {@link Codemode} that succeeded: its program becomes a function that has the skill's name, and a case. */
  readonly executionId?: string;
  /** For whom that execution ran; those of others are unknown. @default nobody */
  readonly owner?: string;
  /**
   * With `executionId`: the literals that become parameters, by the names that are proposed for them.
   * @default all that are proposed, each with its value as the default
   */
  readonly parameters?: readonly string[];
  /** @default a guess by its text */
  readonly language?: SkillLanguage;
  /** A function that the code must export. @default any */
  readonly function?: string;
}

export interface SavingParts {
  readonly executor: CodeModeExecutor;
  readonly skills: SkillManager;
  readonly recent: RecentExecutions;
  /** A digest of each tool that code needs, by `server.tool`. */
  readonly digestTools: (code: string, language: SkillLanguage) => Readonly<Record<string, string>>;
}

/**
 * Saves code as a skill after {@link trySkill} has tried it.
 * @throws CodemodeError `SKILL_INVALID` with what is wrong and where, `SKILL_EXISTS`, `USAGE`, and what `execute` throws
 */
export async function saveSkill(request: SaveSkillRequest, parts: SavingParts): Promise<Skill> {
  const { executor, skills, digestTools } = parts;
  const { name, description, tags, replace, function: wanted } = request;
  savableName(name);
  const { code, language, example } = codeOf(request, parts.recent);
  const names = functionsIn(code, language).map((each) => each.name);
  if (names.length === 0) throw refused(name, `its code exports no function. Write ${EXAMPLES[language]}, and leave calls of it out.`);
  if (wanted !== undefined && !names.includes(wanted))
    throw refused(name, `its code exports no function "${wanted}".${didYouMean(wanted, names)} It exports: ${names.join(", ")}.`);
  await trySkill({ name, code, language }, parts);
  // A case that its own skill does not meet, because it depends on the time for instance, is none.
  const isMet =
    example && (await playCase(savableName(name).module, example, executor, { skills: withSkill({ name, code, language }, skills) })).ok;
  return skills.save({
    name,
    description,
    code,
    language,
    tools: digestTools(code, language),
    ...(tags ? { tags } : {}),
    ...(replace === undefined ? {} : { replace }),
    ...(isMet ? { cases: [...(await skills.casesOf(name)), example] } : {}),
  });
}

/** The code, and for an execution the case that it makes. */
function codeOf(
  request: SaveSkillRequest,
  recent: RecentExecutions,
): { readonly code: string; readonly language: SkillLanguage; readonly example?: SkillCase } {
  const { name, code, executionId, owner, parameters, language } = request;
  if ((code === undefined) === (executionId === undefined))
    throw new CodemodeError("USAGE", "Give the skill's code, or the execution_id of a program that worked: one of the two.");
  if (code !== undefined) return { code, language: language ?? guessLanguage(code) };
  const execution = recent.get(executionId ?? "", owner);
  if (!execution)
    throw new CodemodeError(
      "USAGE",
      `There is no execution "${(executionId ?? "").slice(0, 100)}" any more: the last hundred of this process are remembered. Give the code.`,
    );
  const { result, calls } = execution;
  if (!result.ok) throw refused(name, `the execution failed: ${result.error?.message ?? ""} A skill comes from code that worked.`);
  const { module } = savableName(name);
  const made = functionFromProgram({
    language: result.language,
    code: stripFence(execution.code),
    name: module,
    ...(parameters ? { parameters } : {}),
  });
  const args = (parameters ?? []).map((each) => made.parameters.find((proposed) => proposed.name === each)?.value);
  return { code: made.code, language: result.language, example: recordCase({ function: module, args }, calls, result) };
}

/**
 * The line that imports a skill's functions; `undefined` where it has none.
 * @param into the language of the program that imports it. @default the skill's own
 */
export function importOf({ name, language, functions }: Skill, into = language): string | undefined {
  const names = functions.map((each) => each.name).join(", ");
  if (language === undefined || names === "") return undefined;
  return into === "python" ? `from skills.${name} import ${names}` : `import { ${names} } from "skills/${name}";`;
}

const EXAMPLES: Readonly<Record<SkillLanguage, string>> = {
  typescript: '"export async function word_count(path: string): Promise<number> { ... }"',
  python: '"async def word_count(path: str) -> int: ..."',
};
