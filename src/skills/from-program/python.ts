import type { FunctionFromProgram, ProgramToKeep } from "./from-program.ts";
import { chooseParameters, nameLiterals, toProposed } from "./parameters.ts";
import { argumentLiterals, variableLiterals } from "./python/find-literals.ts";
import { calledMain } from "./python/called-main.ts";
import { boundNames, wordsIn } from "./python/names.ts";
import { definedName, headOf, linesOf, piecesOf, type Line, type Piece } from "./python/statements.ts";
import { tokensOf } from "./python/tokens.ts";
import { writeFunction } from "./python/write-function.ts";
import type { Refuse } from "./refuser.ts";

/** {@link functionFromProgram} for Python. */
export function pythonFunction({ code: written, name, parameters: wanted }: ProgramToKeep, refuse: Refuse): FunctionFromProgram {
  const code = dedent(written);
  const tokens = tokensOf(code, refuse);
  const lines = linesOf(code, tokens);
  const { pieces, rest } = piecesOf(code, lines);
  refuseWhatCantBe(pieces, name, refuse);
  if (isModuleOfFunctions(pieces)) {
    chooseParameters([], wanted, refuse);
    return { code, parameters: [] };
  }
  const main = calledMain(pieces, lines);
  const own = pieces.flatMap((each) => (each.kind === "other" && each.lines.length === 1 ? each.lines : []));
  const top = [...own, ...(main?.statements ?? [])];
  const scope = [...lines, ...(main?.lines ?? [])];
  const found = [...variableLiterals(top, scope), ...argumentLiterals(lines)];
  const proposed = nameLiterals(code, found, new Set([...wordsIn(lines), name]));
  const chosen = chooseParameters(proposed, wanted, refuse);
  return {
    code: writeFunction({ code, name, tokens, pieces, rest, main, chosen, withDefaults: wanted === undefined }),
    parameters: toProposed(chosen),
  };
}

/** As `textwrap.dedent`, by which programs are run. */
function dedent(code: string): string {
  const margins = code.split("\n").flatMap((line) => (line.trim() === "" ? [] : [/^[ \t]*/.exec(line)?.[0] ?? ""]));
  const shortest = Math.min(...margins.map(({ length }) => length));
  const margin = margins[0]?.slice(0, shortest) ?? "";
  if (margin === "" || !margins.every((each) => each.startsWith(margin))) return code;
  return code.replaceAll(new RegExp(`^${margin}`, "gm"), "");
}

function refuseWhatCantBe(pieces: readonly Piece[], name: string, refuse: Refuse): void {
  const last = pieces.at(-1)?.lines[0];
  if (last === undefined) throw refuse(0, "it is empty");
  const does = pieces.filter(({ kind }) => kind !== "import" && kind !== "docstring");
  if (does.length === 0 && pieces.some(({ kind }) => kind === "import")) throw refuse(last.start, "it only imports, and does nothing");
  if (does.length > 0 && does.every(({ kind }) => kind === "definition") && !isModuleOfFunctions(pieces))
    throw refuse(last.start, "it only declares; call what it declares, or declare a function whose name has no leading underscore");
  if (!isModuleOfFunctions(pieces)) {
    refuseHiddenBuiltins(pieces, refuse);
    // It would be the function itself.
    const all = pieces.flatMap(({ lines }) => lines);
    const using = boundNames(all).includes(name) ? undefined : all.find((line) => wordsIn([withoutTexts(line)]).includes(name));
    if (using) throw refuse(using.start, `it uses the name "${name}"; choose another one for the function`);
  }
  for (const { kind, lines } of pieces) {
    const [line] = lines;
    if (kind === "import" && line && boundNames(lines).includes(name))
      throw refuse(line.start, `it imports something named "${name}", too; choose another name`);
    const star = kind === "other" ? lines.find(({ tokens }) => tokens[0]?.text === "from" && tokens.at(-1)?.text === "*") : undefined;
    if (star) throw refuse(star.start, "a function can't import everything; name what is needed");
  }
}

function withoutTexts(line: Line): Line {
  return { ...line, tokens: line.tokens.filter(({ kind }) => kind !== "string") };
}

/** In a function a name is a variable from its beginning, so that `max = max(a, b)` finds nothing there. */
function refuseHiddenBuiltins(pieces: readonly Piece[], refuse: Refuse): void {
  const lines = pieces.flatMap((each) => (each.kind === "other" ? each.lines : []));
  const later = new Set(boundNames(lines).filter((each) => BUILTINS.has(each)));
  for (const line of lines) {
    const bound = boundNames([line]);
    const [first] = line.tokens;
    for (const word of later) {
      const times = wordsIn([line]).filter((each) => each === word).length;
      if (times > bound.filter((each) => each === word).length)
        throw refuse(
          first?.start ?? 0,
          `it uses Python's own "${word}" and has a variable of this name, too; give the variable another name`,
        );
    }
    for (const name of bound) later.delete(name);
  }
}

const BUILTINS = new Set(
  "abs all any bool dict dir enumerate filter float format hash id input int iter len list map max min next object open pow print range repr reversed round set slice sorted str sum tuple type vars zip".split(
    " ",
  ),
);

/** Imports, definitions and plain variables, among them a function without a leading underscore. */
function isModuleOfFunctions(pieces: readonly Piece[]): boolean {
  const isFunction = ({ kind, lines }: Piece): boolean =>
    kind === "definition" && headOf(lines).tokens[0]?.text !== "class" && !definedName(headOf(lines))?.startsWith("_");
  return pieces.some(isFunction) && pieces.every(({ kind, lines }) => kind !== "other" || (lines.length === 1 && lines.every(isQuiet)));
}

function isQuiet(line: Line): boolean {
  const isAssignment = line.tokens.some(({ text, depth }) => text === "=" && depth === 0);
  const waits = line.tokens.some(({ text }, at) => text === "await" || (text === "run" && line.tokens[at - 2]?.text === "asyncio"));
  return isAssignment && !waits;
}
