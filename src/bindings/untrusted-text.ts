/** Lines of a doc comment from a server's text: nothing in it can end the comment, and control characters are gone. */
export function commentLines(text: string, maxCharacters = MAX_DESCRIPTION_CHARACTERS): string[] {
  const cut = text.length > maxCharacters ? `${text.slice(0, maxCharacters)} ...` : text;
  return cut
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ").trimEnd());
}

/** A doc comment; nothing for no lines. */
export function docComment(lines: readonly string[], indent: string): string {
  const [only = ""] = lines;
  if (lines.every((line) => line === "")) return "";
  if (lines.length === 1) return `${indent}/** ${only} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

/** A string literal that is safe in TypeScript and JavaScript source, and in which nothing is invisible or turns the text around. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

const MAX_DESCRIPTION_CHARACTERS = 4_000;
