import { closing, variableLiterals } from "./find-literals.ts";
import { boundNames, wordsIn } from "./names.ts";
import { definedName, headOf, type Line, type Piece } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** A function that is the whole program: it is called in the last statement, and nowhere else. */
export interface CalledMain {
  readonly definition: Piece;
  readonly call: Piece;
  readonly lines: readonly Line[];
  /** Those of its lines that stand at its own indentation. */
  readonly statements: readonly Line[];
}

/** The function without parameters that a program consists of, beside variables that hold literals. */
export function calledMain(pieces: readonly Piece[], lines: readonly Line[]): CalledMain | undefined {
  const call = pieces.at(-1);
  const name = call?.lines.length === 1 ? calledName(call.lines[0]?.tokens ?? []) : undefined;
  const definition = pieces.find((each) => each.kind === "definition" && definedName(each.lines[0] as Line) === name);
  if (name === undefined || !call || !definition || wordsIn(lines).filter((word) => word === name).length !== 2) return undefined;
  const [head, ...own] = definition.lines as [Line, ...Line[]];
  const open = head.tokens.findIndex(({ text }) => text === "(");
  const words = wordsIn(own);
  if (closing(head.tokens, open) !== open + 1 || head.tokens.at(-1)?.text !== ":" || own.length === 0) return undefined;
  if (words.includes("global") || words.includes("yield")) return undefined;
  const others = pieces.filter((each) => each.kind === "other" && each !== call);
  const outer = pieces.filter((each) => each !== definition).flatMap((each) => boundNames(each.lines));
  const inner = new Set(boundNames(own));
  const areLiterals = others.every((each) => each.lines.length === 1 && variableLiterals(each.lines, lines).length === 1);
  if (!areLiterals || outer.some((each) => inner.has(each))) return undefined;
  const statements = own.filter(({ column }) => column === own[0]?.column);
  return headOf(definition.lines) === head ? { definition, call, lines: own, statements } : undefined;
}

/** `asyncio.run(main())`, `await main()` or `main()`. */
function calledName(tokens: readonly Token[]): string | undefined {
  const written = tokens.map(({ text }) => text).join(" ");
  return /^(?:asyncio \. run \( )?(?:await )?([\p{XID_Start}_]\p{XID_Continue}*) \( \)(?: \))?$/u.exec(written)?.[1];
}
