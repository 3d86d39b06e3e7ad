import { PYTHON_KEYWORDS } from "../names.ts";

/** A Python string literal: the escapes of JSON mean the same in Python, once there are no code points beyond 16 bits or half pairs. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
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
