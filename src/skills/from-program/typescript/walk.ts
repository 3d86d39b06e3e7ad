import type { Node } from "oxc-parser";

/** Visits a node and all below it. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The names that stand in code for something declared: no properties and no keys. */
export function namesIn(...nodes: readonly Node[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) gather(node);
  return names;

  function gather(node: Node): void {
    if (node.type === "Identifier") names.add(node.name);
    const keyed = node.type === "MemberExpression" ? node.property : "key" in node ? node.key : undefined;
    const isKeyOnly = "computed" in node && !node.computed && !("shorthand" in node && node.shorthand);
    for (const child of childrenOf(node)) if (!(isKeyOnly && child === keyed)) gather(child);
  }
}

/** What stands in brackets, without them. */
export function bare<N extends Node>(node: N): Node {
  let inner: Node = node;
  while (inner.type === "ParenthesizedExpression") inner = inner.expression;
  return inner;
}

/** The name at the left of `a.b.c`. */
export function rootName(node: Node): string | undefined {
  let inner = bare(node);
  while (inner.type === "MemberExpression" || inner.type === "TSNonNullExpression" || inner.type === "ChainExpression")
    inner = bare(inner.type === "MemberExpression" ? inner.object : inner.expression);
  return inner.type === "Identifier" ? inner.name : undefined;
}
