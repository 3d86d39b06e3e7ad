import { intersectionOf, unionOf } from "../combine.ts";
import { toIdentifier } from "../names.ts";
import { unknownType, type TypeModel, type TypeModelWithNames } from "../type-model.ts";
import type { Definition } from "./place.ts";

/**
 * Decides which definitions become named types: those that refer to themselves, and those that are used more than once and are more than
 * a word. All others stand where they are used.
 */
export function nameTypes(type: TypeModel, definitions: readonly Definition[], warnings: ReadonlySet<string>): TypeModelWithNames {
  if (definitions.length === 0) return { type, named: new Map(), warnings: [...warnings] };
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const { recursive, uses } = surveyReferences(type, byKey);
  const placed = new Map<string, { readonly type: TypeModel; readonly nesting: number }>();
  const named = new Map<string, TypeModel>();
  const names = new Map<string, string>();

  const nameOf = (definition: Definition): string => {
    const known = names.get(definition.key);
    if (known !== undefined) return known;
    const base = toIdentifier(definition.name === "" ? "Value" : definition.name);
    let name = base;
    for (let count = 2; named.has(name); count += 1) name = `${base}_${count}`;
    names.set(definition.key, name);
    named.set(name, unknownType);
    return name;
  };

  /** What stands for a reference, and how many definitions are nested in it. */
  const place = (key: string): { readonly type: TypeModel; readonly nesting: number } => {
    const known = placed.get(key);
    if (known) return known;
    const definition = byKey.get(key) as Definition;
    const reference = (): TypeModel => ({ kind: "reference", name: nameOf(definition) });
    if (recursive.has(key)) placed.set(key, { type: reference(), nesting: 0 });
    let nesting = 0;
    const inner = replaceReferences(definition.type, (inside) => {
      const found = place(inside);
      nesting = Math.max(nesting, found.nesting + 1);
      return found.type;
    });
    const stays = recursive.has(key) || nesting > MAX_NESTING || ((uses.get(key) ?? 0) > 1 && partsOf(inner) > 2);
    if (stays) named.set(nameOf(definition), inner);
    const result = stays ? { type: reference(), nesting: 0 } : { type: inner, nesting };
    placed.set(key, result);
    return result;
  };

  const whole = replaceReferences(type, (key) => place(key).type);
  return { type: whole, named: withoutEmptyCircles(named), warnings: [...warnings] };
}

/** How often each definition is used, and one definition of every circle. */
function surveyReferences(
  type: TypeModel,
  byKey: ReadonlyMap<string, Definition>,
): { readonly recursive: ReadonlySet<string>; readonly uses: ReadonlyMap<string, number> } {
  const recursive = new Set<string>();
  const uses = new Map<string, number>();
  const open = new Set<string>();
  const visit = (from: TypeModel): void => {
    replaceReferences(from, (key) => {
      const count = (uses.get(key) ?? 0) + 1;
      uses.set(key, count);
      if (open.has(key)) recursive.add(key);
      else if (count === 1) {
        open.add(key);
        visit((byKey.get(key) as Definition).type);
        open.delete(key);
      }
      return unknownType;
    });
  };
  visit(type);
  return { recursive, uses };
}

/** The type with something else in the place of each reference. */
export function replaceReferences(type: TypeModel, replace: (name: string) => TypeModel): TypeModel {
  const inside = (each: TypeModel): TypeModel => replaceReferences(each, replace);
  switch (type.kind) {
    case "reference":
      return replace(type.name);
    case "array":
      return { kind: "array", items: inside(type.items) };
    case "tuple":
      return { ...type, items: type.items.map(inside), ...(type.rest ? { rest: inside(type.rest) } : {}) };
    case "object":
      return {
        kind: "object",
        properties: type.properties.map((property) => ({ ...property, type: inside(property.type) })),
        extra: typeof type.extra === "object" ? inside(type.extra) : type.extra,
      };
    case "union":
      return unionOf(type.members.map(inside));
    case "intersection":
      return intersectionOf(type.members.map(inside));
    default:
      return type;
  }
}

function partsOf(type: TypeModel): number {
  switch (type.kind) {
    case "array":
      return 1 + partsOf(type.items);
    case "tuple":
      return 1 + type.items.reduce((sum, item) => sum + partsOf(item), 0);
    case "object":
      return 1 + type.properties.reduce((sum, property) => sum + 1 + partsOf(property.type), 0);
    case "union":
    case "intersection":
      return type.members.reduce((sum, member) => sum + partsOf(member), 0);
    default:
      return 1;
  }
}

/** A type may contain itself inside an object or a list; one that is itself (`A = A | string`) says nothing at that place. */
function withoutEmptyCircles(named: ReadonlyMap<string, TypeModel>): ReadonlyMap<string, TypeModel> {
  const result = new Map(named);
  const isBare = (type: TypeModel, wanted: string, seen: Set<string>): boolean => {
    if (type.kind === "union" || type.kind === "intersection") return type.members.some((member) => isBare(member, wanted, seen));
    if (type.kind !== "reference") return false;
    if (type.name === wanted) return true;
    if (seen.has(type.name)) return false;
    seen.add(type.name);
    return isBare(result.get(type.name) as TypeModel, wanted, seen);
  };
  for (const [name, type] of named) if (isBare(type, name, new Set())) result.set(name, unknownType);
  return result;
}

const MAX_NESTING = 4;
