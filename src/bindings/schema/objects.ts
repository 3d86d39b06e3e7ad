import { unionOf } from "../combine.ts";
import { unknownType, type ObjectModel, type PropertyModel, type TypeModel } from "../type-model.ts";
import { docsOf } from "./docs.ts";
import { within, type Place } from "./place.ts";
import { isSchemaNode, type SchemaNode } from "./references.ts";

/** Whether a schema has a keyword that says something of objects which a type can express. */
export function saysAnyOfObjects(schema: SchemaNode): boolean {
  return KEYWORDS.some((keyword) => keyword in schema);
}

const KEYWORDS = ["properties", "required", "additionalProperties", "patternProperties"];

/** The object of a schema, with the properties that it names or requires. */
export function objectModel(schema: SchemaNode, place: Place): ObjectModel {
  const inside = within(place);
  const { warnings } = place.walk;
  const required = new Set(Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === "string") : []);
  const declared = isSchemaNode(schema.properties) ? Object.entries(schema.properties) : [];
  const properties: PropertyModel[] = declared.slice(0, MAX_PROPERTIES).map(([name, property]) => ({
    name,
    optional: !required.has(name),
    type: place.walk.convert(property, inside),
    docs: isSchemaNode(property) ? docsOf(property) : {},
  }));
  if (declared.length > MAX_PROPERTIES) warnings.add(`An object has more than ${MAX_PROPERTIES} properties; the others are unknown.`);
  const named = new Set(declared.map(([name]) => name));
  const extra = extraOf(schema, place, inside);
  for (const name of [...required].slice(0, MAX_PROPERTIES)) {
    if (!named.has(name)) properties.push({ name, optional: false, type: typeof extra === "object" ? extra : unknownType, docs: {} });
  }
  for (const name of keysOfMap(schema)) {
    if (named.has(name) || required.has(name) || typeof extra !== "object") continue;
    properties.push({ name, optional: true, type: extra, docs: {} });
  }
  const isMapOfKnownKeys = properties.length > 0 && declared.length === 0 && keysOfMap(schema).length > 0;
  return { kind: "object", properties, extra: declared.length > MAX_PROPERTIES ? "open" : isMapOfKnownKeys ? "closed" : extra };
}

function extraOf(schema: SchemaNode, place: Place, inside: Place): ObjectModel["extra"] {
  const { additionalProperties, patternProperties, unevaluatedProperties } = schema;
  const patterned = isSchemaNode(patternProperties) ? Object.values(patternProperties).map((each) => place.walk.convert(each, inside)) : [];
  if (additionalProperties === undefined) {
    if (patterned.length > 0) return unknownType;
    // Under an applicator what else may stand in the object is for the schema around it to say.
    if (place.part) return "part";
    return unevaluatedProperties === false && !EVALUATING.some((keyword) => keyword in schema) ? "closed" : "open";
  }
  const additional: TypeModel = place.walk.convert(additionalProperties, inside);
  if (additional.kind === "never" && patterned.length === 0) return "closed";
  return unionOf([...patterned, additional]);
}

/** Keywords that evaluate properties beside those which the schema names itself (2020-12 core, 11.3). */
const EVALUATING = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas"];

/** The keys of a map that has an enumeration of them (`propertyNames`). */
function keysOfMap({ propertyNames }: SchemaNode): string[] {
  if (!isSchemaNode(propertyNames)) return [];
  const keys = Array.isArray(propertyNames.enum) ? propertyNames.enum : "const" in propertyNames ? [propertyNames.const] : [];
  return keys.length > MAX_PROPERTIES ? [] : keys.filter((key) => typeof key === "string");
}

const MAX_PROPERTIES = 500;
