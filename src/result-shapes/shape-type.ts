import { unionOf } from "../bindings/combine.ts";
import { unknownType, type TypeModel } from "../bindings/type-model.ts";
import { isAnything, type ObjectShape, type Shape } from "./shape.ts";

/** A shape in the terms of types. */
export function shapeType(shape: Shape | null): TypeModel {
  if (shape === null || isAnything(shape)) return unknownType;
  const members: TypeModel[] = shape.primitives.map((name) => ({ kind: "primitive", name }));
  if (shape.items !== undefined) members.push({ kind: "array", items: shapeType(shape.items) });
  if (shape.object) members.push(objectType(shape.object));
  return unionOf(members);
}

function objectType(object: ObjectShape): TypeModel {
  if (object.kind === "map") return { kind: "object", properties: [], extra: shapeType(object.values) };
  const properties = Object.entries(object.properties).map(([name, { shape, optional }]) => ({
    name,
    optional,
    type: shapeType(shape),
    docs: {},
  }));
  // What was never seen is what a warning is for: nothing is said of other properties.
  return { kind: "object", properties, extra: properties.length === 0 ? "open" : "part" };
}
