import { didYouMean } from "./closest-names.ts";
import { CodemodeError } from "./errors.ts";
import type { CodeModeExecutor, ExecuteOptions } from "./executor/executor.ts";
import { guessLanguage } from "./executor/languages/guess-language.ts";
import type { SkillSource } from "./executor/modules/skill-source.ts";
import { functionsIn } from "./skills/functions.ts";
import type { SkillDraft, SkillManager } from "./skills/skill-manager.ts";
import { savableName, skillKey } from "./skills/skill-name.ts";
import type { Skill, SkillLanguage } from "./skills/skill.ts";

/** A skill to be tried and saved. */
export interface SaveSkillRequest extends Omit<SkillDraft, "language"> {
  /** @default a guess by its text */
  readonly language?: SkillLanguage;
  /** A function that the code must export. @default any */
  readonly function?: string;
}

/**
 * Saves code as a skill after it was tried in the sandbox: it parses, its types hold, the tools and skills that it imports are there, no
 * circle of skills comes of it, and it loads without calling a tool.
 * @throws CodemodeError `SKILL_INVALID` with what is wrong and where, `SKILL_EXISTS`, and what `execute` throws
 */
export async function saveSkill(
  request: SaveSkillRequest,
  { executor, skills }: { readonly executor: CodeModeExecutor; readonly skills: SkillManager },
): Promise<Skill> {
  const { name, code, language = guessLanguage(code), function: wanted } = request;
  const { module } = savableName(name);
  const functions = functionsIn(code, language);
  const names = functions.map((each) => each.name);
  if (names.length === 0) throw refused(name, `its code exports no function. Write ${EXAMPLES[language]}, and leave calls of it out.`);
  if (wanted !== undefined && !names.includes(wanted))
    throw refused(name, `its code exports no function "${wanted}".${didYouMean(wanted, names)} It exports: ${names.join(", ")}.`);
  // What it will be when it is saved, for whatever imports it.
  const withIt: SkillSource = {
    get: (other, of) =>
      skillKey(other) === skillKey(name) ? Promise.resolve({ name: module, code, language, functions }) : skills.get(other, of),
  };
  const attempt = async (program: string, options: ExecuteOptions): Promise<void> => {
    const result = await executor.execute(program, { ...options, language, skills: withIt, limits: { maxCalls: 0 } });
    await executor.closeSession(result.session_id).catch(() => {});
    if (result.ok) return;
    const { error } = result;
    const place = error?.line === undefined ? "" : `line ${error.line}${error.column === undefined ? "" : `, column ${error.column}`}: `;
    const why = error?.code === "LIMIT_CALLS" ? "it calls a tool while it is loaded; call tools in its functions only" : error?.message;
    throw refused(name, `${place}${why}${error?.detail === undefined ? "" : `\n${error.detail}`}`);
  };
  await attempt(code, { check: "error" });
  await attempt(language === "python" ? `import skills.${module}` : `import "skills/${module}";`, { check: "off" });
  return skills.save({ ...request, language });
}

/** The line that imports a skill's functions; `undefined` where it has none. */
export function importOf({ name, language, functions }: Skill): string | undefined {
  const names = functions.map((each) => each.name).join(", ");
  if (language === undefined || names === "") return undefined;
  return language === "python" ? `from skills.${name} import ${names}` : `import { ${names} } from "skills/${name}";`;
}

const EXAMPLES: Readonly<Record<SkillLanguage, string>> = {
  typescript: '"export async function word_count(path: string): Promise<number> { ... }"',
  python: '"async def word_count(path: str) -> int: ..."',
};

function refused(name: string, why: string): CodemodeError {
  return new CodemodeError("SKILL_INVALID", `The skill "${name}" is not saved: ${why}`);
}
