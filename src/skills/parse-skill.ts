import { functionsIn } from "./functions.ts";
import { parseFrontMatter } from "./front-matter.ts";
import { tagsOf } from "./skill-document.ts";
import type { Skill, SkillLanguage } from "./skill.ts";

/** What the text of a skill's code says of it. */
export type ParsedCode = Pick<Skill, "code" | "description" | "functions" | "tags"> & { readonly language: SkillLanguage };

/**
 * A skill from the text of its code. The description is the leading comment (in Python the docstring), or the `description` of a front matter
 * block in it. The code stays as it is, so that positions in it stay true.
 */
export function parseSkillCode(file: string, code: string): ParsedCode {
  const language = file.endsWith(".py") ? "python" : "typescript";
  const comment = language === "python" ? leadingDocstring(code) : leadingComment(code);
  const { fields } = parseFrontMatter(comment.trimStart());
  const described = typeof fields.description === "string" ? fields.description : comment;
  return { description: described.trim(), language, code, functions: functionsIn(code, language), tags: tagsOf(fields.tags) };
}

/** Python's docstring of a module, or the comment lines before anything else. */
function leadingDocstring(text: string): string {
  const match = /^\uFEFF?((?:[ \t]*#[^\n]*\n|[ \t]*\n)*)[ \t]*(?:[rR]?("""|'''|"|')([\s\S]*?)\2)?/.exec(text);
  if (match?.[3] !== undefined) return match[3].replaceAll(/^[ \t]+/gm, "");
  return (match?.[1] ?? "").replaceAll(/^[ \t]*#!?[ \t]?/gm, "");
}

function leadingComment(text: string): string {
  const block = /^\uFEFF?\s*\/\*\*?([\s\S]*?)\*\//.exec(text)?.[1];
  if (block !== undefined) return block.replaceAll(/^[ \t]*\*?[ \t]?/gm, "");
  const lines = /^\uFEFF?\s*((?:[ \t]*\/\/[^\n]*\n?)+)/.exec(text)?.[1] ?? "";
  return lines.replaceAll(/^[ \t]*\/\/[ \t]?/gm, "");
}
