import type { JsonSchema } from "../../registry/tool.ts";
import { intersectionOf, unionOf } from "../combine.ts";
import { neverType, nullType, unknownType, type TypeModel, type TypeModelWithNames } from "../type-model.ts";
import { arrayModel, saysAnyOfArrays } from "./arrays.ts";
import { literalOf } from "./literal.ts";
import { nameTypes } from "./name-types.ts";
import { objectModel, saysAnyOfObjects } from "./objects.ts";
import { ALL_TYPES, type Place, type TypeName, type Walk } from "./place.ts";
import { createReferences, isSchemaNode, type SchemaNode } from "./references.ts";

/**
 * A JSON Schema (2020-12 or draft-07, as MCP allows) as a type that takes every value which the schema takes. What no type can say is left
 * open, and what can't be told (a remote reference, what lies past a bound in depth or size) is `unknown`, with a warning.
 */
export function fromSchema(schema: JsonSchema | undefined): TypeModelWithNames {
  if (schema === undefined) return { type: unknownType, named: new Map(), warnings: [] };
  const references = createReferences(schema);
  const legacy = isSchemaNode(schema) && /draft-0[3-7]/.test(String(schema.$schema));
  const walk: Walk = { convert, references, legacy, definitions: new Map(), waiting: [], warnings: new Set(), nodes: 0 };
  const type = convert(schema, { walk, scope: references.root, depth: 0, allowed: ALL_TYPES, part: false });
  // Grows while it is worked on.
  for (const convertDefinition of walk.waiting) convertDefinition();
  const itself = isSchemaNode(schema) ? walk.definitions.get(schema) : undefined;
  return nameTypes(itself ? { kind: "reference", name: itself.key } : type, [...walk.definitions.values()], walk.warnings);
}

function convert(schema: unknown, place: Place): TypeModel {
  const { walk } = place;
  walk.nodes += 1;
  if (schema === false) return neverType;
  if (!isSchemaNode(schema)) return unknownType;
  if (place.depth > MAX_DEPTH || walk.nodes > MAX_NODES) {
    walk.warnings.add(`It is deeper than ${MAX_DEPTH} levels or has more than ${MAX_NODES} parts; what lies beyond is unknown.`);
    return unknownType;
  }
  const here = { ...place, scope: walk.references.enter(schema, place.scope) };
  const reference = schema.$ref ?? schema.$dynamicRef ?? schema.$recursiveRef;
  const target = typeof reference === "string" ? referenced(reference, here) : unknownType;
  if (walk.legacy && typeof schema.$ref === "string") return target;
  const type = intersectionOf([target, saidBy(schema, here)]);
  return schema.nullable === true && type.kind !== "unknown" ? unionOf([type, nullType]) : type;
}

/** What a schema says by all its keywords but references. */
function saidBy(schema: SchemaNode, place: Place): TypeModel {
  const { not } = schema;
  if (not === true || (isSchemaNode(not) && Object.keys(not).length === 0)) return neverType;
  const allowed = allowedTypes(schema, place.allowed);
  const parts = [ownType(schema, { ...place, allowed }, allowed !== place.allowed)];
  // Objects in these only add to the object around them.
  const adding: Place = { ...place, allowed, depth: place.depth + 1, part: place.part || saysAnyOfObjects(schema) };
  for (const each of listIn(schema, "allOf")) parts.push(convert(each, adding));
  for (const alternatives of [listIn(schema, "anyOf"), listIn(schema, "oneOf")]) {
    if (alternatives.length > 0) parts.push(unionOf(alternatives.map((each) => convert(each, adding))));
  }
  if ("if" in schema && "then" in schema && "else" in schema) {
    parts.push(unionOf([convert(schema.then, adding), convert(schema.else, adding)]));
  }
  return intersectionOf(parts);
}

function listIn(schema: SchemaNode, keyword: string): readonly unknown[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
}

/** The JSON types that `type`, and a `not` with nothing but a `type`, leave of those that were possible; the same set where they say nothing. */
function allowedTypes(schema: SchemaNode, around: ReadonlySet<TypeName>): ReadonlySet<TypeName> {
  let allowed = around;
  // A type that JSON Schema does not know says nothing.
  const named = namesIn(schema.type);
  if (named.length > 0)
    allowed = new Set(named.filter((name) => around.has(name) || (isNumeric(name) && (around.has("integer") || around.has("number")))));
  const { not } = schema;
  if (isSchemaNode(not) && Object.keys(not).length === 1) {
    const excluded = namesIn(not.type);
    if (excluded.includes("number")) excluded.push("integer");
    if (excluded.length > 0) allowed = new Set([...allowed].filter((name) => !excluded.includes(name)));
  }
  return allowed;
}

function namesIn(type: unknown): TypeName[] {
  return (Array.isArray(type) ? type : [type]).filter((name): name is TypeName => name === "integer" || ALL_TYPES.has(name as TypeName));
}

function isNumeric(name: TypeName): boolean {
  return name === "integer" || name === "number";
}

/** The type by `type`, `enum`, `const` and the keywords of objects and arrays; `unknown` where there are none. */
function ownType(schema: SchemaNode, place: Place, narrows: boolean): TypeModel {
  const { allowed, walk } = place;
  const values = "const" in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : undefined;
  if (values && values.length <= MAX_VALUES) {
    const fitting = values.filter((value) => allowed.has(typeNameOf(value)) || (typeof value === "number" && allowed.has("integer")));
    // An enumeration that does not fit its type is a slip of whoever wrote it.
    return unionOf((fitting.length > 0 ? fitting : values).map(literalOf));
  }
  if (values) walk.warnings.add(`An enumeration has more than ${MAX_VALUES} values; its type is wider here.`);
  if (!narrows && !saysAnyOfObjects(schema) && !saysAnyOfArrays(schema)) return unknownType;
  return unionOf(
    [...allowed].map((name) => {
      if (name === "object") return objectModel(schema, place);
      return name === "array" ? arrayModel(schema, place) : { kind: "primitive", name };
    }),
  );
}

function typeNameOf(value: unknown): TypeName {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as TypeName);
}

function referenced(reference: string, { walk, scope }: Place): TypeModel {
  const target = walk.references.resolve(reference, scope);
  if (!target) {
    walk.warnings.add(`The reference ${JSON.stringify(reference.slice(0, 100))} leads to nothing in the schema; nothing is fetched.`);
    return unknownType;
  }
  const { schema } = target;
  if (!isSchemaNode(schema)) return schema === false ? neverType : unknownType;
  const known = walk.definitions.get(schema);
  if (known) return { kind: "reference", name: known.key };
  if (walk.definitions.size >= MAX_DEFINITIONS) {
    walk.warnings.add(`It refers to more than ${MAX_DEFINITIONS} schemas; what the others say is unknown.`);
    return unknownType;
  }
  const definition = { key: `#${walk.definitions.size}`, name: target.name, type: unknownType };
  walk.definitions.set(schema, definition);
  walk.waiting.push(() => {
    definition.type = convert(schema, { walk, scope: target.scope, depth: 0, allowed: ALL_TYPES, part: false });
  });
  return { kind: "reference", name: definition.key };
}

const MAX_DEPTH = 32;
const MAX_NODES = 5_000;
const MAX_VALUES = 300;
const MAX_DEFINITIONS = 300;
