import type { JsonSchema } from "../../registry/tool.ts";
import type { ObjectSignature, ToolSignature, TypeSignature } from "../../sandbox/messages.ts";
import { isObjectLike } from "../parameter-model.ts";
import { fromSchema } from "../schema/from-schema.ts";
import type { ObjectModel, TypeModel, TypeModelWithNames } from "../type-model.ts";

/**
 * What the check of Python programs is told of a tool's arguments. It takes everything that the schema takes: what no signature says, and
 * what is too deep or too long for one, is `any`.
 */
export function toolSignature(schema: JsonSchema | undefined): ToolSignature {
  const model = fromSchema(schema);
  if (!isObjectLike(model.type)) return "any";
  for (const bounds of BOUNDS) {
    const signature = withinBounds(model, bounds);
    if (signature !== undefined) return signature;
  }
  return "any";
}

interface Bounds {
  /** How many objects and lists are told inside each other; those below are told to be objects and lists. */
  readonly depth: number;
  /** Whether the values of enumerations are told. */
  readonly values: boolean;
}

const BOUNDS: readonly Bounds[] = [
  { depth: 6, values: true },
  { depth: 3, values: true },
  { depth: 1, values: true },
  { depth: 1, values: false },
];
const MAX_PARTS = 2_000;
const MAX_CHARACTERS = 16_000;

/** The signature, or nothing where it would be too long. */
function withinBounds({ type, named }: TypeModelWithNames, { depth, values }: Bounds): ToolSignature | undefined {
  let parts = 0;
  const signature = toSignature(type, depth);
  return parts <= MAX_PARTS && JSON.stringify(signature).length <= MAX_CHARACTERS ? signature : undefined;

  function toSignature(each: TypeModel, left: number): TypeSignature {
    parts += 1;
    if (parts > MAX_PARTS) return "any";
    switch (each.kind) {
      case "unknown":
      case "never":
        return "any";
      case "primitive":
        return each.name;
      case "literal":
        return values ? { is: [each.value] } : (typeof each.value as "string" | "number" | "boolean");
      case "array":
        return left === 0 ? "array" : listOf(toSignature(each.items, left - 1));
      case "tuple": {
        const items = [...each.items, ...(each.rest ? [each.rest] : [])];
        return left === 0 ? "array" : listOf(anyOf(items.map((item) => toSignature(item, left - 1))));
      }
      case "object":
        return left === 0 ? "object" : objectSignature(each, left - 1);
      case "union":
        return anyOf(each.members.map((member) => toSignature(member, left)));
      case "intersection":
        return allOf(each.members.map((member) => toSignature(member, left)));
      case "reference":
        return toSignature(named.get(each.name) ?? { kind: "unknown" }, left);
    }
  }

  function objectSignature({ properties, extra }: ObjectModel, left: number): TypeSignature {
    const fields = (optional: boolean): [string, TypeSignature][] =>
      properties.filter((property) => property.optional === optional).map(({ name, type: inner }) => [name, toSignature(inner, left)]);
    const [required, optional] = [fields(false), fields(true)];
    return {
      ...(required.length === 0 ? {} : { required: Object.fromEntries(required) }),
      ...(optional.length === 0 ? {} : { optional: Object.fromEntries(optional) }),
      ...extraOf(extra, left),
    };
  }

  function extraOf(extra: ObjectModel["extra"], left: number): Pick<ObjectSignature, "extra"> {
    if (extra === "open" || extra === "part") return {};
    return { extra: extra === "closed" ? "none" : toSignature(extra, left) };
  }
}

function listOf(items: TypeSignature): TypeSignature {
  return items === "any" ? "array" : { items };
}

function anyOf(members: readonly TypeSignature[]): TypeSignature {
  if (members.length === 0 || members.includes("any")) return "any";
  const others = members.filter((member) => typeof member === "string" || !("is" in member));
  const values = members.flatMap((member) => (typeof member === "object" && "is" in member ? member.is : []));
  const unique = new Map([...others, ...(values.length === 0 ? [] : [{ is: values }])].map((member) => [JSON.stringify(member), member]));
  const [only, ...more] = unique.values();
  return only !== undefined && more.length === 0 ? only : { anyOf: [...unique.values()] };
}

function allOf(members: readonly TypeSignature[]): TypeSignature {
  const [only, ...more] = members.filter((member) => member !== "any");
  return only === undefined ? "any" : more.length === 0 ? only : { allOf: [only, ...more] };
}
