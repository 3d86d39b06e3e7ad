import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { CodemodeError, messageOf } from "../../../errors.ts";
import { importOf } from "../../../save-skill.ts";
import { parseSkillCode } from "../../../skills/parse-skill.ts";
import { savableName } from "../../../skills/skill-name.ts";
import { languageNamed } from "../../language.ts";
import { waitForServers } from "../../open.ts";
import { printJson } from "../../print.ts";
import { line, needed, withoutCode, type Verb } from "./verb.ts";

/** `save <file>`: code that exports functions becomes a skill, after it was tried. */
export const saveFile: Verb = async (codemode, [file = needed("a file with the skill's code")], options, signal) => {
  const code = await readFile(file, "utf8").catch((error: unknown) => {
    throw new CodemodeError("USAGE", `${file} can't be read: ${messageOf(error)}`, { cause: error });
  });
  const parsed = parseSkillCode(file, code);
  await waitForServers(codemode, signal);
  const saved = await codemode.saveSkill({
    name: options.name ?? basename(file).replace(/\.\w+$/, ""),
    description: options.description ?? parsed.description,
    language: parsed.language,
    code,
    tags: options.tag === undefined ? parsed.tags : [options.tag].flat(),
    replace: options.replace === true,
  });
  if (options.json) printJson(withoutCode(saved));
  else process.stdout.write(`${line(saved)}\n${importOf(saved)}\n`);
};

/** `new <name>`: a skill to begin with, and where its code is. */
export const newSkill: Verb = async (codemode, [name = needed("a name")], { lang, description, json }) => {
  const language = languageNamed(lang ?? "typescript");
  const { module } = savableName(name);
  const about = description ?? `Say here what ${module} is for: agents choose by it.`;
  const code =
    language === "python"
      ? `async def ${module}(text: str) -> str:\n    return text\n`
      : `export async function ${module}(text: string): Promise<string> {\n  return text;\n}\n`;
  const made = await codemode.skills.save({ name, description: about, language, code });
  if (json) printJson(withoutCode(made));
  else process.stdout.write(`${made.file}\n`);
};

/** `import <path>`: a skill's folder or file from elsewhere. */
export const importSkill: Verb = async (codemode, [path = needed("the path of a skill's folder or file")], { replace, json }) => {
  const skill = await codemode.skills.import(path, { replace: replace === true });
  if (json) printJson(withoutCode(skill));
  else process.stdout.write(`${line(skill)}\n`);
};

/** `export <name> <folder>`: the skill as a folder by agentskills.io in another folder. */
export const exportSkill: Verb = async (
  codemode,
  [name = needed("the name of a skill"), into = needed("a folder to write it into")],
  { json },
) => {
  const path = await codemode.skills.export(name, into);
  if (json) printJson({ path });
  else process.stdout.write(`${path}\n`);
};
