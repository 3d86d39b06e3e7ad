import { commentLines } from "../untrusted-text.ts";

/** A Python string literal: the escapes of JSON mean the same in Python, once there are no code points beyond 16 bits or half pairs. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A docstring in which nothing ends it; nothing for no text. */
export function docstring(lines: readonly string[], indent: string): string {
  if (lines.every((line) => line === "")) return "";
  const text = lines.map((line) => line.replaceAll("\\", "\\\\").replaceAll('"', '\\"')).join(`\n${indent}`);
  return `${indent}"""${text}${lines.length > 1 ? `\n${indent}` : ""}"""\n`;
}

/** Lines for a docstring from a server's text. */
export function docstringLines(text: string, maxCharacters?: number): string[] {
  return commentLines(text.trim(), maxCharacters).map((line) => line.replaceAll("*\\/", "*/"));
}

/** Whether a key can be a field of a class: an identifier, no keyword, not mangled. */
export function isFieldName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !name.startsWith("__") && !KEYWORDS.has(name);
}

const KEYWORDS = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);
