import type { Range } from "../indentation.ts";
import type { Token } from "./tokens.ts";

/** A logical line. */
export interface Line {
  /** Without the end of the line. */
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
  /** Characters before it in its physical line. */
  readonly column: number;
}

/** A statement of the top level: all its lines and clauses, with the comments and empty lines before it, and what else is on its last line. */
export interface Piece extends Range {
  readonly kind: "import" | "definition" | "docstring" | "other";
  readonly lines: readonly Line[];
}

/** Cuts a text into logical lines; simple statements that share one are parted. */
export function linesOf(code: string, tokens: readonly Token[]): Line[] {
  const lines: Line[] = [];
  let current: Token[] = [];
  let first = true;
  let column = 0;
  for (const token of tokens) {
    const isEnd = token.text === "\n";
    const isSimple = !COMPOUND.has(current[0]?.text ?? "");
    if (!isEnd && !(token.text === ";" && token.depth === 0 && isSimple)) {
      if (current.length === 0 && first) column = token.start - (code.lastIndexOf("\n", token.start - 1) + 1);
      current.push(token);
      first = false;
      continue;
    }
    const [head] = current;
    if (head) lines.push({ tokens: current, start: head.start, end: (isEnd ? current.at(-1)?.end : token.end) ?? token.end, column });
    current = [];
    first = isEnd;
  }
  return lines;
}

const COMPOUND = new Set("if elif else for while with try except finally def class async match case".split(" "));

/** Groups the lines to the statements of the top level. */
export function piecesOf(code: string, lines: readonly Line[]): { readonly pieces: readonly Piece[]; readonly rest: number } {
  const groups: Line[][] = [];
  for (const line of lines) {
    const before = groups.at(-1)?.at(-1);
    const goesOn = line.column > 0 || CLAUSES.has(line.tokens[0]?.text ?? "") || before?.tokens[0]?.text === "@";
    if (goesOn && groups.length > 0) groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  let start = 0;
  const pieces = groups.map((group, at): Piece => {
    const last = group.at(-1)?.end ?? start;
    LINE_END.lastIndex = last;
    const end = last + (LINE_END.exec(code)?.[0].length ?? 0);
    const piece = { kind: kindOf(group, at), lines: group, start, end };
    start = end;
    return piece;
  });
  return { pieces, rest: start };
}

const CLAUSES = new Set(["elif", "else", "except", "finally"]);
const LINE_END = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;

function kindOf(lines: readonly Line[], at: number): Piece["kind"] {
  const head = headOf(lines).tokens;
  const word = head[0]?.text ?? "";
  if (word === "import" || word === "from") return "import";
  if (word === "def" || word === "class" || (word === "async" && head[1]?.text === "def")) return "definition";
  return at === 0 && head.every(({ kind, text }) => kind === "string" && !/^\w*[ft]/i.test(text)) ? "docstring" : "other";
}

/** The first line behind decorators. */
export function headOf(lines: readonly Line[]): Line {
  return lines.find(({ tokens }) => tokens[0]?.text !== "@") ?? (lines[0] as Line);
}

/** The name that a `def` or `class` declares. */
export function definedName({ tokens }: Line): string | undefined {
  const at = tokens.findIndex(({ text }) => text === "def" || text === "class");
  return at === 0 || (at === 1 && tokens[0]?.text === "async") ? tokens[at + 1]?.text : undefined;
}

/** Whether a statement is an expression that gives a value; `print(...)` is there for what it does. */
export function isExpression({ tokens }: Line): boolean {
  const [first] = tokens;
  if (first === undefined || STATEMENTS.has(first.text) || (first.text === "print" && tokens[1]?.text === "(")) return false;
  return !tokens.some(({ text, depth, kind }) => kind === "mark" && depth === 0 && /^(?::|[^=!<>]{0,2}=|>>=|<<=)$/.test(text));
}

const STATEMENTS = new Set(
  "import from def class if for while with try async match return pass raise del assert global nonlocal break continue yield @ else elif except finally".split(
    " ",
  ),
);
