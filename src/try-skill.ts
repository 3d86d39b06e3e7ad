import { CodemodeError } from "./errors.ts";
import type { CodeModeExecutor } from "./executor/executor.ts";
import type { ExecuteOptions } from "./executor/executor-options.ts";
import type { SkillSource } from "./executor/modules/skill-source.ts";
import { functionsIn } from "./skills/functions.ts";
import { savableName, skillKey } from "./skills/skill-name.ts";
import type { SkillLanguage } from "./skills/skill.ts";

/**
 * Tries the code of a skill in the sandbox: it parses, its types hold, the tools and skills that it imports are there, no circle of skills
 * comes of it, and it loads without calling a tool.
 * @throws CodemodeError `SKILL_INVALID` with what is wrong and where, and what `execute` throws
 */
export async function trySkill(
  { name, code, language }: UnsavedSkill,
  { executor, skills }: { readonly executor: CodeModeExecutor; readonly skills: SkillSource },
): Promise<void> {
  const { module } = savableName(name);
  const withIt = withSkill({ name, code, language }, skills);
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
}

export interface UnsavedSkill {
  readonly name: string;
  readonly code: string;
  readonly language: SkillLanguage;
}

/** Skills as they will be when this one is saved, for whatever imports it. */
export function withSkill({ name, code, language }: UnsavedSkill, skills: SkillSource): SkillSource {
  const found = { name: savableName(name).module, code, language, functions: functionsIn(code, language) };
  return { get: (other, preferred) => (skillKey(other) === skillKey(name) ? Promise.resolve(found) : skills.get(other, preferred)) };
}

/** Why code is no skill. */
export function refused(name: string, why: string): CodemodeError {
  return new CodemodeError("SKILL_INVALID", `The skill "${name}" is refused: ${why}`);
}
