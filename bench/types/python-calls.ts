/** Calls of a function `t` with such arguments: with one dict, and with keywords where all names can be. */
export function callsOf(value: unknown): string[] {
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  const dict = `await t(${pythonExpression(value)})`;
  if (!entries.every(([name]) => /^[a-z_]\w*$/i.test(name) && !KEYWORDS.has(name))) return [dict];
  return [dict, `await t(${entries.map(([name, each]) => `${name}=${pythonExpression(each)}`).join(", ")})`];
}

/** A value of JSON as a Python expression on one line. */
export function pythonExpression(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return pythonText(value);
  if (Array.isArray(value)) return `[${value.map(pythonExpression).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([name, each]) => `${pythonText(name)}: ${pythonExpression(each)}`)
      .join(", ")}}`;
  return String(value);
}

/** JSON's escapes of what is no letter mean the same in Python; code points beyond 16 bits are written in another way. */
function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u{10ffff}]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;
  });
}

const KEYWORDS = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);
