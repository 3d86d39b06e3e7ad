import MagicString from "magic-string";
import type { Node, Program, Statement } from "oxc-parser";
import { editedLines, reindent, type Range } from "../indentation.ts";
import { parameterList, type NamedLiteral } from "../parameters.ts";
import { innerStatements, type CalledFunction } from "./called-function.ts";
import { declarationIn, declaredNames, movedDeclarations, variablesIn } from "./declarations.ts";
import { dropVariables, replaceArguments } from "./edit-literals.ts";
import { changedNames } from "./find-literals.ts";
import { giveValue } from "./give-value.ts";
import { cutPieces, partStatements, textsIn, type Piece } from "./pieces.ts";

interface Parts {
  readonly code: string;
  readonly name: string;
  readonly program: Program;
  readonly whole: CalledFunction | undefined;
  readonly chosen: readonly NamedLiteral[];
  readonly withDefaults: boolean;
}

const INDENT = "  ";

/** The module: imports, what can stand beside the function, and the function. */
export function writeFunction({ code, name, program, whole, chosen, withDefaults }: Parts): string {
  const edit = new MagicString(code);
  const isInside = insidePlacement(name, program, whole, chosen);
  const { pieces, rest } = cutPieces(code, program.body, 0, code.length);
  const header = headerEnd(code, pieces[0]);
  const all = pieces.map((piece, at) => (at === 0 ? { ...piece, start: header } : piece));
  const [calling, other] = [true, false].map((is) =>
    all.filter(({ statement }) => (whole?.statements.includes(statement) ?? false) === is),
  );
  const outer = (other ?? []).filter(({ statement }) => isInside(statement));
  const inner = whole ? innerPieces(whole, code) : [];

  const strings = textsIn(program);
  for (const ranges of [outer, inner]) reindent(edit, code, ranges, { strings, indent: INDENT });
  partStatements(edit, code, [...(whole ? outer : outer.filter(({ statement }) => statement !== program.body.at(-1))), ...inner.slice(1)]);
  const value = whole ? returnInner(edit, whole) : giveValue(edit, code, program);
  replaceArguments(edit, code, chosen);
  for (const piece of [...outer, ...inner]) if (piece.statement) dropVariables(edit, code, piece as Piece, chosen);

  const text = (ranges: readonly Range[], indent = ""): string => editedLines(edit, code, ranges, indent);
  const comments = (calling ?? []).map(({ start, statement }) => code.slice(start, statement.start).trim());
  const after = code.slice(rest).trim();
  const definition = [
    ...comments,
    `export async function ${name}${parameterList(code, chosen, withDefaults, INDENT)} {`,
    text([...outer, ...inner], INDENT),
    after === "" ? "" : `${INDENT}${after.replaceAll("\n", `\n${INDENT}`)}`,
    value === "" ? "" : `${INDENT}${value}`,
    "}",
  ];
  const sections = [
    code.slice(0, header).trim(),
    text((other ?? []).filter(({ statement }) => statement.type === "ImportDeclaration")),
    text((other ?? []).filter(({ statement }) => declarationIn(statement) && !isInside(statement))),
    definition.filter((each) => each !== "").join("\n"),
  ];
  return `${sections.filter((each) => each !== "").join("\n\n")}\n`;
}

/** Tells which statements belong in the function: all but imports and declarations that need nothing of it. */
function insidePlacement(
  name: string,
  program: Program,
  whole: CalledFunction | undefined,
  chosen: readonly NamedLiteral[],
): (statement: Statement) => boolean {
  const others = program.body.filter((each) => !whole?.statements.includes(each) && each.type !== "ImportDeclaration");
  const declarations = others.filter(declarationIn);
  const changed = changedNames(program);
  const names = new Set([
    ...others.filter((each) => !declarationIn(each)).flatMap((each) => [...declaredNames(each), ...variablesIn(each)]),
    ...declarations.flatMap(declaredNames).filter((each) => each === name || changed.has(each)),
  ]);
  const moved = movedDeclarations(declarations, { names, places: chosen.flatMap(({ places }) => places) });
  const onlyExports = (each: Statement): boolean => each.type === "ExportNamedDeclaration" && !each.declaration;
  return (statement) =>
    statement.type !== "ImportDeclaration" && !onlyExports(statement) && (!declarationIn(statement) || moved.has(statement));
}

/** Comments that an empty line parts from the first statement are the file's. */
function headerEnd(code: string, first: Piece | undefined): number {
  const lead = code.slice(0, first?.statement.start ?? 0);
  const isApart = lead.trim() !== "" && /\n[ \t]*\n[ \t]*$/.test(lead);
  return isApart ? lead.length - (/[^\n]*$/.exec(lead)?.[0].length ?? 0) : 0;
}

/** A function's own body in pieces; the value of an arrow that has no braces. */
function innerPieces(whole: CalledFunction, code: string): readonly (Range & { readonly statement?: Statement })[] {
  const body = whole.node.body as Node;
  if (body.type !== "BlockStatement") return [{ start: body.start, end: body.end }];
  const open = /\{[ \t]*\n?/y;
  open.lastIndex = body.start;
  const start = body.start + (open.exec(code)?.[0].length ?? 1);
  const end = body.end - 1;
  const { pieces, rest } = cutPieces(code, innerStatements(whole), start, end);
  return code.slice(rest, end).trim() === "" ? pieces : [...pieces, { start: rest, end }];
}

function returnInner(edit: MagicString, { node: { body } }: CalledFunction): "" {
  if (body && body.type !== "BlockStatement") edit.appendRight(body.start, "return ").appendLeft(body.end, ";");
  return "";
}
