import { nullType, unknownType, type TypeModel } from "../type-model.ts";

/** The type of one JSON value that is given to the letter (`const`, a member of `enum`). */
export function literalOf(value: unknown): TypeModel {
  if (value === null) return nullType;
  switch (typeof value) {
    case "string":
    case "boolean":
      return { kind: "literal", value };
    case "number":
      return { kind: "literal", value };
    case "object": {
      if (Array.isArray(value)) return { kind: "tuple", items: value.map(literalOf), required: value.length };
      const properties = Object.entries(value).map(([name, inner]) => ({ name, optional: false, type: literalOf(inner), docs: {} }));
      return { kind: "object", properties, extra: "closed" };
    }
    default:
      return unknownType;
  }
}
