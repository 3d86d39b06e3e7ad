import type MagicString from "magic-string";
import type { Node, Program, Statement } from "oxc-parser";
import type { Range } from "../indentation.ts";
import { walk } from "./walk.ts";

/** A statement with the comments and empty lines before it, and what else stands on its last line. */
export interface Piece extends Range {
  readonly statement: Statement;
}

/** Cuts a text at its statements; `rest` is where the last one ends. */
export function cutPieces(
  code: string,
  statements: readonly Statement[],
  from: number,
  to: number,
): { readonly pieces: readonly Piece[]; readonly rest: number } {
  const pieces: Piece[] = [];
  let start = from;
  for (const statement of statements) {
    LINE_END.lastIndex = statement.end;
    const end = Math.min(to, statement.end + (LINE_END.exec(code)?.[0].length ?? 0));
    pieces.push({ statement, start, end });
    start = end;
  }
  return { pieces, rest: start };
}

const LINE_END = /[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*)?(?:\n|$)/y;

/** Templates and strings, which may go over several lines. */
export function textsIn(program: Program): Node[] {
  const texts: Node[] = [];
  walk(program, (node) => {
    if (node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string")) texts.push(node);
  });
  return texts;
}

/** Ends the statement before one that would be read on from it, should it have no semicolon or be gone. */
export function partStatements(edit: MagicString, code: string, pieces: readonly (Range & { readonly statement?: Statement })[]): void {
  for (const { statement } of pieces)
    if (statement && "([`/+-".includes(code[statement.start] ?? "")) edit.appendLeft(statement.start, ";");
}
