import type { Node, Program, Statement } from "oxc-parser";
import type { FoundLiteral } from "../parameters.ts";
import { keyOf, literalOf } from "./literal.ts";
import { bare, rootName, walk } from "./walk.ts";

/** The values that calls of tools and skills are given by name. */
export function argumentLiterals(program: Program): FoundLiteral[] {
  const called = new Set(["servers", ...program.body.flatMap(importedNames)]);
  const found: FoundLiteral[] = [];
  walk(program, (node) => {
    if (node.type !== "CallExpression") return;
    const root = rootName(node.callee);
    if (root === undefined || !called.has(root) || (root === "servers" && bare(node.callee).type === "Identifier")) return;
    for (const argument of node.arguments.map((each) => bare(each))) {
      if (argument.type !== "ObjectExpression") continue;
      for (const property of argument.properties) {
        const name = property.type === "Property" ? keyOf(property) : undefined;
        const literal = property.type === "Property" ? literalOf(property.value) : undefined;
        if (property.type === "Property" && name !== undefined && literal !== undefined)
          found.push({ kind: "argument", name, ...literal, start: property.value.start, end: property.value.end });
      }
    }
  });
  return found;
}

function importedNames(statement: Statement): string[] {
  if (statement.type === "ImportDeclaration")
    return isCallable(statement.source.value) ? statement.specifiers.map(({ local }) => local.name) : [];
  if (statement.type !== "VariableDeclaration") return [];
  return statement.declarations.flatMap(({ id, init }) => {
    const source = init?.type === "AwaitExpression" && init.argument.type === "ImportExpression" ? init.argument.source : undefined;
    if (source?.type !== "Literal" || !isCallable(String(source.value))) return [];
    if (id.type === "Identifier") return [id.name];
    if (id.type !== "ObjectPattern") return [];
    return id.properties.flatMap((each) => (each.type === "Property" && each.value.type === "Identifier" ? [each.value.name] : []));
  });
}

function isCallable(specifier: string): boolean {
  return /^(?:generated\/servers|skills)(?:\/|$)/.test(specifier);
}

/** A declared variable whose literal can become a parameter. */
export interface LiteralVariable extends FoundLiteral {
  /** As written behind the variable's name, where there is one. */
  readonly annotation?: Node;
}

/** Variables that `statements` declare with a literal and that nothing in the program changes. */
export function variableLiterals(program: Program, statements: readonly Statement[]): LiteralVariable[] {
  const changed = changedNames(program);
  return statements.flatMap((statement) => {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") return [];
    return declaration.declarations.flatMap(({ id, init }) => {
      if (id.type !== "Identifier" || !init || changed.has(id.name)) return [];
      const literal = literalOf(init);
      if (literal === undefined) return [];
      const annotation = id.typeAnnotation?.typeAnnotation;
      return {
        kind: "variable" as const,
        name: id.name,
        ...literal,
        start: init.start,
        end: init.end,
        ...(annotation && { annotation }),
      };
    });
  });
}

/** Names that are assigned, and those whose value is changed in place. */
export function changedNames(program: Program): Set<string> {
  const changed = new Set<string>();
  const add = (target: Node): void =>
    walk(target, (node) => {
      const name = node.type === "Identifier" || node.type === "MemberExpression" ? rootName(node) : undefined;
      if (name !== undefined) changed.add(name);
    });
  walk(program, (node) => {
    if (node.type === "AssignmentExpression") add(node.left);
    if (node.type === "UpdateExpression") add(node.argument);
    if (node.type === "UnaryExpression" && node.operator === "delete") add(node.argument);
    if ((node.type === "ForOfStatement" || node.type === "ForInStatement") && node.left.type !== "VariableDeclaration") add(node.left);
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return;
    const { object, property } = node.callee;
    if (property.type === "Identifier" && CHANGING.has(property.name)) add(object);
    const first = node.arguments[0];
    if (property.type === "Identifier" && property.name === "assign" && rootName(object) === "Object" && first) add(first);
  });
  return changed;
}

const CHANGING = new Set(["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"]);
