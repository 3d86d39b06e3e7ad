import { neverType, unknownType, type ObjectModel, type PropertyModel, type TypeModel } from "./type-model.ts";

/** Any of the types: flat, each once, without what another member includes. */
export function unionOf(types: readonly TypeModel[]): TypeModel {
  if (types.length === 1) return types[0] as TypeModel;
  const members = new Map<string, TypeModel>();
  for (const type of types) for (const each of type.kind === "union" ? type.members : [type]) members.set(keyOf(each), each);
  members.delete(keyOf(neverType));
  if (members.has(keyOf(unknownType))) return unknownType;
  const simple = [...members.values()].filter((each): each is SimpleType => each.kind === "primitive" || each.kind === "literal");
  const wide = simple.filter(({ kind }) => kind === "primitive");
  for (const narrow of simple) if (wide.some((each) => each !== narrow && includes(each, narrow))) members.delete(keyOf(narrow));
  const [only, ...more] = members.values();
  return only === undefined ? neverType : more.length === 0 ? only : { kind: "union", members: [only, ...more] };
}

/** All of the types at once: flat, each once, objects merged into one. */
export function intersectionOf(types: readonly TypeModel[]): TypeModel {
  const saying = types.filter(({ kind }) => kind !== "unknown");
  if (saying.length < 2) return saying[0] ?? unknownType;
  const members = new Map<string, TypeModel>();
  let object: ObjectModel | undefined;
  for (const type of saying) {
    for (const each of type.kind === "intersection" ? type.members : [type]) {
      if (each.kind === "never") return neverType;
      if (each.kind === "object") object = object === undefined ? each : mergeObjects(object, each);
      else if (each.kind !== "unknown") members.set(keyOf(each), each);
    }
  }
  const all = [...(object === undefined ? [] : [object]), ...members.values()];
  const simple = all.filter((each): each is SimpleType => each.kind === "primitive" || each.kind === "literal");
  if (simple.length > 1) {
    const met = simple.reduce<TypeModel>(
      (one, other) => (one.kind === "never" ? one : meet(one as SimpleType, other)),
      simple[0] as SimpleType,
    );
    return intersectionOf([met, ...all.filter((each) => !simple.includes(each as SimpleType))]);
  }
  const [only, ...more] = all;
  return only === undefined ? unknownType : more.length === 0 ? only : { kind: "intersection", members: [only, ...more] };
}

type SimpleType = Extract<TypeModel, { readonly kind: "primitive" | "literal" }>;

/** What two simple types have in common. */
function meet(one: SimpleType, other: SimpleType): TypeModel {
  if (includes(one, other)) return other;
  return includes(other, one) ? one : neverType;
}

function includes(wide: SimpleType, narrow: SimpleType): boolean {
  if (keyOf(wide) === keyOf(narrow)) return true;
  if (wide.kind === "literal") return false;
  if (narrow.kind === "primitive") return wide.name === "number" && narrow.name === "integer";
  return typeof narrow.value === "number"
    ? wide.name === "number" || (wide.name === "integer" && Number.isInteger(narrow.value))
    : typeof narrow.value === wide.name;
}

function mergeObjects(one: ObjectModel, other: ObjectModel): ObjectModel {
  const properties = new Map<string, PropertyModel>(one.properties.map((property) => [property.name, property]));
  for (const property of other.properties) {
    const known = properties.get(property.name);
    properties.set(
      property.name,
      known === undefined
        ? property
        : {
            name: property.name,
            optional: known.optional && property.optional,
            type: intersectionOf([known.type, property.type]),
            docs: { ...property.docs, ...known.docs },
          },
    );
  }
  return { kind: "object", properties: [...properties.values()], extra: mergeExtras(one.extra, other.extra) };
}

/** At least as much as both allow together: a property that one names and the other leaves open stays possible. */
function mergeExtras(one: ObjectModel["extra"], other: ObjectModel["extra"]): ObjectModel["extra"] {
  if (one === "part" || one === other) return other;
  if (other === "part") return one;
  return typeof one === "object" && typeof other === "object" ? intersectionOf([one, other]) : "open";
}

/** Equal for types that are equal, different for others. */
function keyOf(type: TypeModel): string {
  switch (type.kind) {
    case "primitive":
      return type.name;
    case "unknown":
    case "never":
      return type.kind;
    case "literal":
      return `=${typeof type.value} ${type.value}`;
    default: {
      const known = keys.get(type);
      if (known !== undefined) return known;
      const key = JSON.stringify(type);
      keys.set(type, key);
      return key;
    }
  }
}

const keys = new WeakMap<TypeModel, string>();
