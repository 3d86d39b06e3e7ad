import type { PropertyModel, TypeModel, TypeModelWithNames } from "./type-model.ts";

/** JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value of a type to show, with only what must be there: what the schema names as an example or a default, else the first of several
 * values, else a placeholder with the property's name in angle brackets.
 */
export function exampleValue({ type, named }: TypeModelWithNames): Json {
  return valueOf(type, "value", 0);

  function valueOf(each: TypeModel, name: string, depth: number): Json {
    if (depth > MAX_DEPTH) return {};
    switch (each.kind) {
      case "primitive":
        return each.name === "string" ? `<${name.slice(0, 40)}>` : each.name === "boolean" ? true : each.name === "null" ? null : 1;
      case "literal":
        return each.value;
      case "array":
        return [valueOf(each.items, name, depth + 1)];
      case "tuple":
        return each.items.slice(0, each.required).map((item) => valueOf(item, name, depth + 1));
      case "object":
        return Object.fromEntries(
          each.properties.filter(({ optional }) => !optional).map((property) => [property.name, propertyValue(property, depth + 1)]),
        );
      case "union":
        return valueOf(each.members[0] ?? { kind: "unknown" }, name, depth + 1);
      case "intersection": {
        const values = each.members.map((member) => valueOf(member, name, depth + 1));
        return Object.fromEntries(values.flatMap((value) => (typeof value === "object" && value !== null ? Object.entries(value) : [])));
      }
      case "reference":
        return valueOf(named.get(each.name) ?? { kind: "unknown" }, name, depth + 1);
      default:
        return {};
    }
  }

  function propertyValue({ name, type: each, docs }: PropertyModel, depth: number): Json {
    const shown = [...(docs.examples ?? []), docs.default].find((value) => value !== undefined && value !== null && isShort(value));
    return shown === undefined ? valueOf(each, name, depth) : (shown as Json);
  }
}

function isShort(value: unknown): boolean {
  return (JSON.stringify(value) ?? "").length <= MAX_EXAMPLE_CHARACTERS;
}

const MAX_DEPTH = 8;
const MAX_EXAMPLE_CHARACTERS = 200;
