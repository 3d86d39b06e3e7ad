import { stringify } from "yaml";
import { CodemodeError } from "../errors.js";
import { parseFrontMatter } from "./front-matter.js";
/** @throws CodemodeError `SKILL_INVALID` with the line in `data` */
export function parseSkillDocument(text) {
  const { fields, body } = parseFrontMatter(text);
  if (Object.keys(fields).length === 0)
    throw new CodemodeError(
      "SKILL_INVALID",
      "Line 1: a SKILL.md begins with a front matter: a line ---, name and description, a line ---.",
      {
        data: { line: 1 },
      },
    );
  if (typeof fields.description !== "string" || fields.description.trim() === "")
    throw new CodemodeError("SKILL_INVALID", 'Line 1: the front matter has no "description": one text that says what the skill is for.', {
      data: { line: 1 },
    });
  const metadata = typeof fields.metadata === "object" && fields.metadata !== null ? fields.metadata : {};
  return { description: fields.description.trim(), tags: tagsOf(metadata.tags ?? fields.tags), body: body.trim() };
}
/** Tags as a list, or as one text with commas: values of `metadata` are texts. */
export function tagsOf(given) {
  const list = Array.isArray(given) ? given : typeof given === "string" ? given.split(",") : [];
  return [...new Set(list.filter((each) => typeof each === "string").map((each) => each.trim()))].filter((each) => each !== "");
}
/** The text of a SKILL.md for a skill of ours. */
export function printSkillDocument(skill) {
  const { folder, module, description, language, tags, functions } = skill;
  const names = functions.map(({ name }) => name).join(", ");
  const importLine = language === "python" ? `from skills.${module} import ${names}` : `import { ${names} } from "skills/${module}";`;
  const fields = { name: folder, description, metadata: { language, ...(tags.length === 0 ? {} : { tags: tags.join(", ") }) } };
  const fence = language === "python" ? "python" : "ts";
  const signatures = functions.map(({ signature }) => signature);
  const comment = language === "python" ? "# " : "// ";
  return [
    "---",
    `${stringify(fields, { lineWidth: 0 }).trimEnd()}`,
    "---",
    "",
    `\`\`\`${fence}`,
    importLine,
    ...signatures.map((signature) => `${comment}${signature.replaceAll(/\s+/g, " ")}`),
    "```",
    "",
  ].join("\n");
}
