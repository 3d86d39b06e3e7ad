import type { JsonSchema } from "../registry/tool.ts";
import { commentLines, docComment, stringLiteral } from "./untrusted-text.ts";

export interface TypeOptions {
  /** Whether properties carry their docs. @default true */
  readonly docs?: boolean;
}

/**
 * A JSON Schema (2020-12 or draft-07) as the text of a TypeScript type. What can't be told is `unknown`: empty schemas, remote or
 * recursive references, and everything past a bound in depth and size, so that no schema makes it slow or large.
 */
export function schemaToType(schema: JsonSchema | undefined, options: TypeOptions = {}): string {
  if (schema === undefined) return "unknown";
  const walk: Walk = { root: schema, docs: options.docs ?? true, nodes: 0, references: [] };
  return typeOf(schema, walk, 0);
}

interface Walk {
  readonly root: JsonSchema;
  readonly docs: boolean;
  nodes: number;
  readonly references: string[];
}

type Node = Readonly<Record<string, unknown>>;

function typeOf(schema: unknown, walk: Walk, depth: number): string {
  walk.nodes += 1;
  if (schema === false) return "never";
  if (!isNode(schema) || depth > MAX_DEPTH || walk.nodes > MAX_NODES) return "unknown";
  const base = baseType(schema, walk, depth);
  return schema.nullable === true && base !== "unknown" ? union([base, "null"]) : base;
}

function baseType(schema: Node, walk: Walk, depth: number): string {
  if (typeof schema.$ref === "string") return referenced(schema.$ref, walk, depth);
  if ("const" in schema) return literal(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.slice(0, MAX_ALTERNATIVES).map(literal));
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const alternatives = schema[keyword];
    if (!Array.isArray(alternatives) || alternatives.length === 0) continue;
    const { [keyword]: _, ...rest } = schema;
    const either = union(alternatives.slice(0, MAX_ALTERNATIVES).map((each) => typeOf(each, walk, depth + 1)));
    const own = isNode(rest.properties) ? baseType(rest, walk, depth) : "unknown";
    return intersection([own, either]);
  }
  if (Array.isArray(schema.allOf) && schema.allOf.length > 0) {
    const { allOf, ...rest } = schema;
    return intersection([
      baseType(rest, walk, depth),
      ...(allOf as unknown[]).slice(0, MAX_ALTERNATIVES).map((each) => typeOf(each, walk, depth + 1)),
    ]);
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return union(types.map((type) => simpleType(type, schema, walk, depth)));
}

function simpleType(type: unknown, schema: Node, walk: Walk, depth: number): string {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return arrayType(schema, walk, depth);
    case "object":
      return objectType(schema, walk, depth);
    default:
      if (isNode(schema.properties)) return objectType(schema, walk, depth);
      return "items" in schema || "prefixItems" in schema ? arrayType(schema, walk, depth) : "unknown";
  }
}

function arrayType(schema: Node, walk: Walk, depth: number): string {
  const legacyTuple = Array.isArray(schema.items) ? schema.items : undefined;
  const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : legacyTuple;
  const restSchema = legacyTuple ? schema.additionalItems : schema.items;
  if (prefix) {
    const minItems = typeof schema.minItems === "number" ? schema.minItems : 0;
    const parts = prefix
      .slice(0, MAX_ALTERNATIVES)
      .map((item, index) => `${parenthesised(typeOf(item, walk, depth + 1))}${index < minItems ? "" : "?"}`);
    if (restSchema !== false) parts.push(`...${parenthesised(typeOf(restSchema, walk, depth + 1))}[]`);
    return `[${parts.join(", ")}]`;
  }
  return `${parenthesised(typeOf(restSchema, walk, depth + 1))}[]`;
}

function objectType(schema: Node, walk: Walk, depth: number): string {
  const properties = isNode(schema.properties) ? Object.entries(schema.properties) : [];
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const { additionalProperties } = schema;
  const indent = "  ".repeat(depth + 1);
  const lines = properties.slice(0, MAX_PROPERTIES).map(([name, property]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
    const docs = walk.docs && isNode(property) ? docComment(propertyDocs(property), indent) : "";
    return `${docs}${indent}${key}${required.has(name) ? "" : "?"}: ${typeOf(property, walk, depth + 1)};`;
  });
  if (properties.length > MAX_PROPERTIES) lines.push(`${indent}[more: string]: unknown;`);
  const values = isNode(additionalProperties) ? typeOf(additionalProperties, walk, depth + 1) : "unknown";
  if (lines.length === 0) return additionalProperties === false ? "Record<string, never>" : `Record<string, ${values}>`;
  // Open objects get an index signature, so that what the schema allows is allowed; typed extras may clash with the named ones.
  if (isNode(additionalProperties) || additionalProperties === true) lines.push(`${indent}[key: string]: unknown;`);
  const separator = walk.docs ? "\n" : " ";
  return walk.docs
    ? `{${separator}${lines.join("\n")}\n${"  ".repeat(depth)}}`
    : `{ ${lines
        .map((line) => line.trim())
        .join(" ")
        .replace(/;$/, "")} }`;
}

function propertyDocs(property: Node): string[] {
  const lines = typeof property.description === "string" ? commentLines(property.description) : [];
  for (const [keyword, tag] of [
    ["default", "@default"],
    ["format", "@format"],
    ["pattern", "@pattern"],
  ] as const) {
    const value = property[keyword];
    if (value === undefined) continue;
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    lines.push(`${tag} ${commentLines(text, 200).join(" ")}`);
  }
  return lines;
}

/** Only `#/...` is followed; what a server names elsewhere is never fetched. */
function referenced(reference: string, walk: Walk, depth: number): string {
  if (!reference.startsWith("#") || walk.references.includes(reference)) return "unknown";
  let target: unknown = walk.root;
  for (const part of reference.slice(1).split("/").slice(1)) {
    const key = decode(part).replaceAll("~1", "/").replaceAll("~0", "~");
    target = isNode(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  }
  walk.references.push(reference);
  const type = target === undefined ? "unknown" : typeOf(target, walk, depth);
  walk.references.pop();
  return type;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function literal(value: unknown): string {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return Array.isArray(value) ? "unknown[]" : "Record<string, unknown>";
}

function union(types: readonly string[]): string {
  const unique = [...new Set(types)].filter((type) => type !== "never");
  if (unique.includes("unknown")) return "unknown";
  if (unique.length === 0) return "never";
  return unique.join(" | ");
}

function intersection(types: readonly string[]): string {
  const unique = [...new Set(types)].filter((type) => type !== "unknown");
  return unique.length === 0 ? "unknown" : unique.map((type) => (unique.length > 1 ? parenthesised(type) : type)).join(" & ");
}

function parenthesised(type: string): string {
  return /[|&]/.test(type) && !/^\{[^]*\}$/.test(type) && !type.startsWith('"') ? `(${type})` : type.includes(" | ") ? `(${type})` : type;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const MAX_DEPTH = 12;
const MAX_NODES = 2_000;
const MAX_ALTERNATIVES = 100;
const MAX_PROPERTIES = 300;
