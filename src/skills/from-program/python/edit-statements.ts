import type MagicString from "magic-string";
import { closing } from "./find-literals.ts";
import { importsOf } from "./names.ts";
import { definedName, headOf, isExpression, type Line, type Piece } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** Makes the last expression the function's value; a coroutine is awaited, as it is in a program. */
export function giveValue(edit: MagicString, last: Piece, pieces: readonly Piece[]): void {
  const [line, more] = last.lines;
  if (line === undefined || more !== undefined || !isExpression(line)) return;
  edit.appendRight(line.start, isCoroutine(line.tokens, pieces) ? "return await " : "return ");
}

/** A call that is the whole expression, of a function of the program or a tool, or one of asyncio's. */
function isCoroutine(tokens: readonly Token[], pieces: readonly Piece[]): boolean {
  const open = tokens.findIndex(({ text }) => text === "(");
  if (open < 1 || closing(tokens, open) !== tokens.length - 1) return false;
  const callee = tokens
    .slice(0, open)
    .map(({ text }) => text)
    .join("");
  if (/^asyncio\.(?:gather|wait_for|sleep|shield|create_task|ensure_future|to_thread)$/.test(callee)) return true;
  if (/^servers(?:\.\w+|\[[^\]]+\]){2}$/.test(callee)) return true;
  return pieces.some(({ kind, lines }) => {
    const head = headOf(lines);
    if (kind === "definition") return head.tokens[0]?.text === "async" && definedName(head) === callee;
    return (
      kind === "import" &&
      importsOf(head.tokens).some(({ name, module }) => module.startsWith("generated.servers.") && callee.replace(/\.\w+$/, "") === name)
    );
  });
}

/** `await x` for `asyncio.run(x)`, outside of functions: what runs is in the loop already. And what is only done as a program is done. */
export function awaitRuns(edit: MagicString, code: string, piece: Piece): void {
  for (const { tokens } of linesOutside(piece.lines)) {
    if (tokens[0]?.text === "if" && tokens[1]?.text === "__name__" && tokens[2]?.text === "==" && tokens[3]?.kind === "string")
      edit.overwrite(tokens[1].start, tokens[3].end, "True", { contentOnly: true });
    tokens.forEach((token, at) => {
      const [dot, run, open, first] = tokens.slice(at + 1, at + 5);
      if (token.text !== "asyncio" || dot?.text !== "." || run?.text !== "run" || open?.text !== "(" || !first) return;
      const close = tokens[closing(tokens, at + 3)];
      const last = tokens[closing(tokens, at + 3) - 1];
      const awaited = tokens.slice(at + 4, closing(tokens, at + 3));
      if (!close || !last || awaited.some(({ text, depth }) => text === "," && depth === open.depth)) return;
      const isWhole =
        (at === 0 || tokens[at - 1]?.text === "=") && close === tokens.at(-1) && !code.slice(first.start, last.end).includes("\n");
      edit.overwrite(token.start, first.start, isWhole ? "await " : "(await ", { contentOnly: true });
      edit.overwrite(last.end, close.end, isWhole ? "" : ")", { contentOnly: true });
    });
  }
}

function linesOutside(lines: readonly Line[]): Line[] {
  let inside: number | undefined;
  return lines.filter((line) => {
    if (inside !== undefined && line.column > inside) return false;
    inside = definedName(line) === undefined ? undefined : line.column;
    return inside === undefined && !line.tokens.some(({ text }) => text === "lambda");
  });
}

/** `nonlocal x` for `global x` where `x` is the function's own now; where it is said outside of functions it says nothing. */
export function reachFunction(edit: MagicString, piece: Piece, inside: ReadonlySet<string>): void {
  const outside = new Set(linesOutside(piece.lines));
  for (const line of piece.lines) {
    const [word, ...listed] = line.tokens;
    if (word?.text !== "global") continue;
    const names = listed.filter(({ kind }) => kind === "name").map(({ text }) => text);
    const own = names.filter((name) => inside.has(name));
    if (own.length === 0) continue;
    const left = names.filter((name) => !inside.has(name));
    const last = line.tokens.at(-1) ?? word;
    const said = [`nonlocal ${own.join(", ")}`, ...(left.length === 0 ? [] : [`global ${left.join(", ")}`])].join("; ");
    edit.overwrite(word.start, last.end, outside.has(line) ? "pass" : said, { contentOnly: true });
  }
}
