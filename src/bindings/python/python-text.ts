import { PYTHON_KEYWORDS } from "../names.ts";

/** A Python string literal: the escapes of JSON mean the same in Python, and code points beyond 16 bits have one of their own. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u{10ffff}]/gu, (character) => {
    const point = character.codePointAt(0) as number;
    return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;
  });
}

/** A docstring, of the lines of a doc comment, in which nothing ends it; nothing for no text. */
export function docstring(lines: readonly string[], indent: string): string {
  if (lines.every((line) => line === "")) return "";
  const text = lines.map((line) => line.replaceAll("*\\/", "*/").replaceAll("\\", "\\\\").replaceAll('"', '\\"')).join(`\n${indent}`);
  return `${indent}"""${text}${lines.length > 1 ? `\n${indent}` : ""}"""\n`;
}

/** Whether a key can be a field of a class: an identifier, no keyword, not mangled. */
export function isFieldName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !name.startsWith("__") && !KEYWORDS.has(name);
}

const KEYWORDS = new Set(PYTHON_KEYWORDS.split(" "));
