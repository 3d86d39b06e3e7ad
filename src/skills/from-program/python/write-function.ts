import MagicString from "magic-string";
import { editedLines, reindent, type Range } from "../indentation.ts";
import { parameterList, type NamedLiteral } from "../parameters.ts";
import type { CalledMain } from "./called-main.ts";
import { awaitRuns, giveValue, reachFunction } from "./edit-statements.ts";
import { boundNames, movedPieces } from "./names.ts";
import { headOf, type Piece } from "./statements.ts";
import type { Token } from "./tokens.ts";

interface Parts {
  readonly code: string;
  readonly name: string;
  readonly tokens: readonly Token[];
  readonly pieces: readonly Piece[];
  /** Where the last piece ends. */
  readonly rest: number;
  readonly main: CalledMain | undefined;
  readonly chosen: readonly NamedLiteral[];
  readonly withDefaults: boolean;
}

const INDENT = "    ";

/** The module: docstring, imports, what can stand beside the function, and the function. */
export function writeFunction({ code, name, tokens, pieces, rest, main, chosen, withDefaults }: Parts): string {
  const edit = new MagicString(code);
  const header = headerEnd(code, pieces[0]);
  const all = pieces.map((piece, at) => (at === 0 ? { ...piece, start: header } : piece));
  const isMain = ({ lines }: Piece): boolean => lines === main?.definition.lines || lines === main?.call.lines;
  const others = all.filter((each) => !isMain(each));
  const isLast = (piece: Piece): boolean => piece === all.at(-1);
  const isBody = (piece: Piece): boolean => piece.kind === "other" || (piece.kind === "docstring" && isLast(piece));
  const body = others.filter(isBody);
  const beside = others.filter((each) => !isBody(each) && each.kind !== "docstring");
  const changing = repeatedNames(beside);
  const names = [...body.flatMap(({ lines }) => boundNames(lines)), ...changing, name];
  const moved = movedPieces(beside, { names, places: chosen.flatMap(({ places }) => places) });
  const outer = others.filter((each) => body.includes(each) || moved.has(each));
  const inner = main ? [innerRange(code, main, all)] : [];

  const strings = tokens.filter(({ kind }) => kind === "string");
  for (const ranges of [outer, inner]) reindent(edit, code, ranges, { strings, indent: INDENT });
  const inside = new Set(outer.flatMap(({ lines }) => boundNames(lines)));
  for (const { end } of outer.flatMap(({ lines }) => lines)) if (code[end - 1] === ";") edit.remove(end - 1, end);
  for (const piece of outer) reachFunction(edit, piece, inside);
  const last = all.at(-1);
  if (!main && last && isBody(last)) giveValue(edit, last, all);
  for (const piece of body) awaitRuns(edit, code, piece);
  replaceLiterals(edit, code, [...outer.flatMap(({ lines, end }) => lines.map((line) => ({ line, end }))), ...linesOfMain(main)], chosen);

  const text = (ranges: readonly Range[], indent = ""): string => editedLines(edit, code, ranges, indent);
  const comments = all.filter(isMain).map(({ start, lines }) => code.slice(start, lines[0]?.start).trim());
  const after = code.slice(rest).trim();
  const own = [text([...outer, ...inner], INDENT), after === "" ? "" : INDENT + after.replaceAll("\n", `\n${INDENT}`)].filter(
    (each) => each !== "",
  );
  const hasStatement = main !== undefined || /^[ \t]*[^#\s]/m.test(own.join("\n"));
  const definition = [
    ...comments,
    `async def ${name}${parameterList(code, chosen, withDefaults, INDENT)}:`,
    ...own,
    hasStatement ? "" : `${INDENT}pass`,
  ];
  const sections = [
    code.slice(0, header).trim(),
    text(others.filter(({ kind }) => kind === "docstring").filter((each) => !isBody(each))),
    text(beside.filter((each) => each.kind === "import" && !moved.has(each))),
    text(beside.filter((each) => each.kind === "definition" && !moved.has(each))),
    definition.filter((each) => each !== "").join("\n"),
  ];
  return `${sections.filter((each) => each !== "").join("\n\n")}\n`;
}

/** Comments that an empty line parts from the first statement are the file's. */
function headerEnd(code: string, first: Piece | undefined): number {
  const start = first?.lines[0]?.start ?? 0;
  const lead = code.slice(0, start);
  return lead.trim() !== "" && /\n[ \t]*\n$/.test(lead) ? start : 0;
}

/** What is defined more than once is another thing at another time. */
function repeatedNames(pieces: readonly Piece[]): string[] {
  const names = pieces.filter(({ kind }) => kind === "definition").flatMap(({ lines }) => boundNames(lines));
  return names.filter((name, at) => names.indexOf(name) !== at);
}

function innerRange(code: string, main: CalledMain, all: readonly Piece[]): Range {
  const head = headOf(main.definition.lines);
  const start = code.indexOf("\n", head.end) + 1;
  const end = all.find(({ lines }) => lines === main.definition.lines)?.end ?? main.definition.end;
  return { start, end };
}

function linesOfMain(main: CalledMain | undefined): { line: Piece["lines"][number]; end: number }[] {
  return (main?.lines ?? []).map((line) => ({ line, end: line.end }));
}

/** Puts the parameters' names where their literals stood, and takes out the variables that they were; comments beside them stay. */
function replaceLiterals(
  edit: MagicString,
  code: string,
  lines: readonly { readonly line: Piece["lines"][number]; readonly end: number }[],
  chosen: readonly NamedLiteral[],
): void {
  for (const { kind, name, places } of chosen) {
    for (const { start, end } of places) {
      if (kind === "argument") {
        edit.overwrite(start, end, name, { contentOnly: true });
        continue;
      }
      const line = lines.find((each) => each.line.start <= start && start < each.line.end)?.line;
      if (line === undefined) continue;
      const comment = /^[ \t]*#/.exec(code.slice(line.end))?.[0].length;
      if (comment !== undefined) edit.overwrite(line.start, line.end + comment, `# ${name}:`, { contentOnly: true });
      else {
        const from = code.lastIndexOf("\n", line.start - 1) + 1;
        const isAlone = code.slice(from, line.start).trim() === "" && code[line.end] === "\n";
        edit.remove(isAlone ? from : line.start, isAlone ? line.end + 1 : line.end);
      }
    }
  }
}
