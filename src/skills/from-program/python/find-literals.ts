import type { FoundLiteral } from "../parameters.ts";
import { literalOf, stringValue } from "./literal.ts";
import { boundNames, importsOf, split } from "./names.ts";
import type { Line } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** The values that calls of tools and skills are given by name, or in a dict. */
export function argumentLiterals(lines: readonly Line[]): FoundLiteral[] {
  const called = calledNames(lines);
  const found: FoundLiteral[] = [];
  const add = (name: string | undefined, value: readonly Token[]): void => {
    const literal = literalOf(value);
    const [first, last] = [value[0], value.at(-1)];
    if (name && literal && first && last) found.push({ kind: "argument", name, ...literal, start: first.start, end: last.end });
  };
  for (const { tokens } of lines) {
    tokens.forEach((token, at) => {
      if (token.text !== "(" || !isCallOf(called, tokens, at)) return;
      const close = closing(tokens, at);
      for (const part of split(tokens.slice(at + 1, close), token.depth)) {
        const [first, second] = part;
        if (first?.kind === "name" && second?.text === "=") add(first.text, part.slice(2));
        if (first?.text !== "{" || closing(part, 0) !== part.length - 1) continue;
        for (const entry of split(part.slice(1, -1), first.depth))
          if (entry[0]?.kind === "string" && entry[1]?.text === ":") add(stringValue(entry[0].text), entry.slice(2));
      }
    });
  }
  return found;
}

function calledNames(lines: readonly Line[]): Set<string> {
  const imports = lines.filter(({ tokens }) => tokens[0]?.text === "import" || tokens[0]?.text === "from");
  const found = imports
    .flatMap(({ tokens }) => importsOf(tokens))
    .filter(({ module }) => /^(?:generated\.servers|skills)(?:\.|$)/.test(module));
  return new Set(["servers", ...found.map(({ name }) => name)]);
}

/** Whether the bracket at `at` opens the arguments of `f`, `module.f` or `servers["x"].y`. */
function isCallOf(called: ReadonlySet<string>, tokens: readonly Token[], at: number): boolean {
  let root = at - 1;
  let steps = 0;
  for (; ; steps += 1) {
    if (tokens[root]?.text === "]" && tokens[root - 1]?.kind === "string" && tokens[root - 2]?.text === "[") root -= 3;
    else if (tokens[root]?.kind === "name" && tokens[root - 1]?.text === ".") root -= 2;
    else break;
  }
  const name = tokens[root];
  if (name?.kind !== "name" || !called.has(name.text) || tokens[root - 1]?.text === "def") return false;
  return steps > 0 || name.text !== "servers";
}

/** Where the bracket at `at` is closed. */
export function closing(tokens: readonly Token[], at: number): number {
  const depth = tokens[at]?.depth ?? 0;
  return tokens.findIndex((token, index) => index > at && token.depth === depth && /^[)\]}]$/.test(token.text));
}

/** A variable that is bound once, to a literal, in a statement of its own. */
export interface LiteralVariable extends FoundLiteral {
  readonly line: Line;
}

/**
 * The variables that `lines` of one indentation bind to a literal, and that nothing binds again or changes.
 * @param scope all lines of the scopes that they are seen in
 */
export function variableLiterals(lines: readonly Line[], scope: readonly Line[]): LiteralVariable[] {
  const bound = boundNames(scope);
  const changed = changedNames(scope);
  return lines.flatMap((line) => {
    const [name, sign] = line.tokens;
    const equals = line.tokens.findIndex(({ text, depth }) => text === "=" && depth === 0);
    const isDeclared = equals === 1 || (sign?.text === ":" && equals > 2);
    if (name?.kind !== "name" || !isDeclared || changed.has(name.text) || bound.filter((each) => each === name.text).length > 1) return [];
    const value = line.tokens.slice(equals + 1);
    const literal = literalOf(value);
    const [first, last] = [value[0], value.at(-1)];
    // A list as a default is one list for all calls.
    return literal && first && last && (typeof literal.value !== "object" || literal.value === null)
      ? {
          kind: "variable" as const,
          name: name.text,
          ...literal,
          ...declaredType(line.tokens.slice(2, equals)),
          start: first.start,
          end: last.end,
          line,
        }
      : [];
  });
}

/** A type as written, where it needs no name that may be known inside of the function only. */
function declaredType(tokens: readonly Token[]): { readonly type?: string } {
  const isPlain = tokens.length > 0 && tokens.every(({ kind, text }) => kind === "mark" || (kind === "name" && PLAIN_TYPES.has(text)));
  return isPlain ? { type: tokens.map(({ text }) => (/^[,|]$/.test(text) ? (text === "," ? ", " : " | ") : text)).join("") } : {};
}

const PLAIN_TYPES = new Set("str int float bool list dict tuple object None".split(" "));

/** Names that functions assign as globals, and those whose value is changed in place. */
function changedNames(lines: readonly Line[]): Set<string> {
  const changed = new Set<string>();
  for (const { tokens } of lines) {
    const isGlobal = /^(?:global|nonlocal)$/.test(tokens[0]?.text ?? "");
    tokens.forEach((token, at) => {
      if (token.kind !== "name" || tokens[at - 1]?.text === ".") return;
      const [next, after, open] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]];
      const isMethod = next?.text === "." && CHANGING.has(after?.text ?? "") && open?.text === "(";
      const behind = next?.text === "[" ? tokens[closing(tokens, at + 1) + 1] : undefined;
      const isItem = behind !== undefined && behind.kind === "mark" && /^(?:[^=!<>:]{0,2}=|>>=|<<=|\[|\.)$/.test(behind.text);
      if (isGlobal || isMethod || isItem || (next?.text === "[" && tokens[0]?.text === "del")) changed.add(token.text);
    });
  }
  return changed;
}

const CHANGING = new Set("append extend insert pop remove clear sort reverse update setdefault popitem".split(" "));
