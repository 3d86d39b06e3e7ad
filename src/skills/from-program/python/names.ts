import { definedName, type Line, type Piece } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** The words in code that may stand for something declared: names that follow no dot and name no argument, and all in formatted strings. */
export function wordsIn(lines: readonly Line[]): string[] {
  return lines.flatMap(({ tokens }) => {
    const hasParameters = tokens.some(({ text }) => text === "def" || text === "lambda");
    return tokens.flatMap(({ kind, text, depth }, at) => {
      if (kind === "string") return /^\w*[ft]\w*["']/i.test(text) ? (text.match(/[\p{XID_Start}_]\p{XID_Continue}*/gu) ?? []) : [];
      const before = tokens[at - 1]?.text ?? "";
      const isArgument = !hasParameters && depth > 0 && tokens[at + 1]?.text === "=" && (before === "(" || before === ",");
      return kind === "name" && before !== "." && !isArgument ? text : [];
    });
  });
}

/** The names that lines bind in their own scope, each as often as it is bound; bodies of functions and classes are passed over. */
export function boundNames(lines: readonly Line[]): string[] {
  const names: string[] = [];
  let inside: number | undefined;
  for (const line of lines) {
    if (inside !== undefined && line.column > inside) continue;
    inside = undefined;
    const defined = definedName(line);
    if (defined !== undefined) {
      inside = line.column;
      names.push(defined);
    } else names.push(...boundIn(line.tokens));
  }
  return names;
}

function boundIn(tokens: readonly Token[]): string[] {
  const [first, second] = tokens;
  const word = first?.text === "async" ? second?.text : first?.text;
  const names: string[] = tokens.flatMap((token, at) => (token.kind === "name" && tokens[at + 1]?.text === ":=" ? token.text : []));
  if (word === "import" || word === "from") return [...names, ...importedNames(tokens)];
  if (word === "for") {
    const end = tokens.findIndex(({ text, depth }) => text === "in" && depth === 0);
    names.push(...targets(tokens.slice(tokens.findIndex(({ text }) => text === "for") + 1, end)));
  }
  if (word === "with" || word === "except")
    tokens.forEach(({ text }, at) => {
      if (text === "as") names.push(...targets(tokens.slice(at + 1).filter((_, index, all) => isTarget(all, index))));
    });
  if (word === "case")
    names.push(...tokens.slice(1).flatMap(({ kind, text }) => (kind === "name" && !/^(?:as|if)$/.test(text) ? text : [])));
  if (word === "del") names.push(...targets(tokens.slice(1)));
  if (word === "type" && second?.kind === "name") names.push(second.text);
  let from = 0;
  tokens.forEach(({ kind, text, depth }, at) => {
    if (kind !== "mark" || depth > 0) return;
    if (/^(?:[^=!<>:]{0,2}=|>>=|<<=)$/.test(text)) {
      names.push(...targets(tokens.slice(from, at)));
      from = at + 1;
    } else if (text === ":" && at === 1 && first?.kind === "name") {
      names.push(first.text);
      // What follows is a type, and an assignment's sign behind it binds nothing more.
      from = tokens.length;
    }
  });
  return names;
}

/** The first tokens behind `as`, up to what is no target any more. */
function isTarget(tokens: readonly Token[], index: number): boolean {
  const end = tokens.findIndex(({ text, depth }) => (text === ":" || text === ",") && depth <= (tokens[0]?.depth ?? 0));
  return end === -1 || index < end;
}

/** The names among `a, (b, *c), d.e, f[0]` that are assigned themselves. */
function targets(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ kind, text }, at) => {
    const before = tokens[at - 1]?.text ?? ",";
    const after = tokens[at + 1]?.text ?? ",";
    return kind === "name" && /^[,([*]$/.test(before) && /^[,)\]]$/.test(after) ? text : [];
  });
}

/** What an import line binds. */
export function importedNames(tokens: readonly Token[]): string[] {
  return importsOf(tokens).map(({ name }) => name);
}

/** What an import line binds, and from which module. */
export function importsOf(tokens: readonly Token[]): { readonly name: string; readonly module: string }[] {
  const isFrom = tokens[0]?.text === "from";
  const middle = tokens.findIndex(({ text }) => text === "import");
  const module = isFrom ? textOf(tokens.slice(1, middle)) : "";
  const listed = tokens.slice(middle + 1).filter(({ text }) => text !== "(" && text !== ")");
  return split(listed, listed[0]?.depth ?? 0).flatMap((part) => {
    const as = part.findIndex(({ text }) => text === "as");
    const path = textOf(as === -1 ? part : part.slice(0, as));
    const name = as === -1 ? (isFrom ? path : path.split(".")[0]) : part[as + 1]?.text;
    return name ? { name, module: isFrom ? `${module}.${path}` : path } : [];
  });
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join("");
}

/** At commas of this depth. */
export function split(tokens: readonly Token[], depth: number): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === "," && token.depth === depth) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** Which definitions and imports can't stay beside the function, because they use, or are changed by, what is inside of it. */
export function movedPieces(
  pieces: readonly Piece[],
  inside: { readonly names: readonly string[]; readonly places: readonly { readonly start: number }[] },
): Set<Piece> {
  const names = new Set(inside.names);
  const moved = new Set<Piece>();
  for (let before = -1; before !== moved.size;) {
    before = moved.size;
    for (const piece of pieces) {
      if (moved.has(piece)) continue;
      const words = piece.kind === "import" ? boundNames(piece.lines) : wordsIn(piece.lines);
      const holds = inside.places.some(({ start }) => start >= piece.start && start < piece.end);
      if (!holds && !words.some((word) => names.has(word))) continue;
      moved.add(piece);
      for (const name of boundNames(piece.lines)) names.add(name);
    }
  }
  return moved;
}
