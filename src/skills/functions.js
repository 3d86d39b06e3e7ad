import { parametersIn } from "./parameters.js";
/**
 * The functions that a skill's code exports, by their text: what a program imports is decided when it is linked, and this is only shown.
 * In Python all functions at the left margin whose names have no leading underscore.
 */
export function functionsIn(code, language) {
  const found = new Map();
  let looked = 0;
  for (const match of code.matchAll(language === "python" ? PYTHON : TYPESCRIPT)) {
    looked += 1;
    if (looked > MAX_LOOKED) break;
    const name = match[1] ?? match[2] ?? "";
    const open = match.index + match[0].length - 1;
    const close = endOfList(code, open, language);
    const result = close === undefined ? undefined : language === "python" ? pythonResult(code, close) : typescriptResult(code, close);
    if (close === undefined || result === undefined || found.size >= MAX_FUNCTIONS) continue;
    const signature = `${name}${code.slice(open, close)}${result}`.replaceAll(/\s+/g, " ");
    const parameters = parametersIn(code.slice(open + 1, close - 1), language);
    const declared = result.replace(/^\s*(?:->|:)\s*/, "");
    found.set(name, {
      name,
      signature: signature.slice(0, MAX_SIGNATURE),
      parameters,
      ...(declared === "" ? {} : { result: declared }),
    });
  }
  return [...found.values()];
}
const TYPESCRIPT =
  /^[ \t]*export[ \t]+(?:default[ \t]+)?(?:async[ \t]+)?(?:function\*?[ \t]*([\w$]+)[ \t]*(?:<[^(]{0,200}>)?|const[ \t]+([\w$]+)[ \t]*=[ \t]*(?:async[ \t]*)?)\(/gm;
const PYTHON = /^(?:async[ \t]+)?def[ \t]+([A-Za-z]\w*)[ \t]*\(/gm;
const MAX_FUNCTIONS = 50;
/** A text may be made to look like many functions. */
const MAX_LOOKED = 500;
const MAX_SIGNATURE = 500;
/** Behind the bracket that closes the one at `open`; strings and comments are passed over. */
function endOfList(code, open, language) {
  const { begins, whole } = PASSED[language];
  let depth = 0;
  for (let at = open; at < Math.min(code.length, open + MAX_TEXT);) {
    const character = code[at];
    if (begins.test(code.slice(at, at + 2))) {
      whole.lastIndex = at;
      const text = whole.exec(code)?.[0];
      // It has no end, so nothing behind it can be told.
      if (text === undefined) return undefined;
      at += text.length;
      continue;
    }
    if ("([{".includes(character)) depth += 1;
    if (")]}".includes(character)) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return undefined;
}
/** Strings and comments: how they begin, and all of one. */
const PASSED = {
  typescript: {
    begins: /^(?:["'`]|\/[/*])/,
    whole: /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/y,
  },
  python: { begins: /^["'#]/, whole: /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/y },
};
const MAX_TEXT = 4_000;
/** `: Promise<number>`, or nothing; up to the function's body or arrow. */
function typescriptResult(code, from) {
  const declared = /^\s*:\s*/.exec(code.slice(from, from + 100))?.[0];
  if (declared === undefined) return "";
  let depth = 0;
  for (let at = from + declared.length; at < Math.min(code.length, from + MAX_TEXT); at += 1) {
    const character = code[at];
    const before = code.slice(from, at).trimEnd().at(-1);
    const isBody = character === "{" && !":|&<,(>=".includes(before);
    const isArrow = character === "=" && code[at + 1] === ">";
    if (depth === 0 && (isBody || isArrow || (character === "{" && before === ">")))
      return `: ${code.slice(from + declared.length, at).trim()}`;
    if ("([{<".includes(character)) depth += 1;
    if (")]}".includes(character) || (character === ">" && code[at - 1] !== "=")) depth -= 1;
  }
  return undefined;
}
function pythonResult(code, from) {
  const match = /^\s*(?:->\s*([^\n]+?))?\s*:[ \t]*(?:#[^\n]*)?(?:\n|$|[^\n]*\n)/.exec(code.slice(from, from + MAX_TEXT));
  return match === null ? undefined : match[1] === undefined ? "" : ` -> ${match[1]}`;
}
