import { distance } from "fastest-levenshtein";
import {
  isArrayLiteralExpression,
  isArrowFunction,
  isCallExpression,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isStringLiteral,
  isVariableDeclaration,
  type Node,
} from "typescript/unstable/ast";
import type { TypeModel } from "../bindings/type-model.ts";
import { bare } from "./syntax.ts";
import type { CheckRequest } from "./type-checker.ts";
import { importedBindings } from "./imported-bindings.ts";
import type { Types } from "./types.ts";

/** A property of an argument that the tool does not name, and nearly does. */
export interface MisspelledKey {
  readonly node: Node;
  readonly message: string;
}

/**
 * Properties that are written out in the arguments of a binding, that its schema allows without naming them, and that are nearly one which
 * it names: the types let them pass, and the tool would not see them.
 */
export async function misspelledKeys(nodes: readonly Node[], types: Types, { modules }: CheckRequest): Promise<MisspelledKey[]> {
  const found: MisspelledKey[] = [];
  const own = new Set(nodes.flatMap(ownFunction));
  // What surely is no binding need not be asked about.
  const mayBeBinding = (callee: Node): boolean => {
    if (isIdentifier(callee)) return !own.has(callee.text);
    return !isPropertyAccessExpression(callee) || modules.some(({ parameters }) => parameters?.(callee.name.text));
  };
  const calls = nodes
    .filter((node) => isCallExpression(node))
    .filter(({ arguments: [first] }) => first && isObjectLiteralExpression(bare(first)))
    .filter(({ expression }) => mayBeBinding(expression));
  const imported = importedBindings(nodes);
  const known = calls.map(({ expression }) => imported(expression));
  const asked = await types.calledBindings(calls.filter((_, index) => !known[index]).map(({ expression }) => expression));
  const rest = asked.values();
  for (const [index, call] of calls.entries()) {
    const binding = known[index] ?? rest.next().value;
    const module = binding && modules.find(({ specifier }) => binding.file === `${specifier}.d.ts`);
    const parameters = module?.parameters?.(binding?.name ?? "");
    if (parameters) lookInto(bare(call.arguments[0] as Node), parameters, found);
  }
  return found;
}

/** The name of a function that the program itself declares. */
function ownFunction(node: Node): string[] {
  if (isFunctionDeclaration(node)) return node.name ? [node.name.text] : [];
  if (!isVariableDeclaration(node) || !isIdentifier(node.name) || !node.initializer) return [];
  const value = bare(node.initializer);
  return isArrowFunction(value) || isFunctionExpression(value) ? [node.name.text] : [];
}

function lookInto(value: Node, type: TypeModel, found: MisspelledKey[]): void {
  if (type.kind === "array" && isArrayLiteralExpression(value)) {
    for (const element of value.elements) lookInto(bare(element), type.items, found);
    return;
  }
  if (type.kind !== "object" || !isObjectLiteralExpression(value)) return;
  const named = new Map(type.properties.map((property) => [property.name, property.type]));
  const keys = value.properties.flatMap((property) => {
    if (!isPropertyAssignment(property) && !isShorthandPropertyAssignment(property)) return [];
    const { name } = property;
    return isIdentifier(name) || isStringLiteral(name)
      ? [{ name, inner: isPropertyAssignment(property) ? bare(property.initializer) : undefined }]
      : [];
  });
  const given = new Set(keys.map(({ name }) => name.text));
  for (const { name, inner } of keys) {
    const known = named.get(name.text);
    if (known) {
      if (inner) lookInto(inner, known, found);
    } else if (type.extra === "open") {
      const near = [...named.keys()].find((each) => !given.has(each) && isSlip(name.text, each));
      if (near === undefined) continue;
      const names = [...named.keys()].slice(0, 20).join(", ");
      found.push({
        node: name,
        message: `There is no property ${JSON.stringify(name.text)} here. Did you mean ${JSON.stringify(near)}? There are: ${names}.`,
      });
    }
  }
}

/** Whether one name is the other with a slip: other case, dashes or underscores, or one letter in four another. */
function isSlip(written: string, meant: string): boolean {
  const [a, b] = [written, meant].map((name) => name.toLowerCase().replaceAll(/[-_.]/g, "")) as [string, string];
  return a === b || (Math.min(a.length, b.length) >= 4 && distance(a, b) <= Math.max(1, Math.floor(Math.max(a.length, b.length) / 4)));
}
