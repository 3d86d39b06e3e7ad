import type { Expression, Function as FunctionNode, ArrowFunctionExpression, Node, Program, Statement } from "oxc-parser";
import { bare, walk } from "./walk.ts";

/** A function that is the whole program: what stands around it only declares or calls it. */
export interface CalledFunction {
  readonly node: FunctionNode | ArrowFunctionExpression;
  /** The statements that declare and call it. */
  readonly statements: readonly Statement[];
}

/**
 * The function that a program consists of: one that is its only statement or its default export, one that is called where it stands, or one
 * with a name that is called in the last statement and nowhere else. It takes no arguments.
 */
export function calledFunction(program: Program): CalledFunction | undefined {
  const last = program.body.at(-1);
  if (last === undefined) return undefined;
  const found = findFunction(program, last);
  const node = found?.node;
  if (found === undefined || node === undefined || node.params.length > 0 || node.generator || !node.body) return undefined;
  return standsAlone(node) ? found : undefined;
}

/** Whether its body means the same in another function: it uses no `this` and no `arguments`, and does not name itself. */
function standsAlone(node: CalledFunction["node"]): boolean {
  const own = node.type === "FunctionExpression" ? node.id?.name : undefined;
  let alone = true;
  walk(node, (each) => {
    if (each.type === "ThisExpression" || (each.type === "Identifier" && each.name === "arguments")) alone = false;
    if (each.type === "Identifier" && each.name === own && each !== node.id) alone = false;
  });
  return alone;
}

function findFunction(program: Program, last: Statement): CalledFunction | undefined {
  if (last.type === "ExpressionStatement") {
    const expression = bare(last.expression);
    const isOnly = program.body.filter(({ type }) => type !== "ImportDeclaration").length === 1;
    if (isFunction(expression)) return isOnly ? { node: expression, statements: [last] } : undefined;
    const call = bare(expression.type === "AwaitExpression" ? expression.argument : expression);
    if (call.type !== "CallExpression" || call.arguments.length > 0) return undefined;
    return functionBy(program, bare(call.callee), last);
  }
  if (last.type !== "ExportDefaultDeclaration") return undefined;
  return functionBy(program, bare(last.declaration), last);
}

function functionBy(program: Program, callee: Node, last: Statement): CalledFunction | undefined {
  if (isFunction(callee)) return { node: callee, statements: [last] };
  if (callee.type === "FunctionDeclaration") {
    const name = callee.id?.name;
    return name === undefined || timesNamed(program, name) === 1 ? { node: callee as FunctionNode, statements: [last] } : undefined;
  }
  if (callee.type !== "Identifier" || timesNamed(program, callee.name) !== 2) return undefined;
  for (const statement of program.body) {
    const node = declaredFunction(statement, callee.name);
    if (node) return { node, statements: [statement, last] };
  }
  return undefined;
}

/** The function that a statement declares by this name. */
export function declaredFunction(statement: Statement, name: string): FunctionNode | ArrowFunctionExpression | undefined {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  if (declaration?.type === "FunctionDeclaration") return declaration.id?.name === name ? (declaration as FunctionNode) : undefined;
  if (declaration?.type !== "VariableDeclaration" || declaration.declarations.length !== 1) return undefined;
  const [first] = declaration.declarations;
  const init: Expression | null | undefined = first?.init;
  return first?.id.type === "Identifier" && first.id.name === name && init && isFunction(init) ? init : undefined;
}

/** What stands in its braces. */
export function innerStatements(whole: CalledFunction | undefined): readonly Statement[] {
  const body = whole?.node.body;
  return body?.type === "BlockStatement" ? body.body : [];
}

function timesNamed(program: Program, name: string): number {
  let times = 0;
  walk(program, (node) => {
    if (node.type === "Identifier" && node.name === name) times += 1;
  });
  return times;
}

export function isFunction(node: Node): node is ArrowFunctionExpression | (FunctionNode & { readonly type: "FunctionExpression" }) {
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
}
