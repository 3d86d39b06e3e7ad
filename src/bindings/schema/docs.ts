import type { Docs } from "../type-model.ts";
import type { SchemaNode } from "./references.ts";

/** What a schema says to readers, beside its type. */
export function docsOf(schema: SchemaNode): Docs {
  const constraints = CONSTRAINTS.filter((keyword) => schema[keyword] !== undefined).map((keyword) => [keyword, schema[keyword]] as const);
  const examples = Array.isArray(schema.examples) ? schema.examples.slice(0, 3) : "example" in schema ? [schema.example] : [];
  return {
    ...(typeof schema.description === "string" && schema.description.trim() !== "" ? { description: schema.description } : {}),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(constraints.length === 0 ? {} : { constraints }),
    ...(examples.length === 0 ? {} : { examples }),
    ...(schema.deprecated === true ? { deprecated: true } : {}),
  };
}

const CONSTRAINTS = [
  "format",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "contentEncoding",
  "contentMediaType",
];
