import type MagicString from "magic-string";
import type { NamedLiteral } from "../parameters.ts";
import type { Piece } from "./pieces.ts";

/** Puts the parameters' names where their literals stood. */
export function replaceArguments(edit: MagicString, code: string, chosen: readonly NamedLiteral[]): void {
  for (const { kind, name, places } of chosen) {
    if (kind === "variable") continue;
    for (const { start, end } of places) edit.overwrite(shorthandStart(code, start, name) ?? start, end, name, { contentOnly: true });
  }
}

/** Where the key begins, if it has the parameter's name and `{ name }` says it all. */
function shorthandStart(code: string, value: number, name: string): number | undefined {
  const key = code.slice(0, value).replace(/\s*:\s*$/, "");
  const isKey = key.length < value && key.endsWith(name) && /[\s{,]/.test(code[key.length - name.length - 1] ?? "");
  return isKey ? key.length - name.length : undefined;
}

/** Takes out variables that have become parameters; comments beside them stay. */
export function dropVariables(edit: MagicString, code: string, { statement, end }: Piece, chosen: readonly NamedLiteral[]): void {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  if (declaration?.type !== "VariableDeclaration") return;
  const dropped = new Set(chosen.flatMap(({ kind, places }) => (kind === "variable" ? places.map(({ start }) => start) : [])));
  const { declarations } = declaration;
  const isDropped = declarations.map(({ init }) => init != null && dropped.has(init.start));
  if (isDropped.every(Boolean)) {
    const comment = /^[ \t]*(?=\/[/*])/.exec(code.slice(statement.end, end))?.[0].length;
    const names = declarations.map(({ id }) => code.slice(id.start, id.end).replace(/\??:[\s\S]*$/, "")).join(", ");
    if (comment !== undefined) {
      const from = statement.end + comment;
      edit.overwrite(statement.start, from + 2, `${code.slice(from, from + 2)} ${names}:`, { contentOnly: true });
    } else {
      const line = code.lastIndexOf("\n", statement.start - 1) + 1;
      const isAlone = code.slice(line, statement.start).trim() === "" && code[end - 1] === "\n";
      edit.remove(isAlone ? line : statement.start, isAlone ? end : statement.end);
    }
    return;
  }
  isDropped.forEach((is, at) => {
    const [before, own, after] = [declarations[at - 1], declarations[at], declarations[at + 1]];
    if (!is || !own) return;
    if (isDropped.slice(0, at).some((each) => !each) && before) edit.remove(before.end, own.end);
    else if (after) edit.remove(own.start, after.start);
  });
}
