import { functionsIn } from "./functions.js";
import { parseFrontMatter } from "./front-matter.js";
import { tagsOf } from "./skill-document.js";
/**
 * A skill from the text of its code. The description is the leading comment (in Python the docstring), or the `description` of a front matter
 * block in it. The code stays as it is, so that positions in it stay true.
 */
export function parseSkillCode(file, code) {
  const language = file.endsWith(".py") ? "python" : "typescript";
  const comment = language === "python" ? leadingDocstring(code) : leadingComment(code);
  const { fields } = parseFrontMatter(comment.trimStart());
  const described = typeof fields.description === "string" ? fields.description : comment;
  return { description: described.trim(), language, code, functions: functionsIn(code, language), tags: tagsOf(fields.tags) };
}
/** Python's docstring of a module, or the comment lines before anything else. */
function leadingDocstring(text) {
  const match = /^\uFEFF?((?:[ \t]*#[^\n]*\n|[ \t]*\n)*)[ \t]*(?:[rR]?("""|'''|"|')([\s\S]*?)\2)?/.exec(text);
  if (match?.[3] !== undefined) return match[3].replaceAll(/^[ \t]+/gm, "");
  return (match?.[1] ?? "").replaceAll(/^[ \t]*#!?[ \t]?/gm, "");
}
function leadingComment(text) {
  const block = /^\uFEFF?\s*\/\*\*?([\s\S]*?)\*\//.exec(text)?.[1];
  if (block !== undefined) return block.replaceAll(/^[ \t]*\*?[ \t]?/gm, "");
  const lines = /^\uFEFF?\s*((?:[ \t]*\/\/[^\n]*\n?)+)/.exec(text)?.[1] ?? "";
  return lines.replaceAll(/^[ \t]*\/\/[ \t]?/gm, "");
}
