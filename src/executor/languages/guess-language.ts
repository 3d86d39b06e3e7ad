import type { Language } from "./language.ts";

/**
 * The language of a program that does not say it: what its Markdown fence is called, else which of the two languages more of its lines can
 * only be. A text that fits both, such as `1 + 1`, is TypeScript.
 */
export function guessLanguage(code: string): Language {
  const fence = /^\s*(?:`{3,}|~{3,})[ \t]*(\w+)/.exec(code)?.[1]?.toLowerCase();
  if (fence !== undefined) {
    if (["python", "py", "python3"].includes(fence)) return "python";
    if (["typescript", "ts", "javascript", "js", "tsx", "jsx"].includes(fence)) return "typescript";
  }
  let balance = 0;
  for (const line of code.slice(0, MOST_READ).split("\n")) {
    if (python.some((pattern) => pattern.test(line))) balance += 1;
    if (script.some((pattern) => pattern.test(line))) balance -= 1;
  }
  return balance > 0 ? "python" : "typescript";
}

const MOST_READ = 20_000;

/** Lines that no TypeScript has. */
const python = [
  /^\s*(?:async\s+)?def\s+\w+.*:\s*(?:#.*)?$/u,
  /^\s*class\s+\w+[^{]*:\s*(?:#.*)?$/u,
  /^\s*from\s+[\w.]+\s+import\s/u,
  /^\s*import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+)*\s*(?:#.*)?$/u,
  /^\s*(?:if|elif|for|while|with|try|except|finally|else|match|async\s+(?:for|with))\b[^{]*:\s*(?:#.*)?$/u,
  /^\s*(?:print|len|sorted|isinstance|sum|range|enumerate)\(/,
  /\b(?:None|True|False|elif|not in|is not|lambda)\b/,
  /^\s*#/,
  /\bf(?:"|')/,
  /\w\((?:[^()]*, )?\w+=[^=>]/,
  /^\s*(?:\w+\s*=\s*)?\[[^\]]*\bfor\s+[\w, ]+\s+in\b/u,
  /^\s*(?:raise|pass|global|nonlocal|del|assert|yield from)\b/,
];

/** Lines that no Python has. */
const script = [
  /^\s*(?:export\s+)?(?:const|let|var|function|async\s+function|interface|type|enum)\s+[\w{[*$]/u,
  /=>/,
  /;\s*(?:\/\/.*)?$/,
  /[{}]\s*(?:\/\/.*)?$/,
  /\bfrom\s+["']/,
  /^\s*import\s+["'{*]/,
  /^\s*\/\//,
  /\b(?:console\.|===|!==|undefined|null|true|false|new\s+\w+\()/u,
  /&&|\|\|/,
  /^\s*\/?\*/,
];
