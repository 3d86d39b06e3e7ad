import { createRequire } from "node:module";
import type { Scope, Variable } from "eslint-scope";
import type MagicString from "magic-string";
import type { Program, VariableDeclaration } from "oxc-parser";

/** What functions of a session's earlier programs read that those do not declare: these names, or any. */
export type EarlierReads = readonly string[] | "any";

/** Who sees a program's top-level variables while it runs. */
export interface Visibility {
  /** Variables that nobody but the program's own statements sees before it has ended. */
  readonly locals: readonly string[];
  /** The `let` statements that declare such. */
  readonly lets: readonly { readonly statement: VariableDeclaration; readonly names: readonly string[] }[];
  /** What functions read that the program does not declare: globals, and variables of earlier programs. */
  readonly reads: readonly string[];
  /** Whether it may read and make global variables that it does not name. */
  readonly reachesGlobals: boolean;
}

/** Of code whose variables do not last, or that has none. */
export const NO_VARIABLES: Visibility = { locals: [], lets: [], reads: [], reachesGlobals: false };

/**
 * Finds the variables that may stay the program's own while it runs. An engine keeps such a variable in a register, and one that a function
 * sees in memory, where a loop that adds to it runs some ten times slower. Constants are no faster for it.
 *
 * @param program parsed with `range: true`
 * @param code its text
 */
export function visibilityOf(program: Program, code: string, earlier: EarlierReads): Visibility {
  const reachesGlobals = /\b(?:globalThis|eval|Function|self)\b/.test(code);
  if (!/[{]|=>|\blet\b|\bvar\b/.test(code)) return { ...NO_VARIABLES, reachesGlobals };
  const top = topScope(program);
  if (!top) return { ...NO_VARIABLES, reachesGlobals: true };
  const reads = [...new Set(top.through.filter(({ from }) => from.variableScope !== top).map(({ identifier }) => identifier.name))];
  if (reachesGlobals || earlier === "any") return { ...NO_VARIABLES, reads, reachesGlobals };

  const shared = new Set(earlier);
  const own = new Set(top.variables.filter((variable) => !shared.has(variable.name) && isStatements(variable, top)));
  const locals: string[] = [];
  const lets: { statement: VariableDeclaration; names: string[] }[] = [];
  for (const statement of program.body) {
    if (statement.type !== "VariableDeclaration" || (statement.kind !== "let" && statement.kind !== "var")) continue;
    const declared = top.variables.filter(({ defs }) => defs.some(({ parent }) => (parent as unknown) === statement));
    // A `let` becomes an assignment as a whole, or stays.
    const isLocal = statement.kind === "var" || declared.every((variable) => own.has(variable) && isSetFirst(variable));
    if (!isLocal) continue;
    const names = declared.filter((variable) => own.has(variable)).map(({ name }) => name);
    if (statement.kind === "let") lets.push({ statement, names });
    locals.push(...names);
  }
  return { locals: [...new Set(locals)], lets, reads, reachesGlobals };
}

/** Loaded when it is needed, and as one file: its modules take five times as long. */
const require = createRequire(import.meta.url);
let scopesOf: typeof import("eslint-scope").analyze | undefined;

function topScope(program: Program): Scope | undefined {
  try {
    // The parser's tree is ESTree, in types of its own.
    scopesOf ??= (require("eslint-scope") as typeof import("eslint-scope")).analyze;
    const { scopes } = scopesOf(program as unknown as Parameters<typeof scopesOf>[0], { ecmaVersion: 2026, sourceType: "module" });
    return scopes.find(({ type }) => type === "module");
  } catch (error) {
    // It recurses, where the parser does not.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether it is a variable that only statements of the program itself have to do with, and no function. */
function isStatements({ defs, references }: Variable, top: Scope): boolean {
  return defs.every(({ type }) => type === "Variable") && references.every(({ from }) => from.variableScope === top);
}

/** Whether nothing reads or writes it before it has its first value: statements outside functions run as they stand. */
function isSetFirst({ identifiers, defs, references }: Variable): boolean {
  const declaring = new Set<unknown>(identifiers);
  const [definition] = defs;
  const end = (definition?.node as { readonly range?: readonly [number, number] } | undefined)?.range?.[1] ?? Infinity;
  return references.every(({ identifier }) => declaring.has(identifier) || (identifier.range?.[0] ?? 0) >= end);
}

/**
 * Lets local variables last however the program ends: they are declared before the `try` that it stands in, and their `let` statements become
 * assignments, on the same lines. What was not reached is told by its value.
 *
 * @returns what stands before and after the program; `guest/session` has what it calls
 */
export function keepLocals({ locals, lets }: Visibility, edit: MagicString): { readonly before: string; readonly after: string } {
  if (locals.length === 0) return { before: "", after: "" };
  for (const { statement } of lets) {
    const { declarations } = statement;
    edit.overwrite(statement.start, declarations[0]?.start ?? statement.end, ";(");
    for (const { init, end } of declarations) if (!init) edit.appendLeft(end, " = void 0");
    edit.appendLeft(declarations.at(-1)?.end ?? statement.end, ")");
  }
  const hoisted = lets.flatMap(({ names }) => names.map((name) => `${name} = $codemode.unset`));
  const declare = hoisted.length > 0 ? `let ${hoisted.join(", ")}; ` : "";
  return { before: `${declare}try {`, after: ` } finally { $codemode.keep({ ${locals.join(", ")} }); }` };
}
