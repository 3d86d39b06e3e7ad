import type { Skill } from "./skill.ts";

/**
 * A skill from the text of its file. The description is the leading comment (in Python the docstring), or the `description` of a front matter block
 * (`---` lines with `key: value` between them) in it. The code stays as it is, so that positions in it stay true.
 */
export function parseSkill(name: string, file: string, text: string): Skill {
  const language = file.endsWith(".py") ? "python" : "typescript";
  const comment = language === "python" ? leadingDocstring(text) : leadingComment(text);
  return { name, description: (frontMatter(comment).get("description") ?? comment).trim(), file, language, code: text };
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

function frontMatter(comment: string): Map<string, string> {
  const block = /^\s*---[ \t]*\n([\s\S]*?)\n---/.exec(comment)?.[1] ?? "";
  const entries = block.split("\n").flatMap((line) => {
    const match = /^(\w[\w-]*):[ \t]*(.*)$/.exec(line);
    return match ? [[match[1] as string, (match[2] as string).replaceAll(/^["']|["']$/g, "")] as const] : [];
  });
  return new Map(entries);
}
