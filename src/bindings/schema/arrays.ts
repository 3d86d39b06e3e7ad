import { unionOf } from "../combine.ts";
import { unknownType, type TypeModel } from "../type-model.ts";
import { within, type Place } from "./place.ts";
import type { SchemaNode } from "./references.ts";

/** Whether a schema has a keyword that says something of arrays which a type can express. */
export function saysAnyOfArrays(schema: SchemaNode): boolean {
  return "items" in schema || "prefixItems" in schema;
}

/** The array or tuple of a schema: `prefixItems` and `items`, or before 2020-12 `items` as a list and `additionalItems`. */
export function arrayModel(schema: SchemaNode, place: Place): TypeModel {
  const inside = within(place);
  const before2020 = Array.isArray(schema.items);
  const prefix: unknown = before2020 ? schema.items : schema.prefixItems;
  const restSchema = before2020 ? schema.additionalItems : schema.items;
  const rest = restSchema === undefined ? unknownType : place.walk.convert(restSchema, inside);
  if (!Array.isArray(prefix) || prefix.length === 0) return { kind: "array", items: rest };
  const items = prefix.slice(0, MAX_TUPLE).map((item) => place.walk.convert(item, inside));
  const minItems = typeof schema.minItems === "number" ? schema.minItems : 0;
  const whole = prefix.length <= MAX_TUPLE;
  return {
    kind: "tuple",
    items,
    required: Math.min(items.length, Math.max(0, Math.floor(minItems))),
    ...(rest.kind === "never" && whole ? {} : { rest: whole ? rest : unionOf([rest, unknownType]) }),
  };
}

const MAX_TUPLE = 64;
