import type { Refuse } from "../refuser.ts";

/** A word, number, string or mark of Python; comments are left out, and the end of a logical line is a mark `\n`. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "mark";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets are open around it; for a bracket, around what is in it. */
  readonly depth: number;
}

/**
 * Python's text in tokens, as "Lexical analysis" of its reference has them. Strings with expressions in them are one token.
 * @throws what `refuse` makes for a string or bracket without end
 */
export function tokensOf(code: string, refuse: Refuse): Token[] {
  const tokens: Token[] = [];
  const open: { readonly text: string; readonly at: number }[] = [];
  let at = 0;
  while (at < code.length) {
    const start = at;
    const character = code[at] as string;
    const add = (kind: Token["kind"], end: number, depth = open.length): void => {
      tokens.push({ kind, text: code.slice(start, end), start, end, depth });
      at = end;
    };
    SKIPPED.lastIndex = at;
    const skipped = SKIPPED.exec(code)?.[0].length ?? 0;
    STRING.lastIndex = at;
    WORD.lastIndex = at;
    NUMBER.lastIndex = at;
    const string = STRING.exec(code)?.[0];
    if (skipped > 0) at += skipped;
    else if (character === "\n") {
      const isBlank = open.length > 0 || tokens.length === 0 || tokens.at(-1)?.text === "\n";
      if (isBlank) at += 1;
      else add("mark", at + 1);
    } else if (string !== undefined) add("string", endOfString(code, at, string, refuse));
    else if (NUMBER.test(code)) add("number", NUMBER.lastIndex);
    else if (WORD.test(code)) add("name", WORD.lastIndex);
    else if ("([{".includes(character)) {
      open.push({ text: character, at });
      add("mark", at + 1);
    } else if (")]}".includes(character)) {
      if (open.at(-1)?.text !== PAIRS[character]) throw refuse(at, `"${character}" closes nothing`);
      add("mark", at + 1);
      open.pop();
    } else {
      MARK.lastIndex = at;
      add("mark", at + (MARK.exec(code)?.[0].length ?? 1));
    }
  }
  const left = open.at(-1);
  if (left) throw refuse(left.at, `"${left.text}" was never closed`);
  if (tokens.length > 0 && tokens.at(-1)?.text !== "\n")
    tokens.push({ kind: "mark", text: "\n", start: code.length, end: code.length, depth: 0 });
  return tokens;
}

const SKIPPED = /(?:[ \t\f]|\\\n|#[^\n]*)+/y;
const STRING = /(?:[rbuftRBUFT]{0,2})(?:"""|'''|"|')/y;
const NUMBER = /(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d[\d_]*)?[jJ]?)/y;
const WORD = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const MARK = /\*\*=|\/\/=|>>=|<<=|\.\.\.|:=|->|[+\-*/%@&|^=!<>]=|\*\*|\/\/|<<|>>|[^]/y;
const PAIRS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function endOfString(code: string, from: number, opening: string, refuse: Refuse): number {
  const prefix = opening.replace(/["']+$/, "");
  const quote = opening.slice(prefix.length);
  const isFormatted = /[ft]/i.test(prefix);
  let at = from + opening.length;
  while (at < code.length) {
    if (code.startsWith(quote, at)) return at + quote.length;
    if (code[at] === "\\") at += 2;
    else if (code[at] === "\n" && quote.length === 1) break;
    else if (isFormatted && code[at] === "{") at = code[at + 1] === "{" ? at + 2 : endOfField(code, at, refuse);
    else at += 1;
  }
  throw refuse(from, "a string has no end");
}

/** Behind the `}` of a field in a formatted string: strings in it may have the same quotes (PEP 701), and its format fields of its own. */
function endOfField(code: string, from: number, refuse: Refuse): number {
  let depth = 0;
  let isFormat = false;
  let at = from + 1;
  while (at < code.length) {
    const character = code[at] as string;
    STRING.lastIndex = at;
    const string = isFormat ? undefined : STRING.exec(code)?.[0];
    if (string !== undefined) at = endOfString(code, at, string, refuse);
    else if (isFormat && character === "{") at = endOfField(code, at, refuse);
    else {
      if (character === "}" && depth === 0) return at + 1;
      if ("([{".includes(character)) depth += 1;
      if (")]}".includes(character)) depth -= 1;
      if (character === ":" && depth === 0) isFormat = true;
      at += 1;
    }
  }
  throw refuse(from, "a field of a string has no end");
}
