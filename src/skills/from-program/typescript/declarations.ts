import type { Node, Statement } from "oxc-parser";
import { topLevelNames } from "../../../executor/prepare/top-level-names.ts";
import { childrenOf, namesIn, walk } from "./walk.ts";

/** The declaration in a statement that may stand beside the function: of a function, class, type or enum. */
export function declarationIn(statement: Statement): Node | undefined {
  const declaration =
    statement.type === "ExportNamedDeclaration" || (statement.type === "ExportDefaultDeclaration" && "id" in statement.declaration)
      ? statement.declaration
      : statement;
  if (!declaration || !KINDS.has(declaration.type)) return undefined;
  return "id" in declaration && declaration.id ? declaration : undefined;
}

const KINDS = new Set([
  "FunctionDeclaration",
  "ClassDeclaration",
  "TSDeclareFunction",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSEnumDeclaration",
  "TSModuleDeclaration",
]);

/** What a statement declares at the top level, types too. */
export function declaredNames(statement: Statement): string[] {
  const declaration = declarationIn(statement);
  if (declaration && "id" in declaration && declaration.id?.type === "Identifier") return [declaration.id.name];
  return topLevelNames([statement]).map(({ name }) => name);
}

/** The `var`s in the blocks and loops of a statement, which are seen everywhere beside it, too. */
export function variablesIn(node: Node): string[] {
  if (node.type.includes("Function")) return [];
  const own = node.type === "VariableDeclaration" && node.kind === "var" ? topLevelNames([node]).map(({ name }) => name) : [];
  return [...own, ...childrenOf(node).flatMap(variablesIn)];
}

/** Which declarations can't stay beside the function, because they use what is inside of it. */
export function movedDeclarations(
  statements: readonly Statement[],
  inside: { readonly names: ReadonlySet<string>; readonly places: readonly { readonly start: number }[] },
): Set<Statement> {
  const names = new Set(inside.names);
  const moved = new Set<Statement>();
  const left = statements.map((statement) => ({
    statement,
    declared: declaredNames(statement),
    used: namesIn(statement),
    keepsState: hasStatics(statement),
  }));
  for (let before = -1; before !== moved.size;) {
    before = moved.size;
    for (const { statement, declared, used, keepsState } of left) {
      if (moved.has(statement)) continue;
      const holds = inside.places.some(({ start }) => start >= statement.start && start < statement.end);
      if (!keepsState && !holds && ![...used].some((name) => names.has(name))) continue;
      moved.add(statement);
      for (const name of declared) names.add(name);
    }
  }
  return moved;
}

/** What a class keeps for itself would last from one call of the function to the next. */
function hasStatics(statement: Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    if (node.type === "StaticBlock" || (node.type === "PropertyDefinition" && node.static)) found = true;
  });
  return found;
}
