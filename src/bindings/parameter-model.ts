import type { TypeModel, TypeModelWithNames } from "./type-model.ts";

/** Whether a type is one that arguments can have: an object, or what is made of objects. */
export function isObjectLike({ kind }: TypeModel): boolean {
  return kind === "object" || kind === "union" || kind === "intersection" || kind === "reference";
}

/** Whether `{}` fits, so that the arguments may be left out. */
export function takesEmptyObject(type: TypeModel, model: TypeModelWithNames, depth = 0): boolean {
  switch (type.kind) {
    case "object":
      return type.properties.every(({ optional }) => optional);
    case "union":
      return type.members.some((member) => takesEmptyObject(member, model, depth + 1));
    case "intersection":
      return type.members.every((member) => takesEmptyObject(member, model, depth + 1));
    case "reference":
      return depth < MAX_DEPTH && takesEmptyObject(model.named.get(type.name) ?? { kind: "unknown" }, model, depth + 1);
    default:
      return type.kind === "unknown";
  }
}

const MAX_DEPTH = 32;
