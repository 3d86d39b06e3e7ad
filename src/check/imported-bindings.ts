import {
  isBindingElement,
  isClassDeclaration,
  isFunctionDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNamedImports,
  isNamespaceImport,
  isParameterDeclaration,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableDeclaration,
  type Node,
} from "typescript/unstable/ast";
import type { CalledBinding } from "./types.ts";

/**
 * Tells the binding that a program calls by what it imports, without a question to the compiler, each of which takes a turn of its process.
 * `undefined` where that does not show it: a name that the program also gives to something else, or does not import itself.
 */
export function importedBindings(nodes: readonly Node[]): (callee: Node) => CalledBinding | undefined {
  const byName = new Map<string, CalledBinding>();
  const fileByNamespace = new Map<string, string>();
  for (const node of nodes) {
    if (!isImportDeclaration(node) || !isStringLiteral(node.moduleSpecifier)) continue;
    const file = `${node.moduleSpecifier.text}.d.ts`;
    const named = node.importClause?.namedBindings;
    if (!file.startsWith("generated/servers/") || !named) continue;
    if (isNamespaceImport(named)) fileByNamespace.set(named.name.text, file);
    else if (isNamedImports(named)) {
      for (const { name, propertyName } of named.elements) byName.set(name.text, { file, name: (propertyName ?? name).text });
    }
  }
  for (const name of nodes.flatMap(declaredName)) {
    byName.delete(name);
    fileByNamespace.delete(name);
  }
  return (callee) => {
    if (isIdentifier(callee)) return byName.get(callee.text);
    if (!isPropertyAccessExpression(callee) || !isIdentifier(callee.expression) || !isIdentifier(callee.name)) return undefined;
    const file = fileByNamespace.get(callee.expression.text);
    return file === undefined ? undefined : { file, name: callee.name.text };
  };
}

function declaredName(node: Node): string[] {
  const declares =
    isVariableDeclaration(node) ||
    isParameterDeclaration(node) ||
    isBindingElement(node) ||
    isFunctionDeclaration(node) ||
    isClassDeclaration(node);
  return declares && node.name && isIdentifier(node.name) ? [node.name.text] : [];
}
