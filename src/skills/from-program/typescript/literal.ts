import type { Node } from "oxc-parser";
import { bare } from "./walk.ts";

/** A literal's value and type. */
export interface Literal {
  readonly value: unknown;
  readonly type: string;
}

/** Strings, numbers, booleans, and what is made of them alone; `null` inside others. An empty array or object says nothing of its type. */
export function literalOf(node: Node): Literal | undefined {
  const literal = read(node);
  return literal === undefined || /never\[\]|Record<string, never>/.test(literal.type) || literal.type === "null" ? undefined : literal;
}

function read(written: Node): Literal | undefined {
  const node = bare(written);
  switch (node.type) {
    case "Literal": {
      const { value } = node;
      if (value === null) return node.raw === "null" ? { value, type: "null" } : undefined;
      const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      return isPlain && value !== Infinity ? { value, type: typeof value } : undefined;
    }
    case "TemplateLiteral": {
      const value = node.quasis[0]?.value.cooked;
      return node.expressions.length === 0 && typeof value === "string" ? { value, type: "string" } : undefined;
    }
    case "UnaryExpression": {
      const inner = node.operator === "-" ? read(node.argument) : undefined;
      return typeof inner?.value === "number" ? { value: -inner.value, type: "number" } : undefined;
    }
    case "ArrayExpression": {
      const items = node.elements.map((each) => (each === null ? undefined : read(each)));
      if (!items.every((item) => item !== undefined)) return undefined;
      const types = [...new Set(items.map(({ type }) => type))];
      const type = types.length === 0 ? "never[]" : types.length === 1 ? `${types[0]}[]` : `(${types.join(" | ")})[]`;
      return { value: items.map(({ value }) => value), type };
    }
    case "ObjectExpression": {
      const entries = node.properties.map((each) => {
        const key = each.type === "Property" ? keyOf(each) : undefined;
        const value = each.type === "Property" ? read(each.value) : undefined;
        return key === undefined || key === "__proto__" || value === undefined ? undefined : { key, ...value };
      });
      if (!entries.every((entry) => entry !== undefined)) return undefined;
      const fields = entries.map(({ key, type }) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${type}`);
      const value = Object.fromEntries(entries.map((entry) => [entry.key, entry.value]));
      return { value, type: fields.length === 0 ? "Record<string, never>" : `{ ${fields.join("; ")} }` };
    }
    default:
      return undefined;
  }
}

/** The key of `key: value`; `undefined` where it is computed, or a method. */
export function keyOf(property: Extract<Node, { type: "Property" }>): string | undefined {
  const { key, kind, computed, method } = property;
  if (computed || method || kind !== "init") return undefined;
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}
