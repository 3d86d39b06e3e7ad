import { split } from "./names.ts";
import type { Token } from "./tokens.ts";

export interface Literal {
  readonly value: unknown;
  readonly type: string;
}

/** Strings, numbers, booleans, and lists and dicts of them; `None` inside others. An empty list or dict is there to be filled. */
export function literalOf(tokens: readonly Token[]): Literal | undefined {
  const literal = read(tokens);
  const isEmpty = typeof literal?.value === "object" && (literal.value === null || Object.keys(literal.value).length === 0);
  return isEmpty ? undefined : literal;
}

function read(tokens: readonly Token[]): Literal | undefined {
  const [first] = tokens;
  if (first === undefined) return undefined;
  const constant = tokens.length === 1 ? CONSTANTS.get(first.text) : undefined;
  if (constant !== undefined) return constant;
  if (tokens.every(({ kind }) => kind === "string")) {
    const texts = tokens.map(({ text }) => stringValue(text));
    return texts.every((text) => text !== undefined) ? { value: texts.join(""), type: "str" } : undefined;
  }
  if (first.text === "-" || (tokens.length === 1 && first.kind === "number")) return numberOf(tokens);
  const last = tokens.at(-1);
  // The first bracket is closed by the last one.
  if (last?.depth !== first.depth || tokens.slice(1, -1).some(({ depth, text }) => depth === first.depth && /^[([{)\]}]$/.test(text)))
    return undefined;
  const inner = tokens.slice(1, -1);
  const parts = split(inner, first.depth);
  if (first.text === "(") return parts.length === 1 && inner.at(-1)?.text !== "," ? read(inner) : undefined;
  if (first.text === "[") {
    const items = parts.map(read);
    return items.every((item) => item !== undefined) ? { value: items.map(({ value }) => value), type: "list" } : undefined;
  }
  if (first.text !== "{") return undefined;
  const entries = parts.map((part) => {
    const [key, colon] = part;
    const name = key?.kind === "string" && colon?.text === ":" ? stringValue(key.text) : undefined;
    const value = read(part.slice(2));
    return name === undefined || name === "__proto__" || value === undefined ? undefined : ([name, value.value] as const);
  });
  return entries.every((entry) => entry !== undefined) ? { value: Object.fromEntries(entries), type: "dict" } : undefined;
}

const CONSTANTS: ReadonlyMap<string, Literal> = new Map([
  ["True", { value: true, type: "bool" }],
  ["False", { value: false, type: "bool" }],
  ["None", { value: null, type: "None" }],
]);

function numberOf(tokens: readonly Token[]): Literal | undefined {
  const isNegative = tokens[0]?.text === "-";
  const [token, more] = isNegative ? tokens.slice(1) : tokens;
  if (token?.kind !== "number" || more !== undefined || /j$/i.test(token.text)) return undefined;
  const value = Number(token.text.replaceAll("_", "")) * (isNegative ? -1 : 1);
  const isInt = /^(?:0[xob][\da-f_]+|[\d_]+)$/i.test(token.text);
  return (isInt ? Number.isSafeInteger(value) : Number.isFinite(value)) ? { value, type: isInt ? "int" : "float" } : undefined;
}

/** What a string literal says; `undefined` for bytes and for strings with expressions. */
export function stringValue(text: string): string | undefined {
  const [, prefix = "", quote = "", inner = ""] = /^(\w*)("""|'''|"|')([\s\S]*)\2$/.exec(text) ?? [];
  if (quote === "" || /[bft]/i.test(prefix)) return undefined;
  if (/r/i.test(prefix)) return inner;
  if (/(?:^|[^\\])(?:\\\\)*\\N\{/.test(inner)) return undefined;
  return inner.replaceAll(ESCAPE, (whole, code: string) => {
    if (code === "\n") return "";
    if (/^[xuU]/.test(code)) return String.fromCodePoint(Math.min(Number.parseInt(code.slice(1), 16), 0x10ffff));
    if (/^[0-7]/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
    return ESCAPED[code] ?? whole;
  });
}

const ESCAPE = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[^])/g;
const ESCAPED: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
