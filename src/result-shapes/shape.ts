/**
 * The shape of JSON values that were seen: which types stand where, never what was in them. Plain data, kept on disk.
 *
 * Names of properties are kept as long as they look like names. An object whose keys look like data (anything but words, many keys with
 * values of one kind, keys that come and go with values of one kind, several keys that all hold objects with the same names) is a map, and
 * its keys are forgotten.
 */
export interface Shape {
  /** Sorted, each once. Strings are strings: what they say is not kept, not even as an enumeration. */
  readonly primitives: readonly ShapePrimitive[];
  /** The shape of all items together; `null` where every list was empty. */
  readonly items?: Shape | null;
  readonly object?: ObjectShape;
}

export type ShapePrimitive = "boolean" | "integer" | "null" | "number" | "string";

export type ObjectShape =
  | { readonly kind: "record"; readonly properties: Readonly<Record<string, { readonly shape: Shape; readonly optional: boolean }>> }
  /** `null` where every object was empty. */
  | { readonly kind: "map"; readonly values: Shape | null };

/** The shape of one JSON value. */
export function shapeOf(value: unknown, depth = 0): Shape {
  if (value === null || value === undefined) return primitive("null");
  switch (typeof value) {
    case "string":
    case "boolean":
      return primitive(typeof value as ShapePrimitive);
    case "number":
      return primitive(Number.isInteger(value) ? "integer" : "number");
    case "object":
      break;
    default:
      return { primitives: [] };
  }
  // What lies deeper is not told: an empty shape is anything.
  if (depth >= MAX_DEPTH) return { primitives: [] };
  if (Array.isArray(value)) {
    const items = spread(value).map((item) => shapeOf(item, depth + 1));
    return { primitives: [], items: items.length === 0 ? null : items.reduce(mergeShapes) };
  }
  const properties = Object.entries(value).map(([name, inner]) => [name, { shape: shapeOf(inner, depth + 1), optional: false }] as const);
  return { primitives: [], object: recordOrMap(Object.fromEntries(properties)) };
}

/** The shape of values that have either shape. */
export function mergeShapes(one: Shape, other: Shape): Shape {
  if (isAnything(one) || isAnything(other)) return { primitives: [] };
  const primitives = new Set([...one.primitives, ...other.primitives]);
  if (primitives.has("number")) primitives.delete("integer");
  const items = mergeNullable(one.items, other.items);
  const object = one.object && other.object ? mergeObjects(one.object, other.object) : (one.object ?? other.object);
  return {
    primitives: [...primitives].toSorted(),
    ...(items === undefined ? {} : { items }),
    ...(object === undefined ? {} : { object }),
  };
}

/** Nothing is known of such a value. */
export function isAnything({ primitives, items, object }: Shape): boolean {
  return primitives.length === 0 && items === undefined && object === undefined;
}

function primitive(name: ShapePrimitive): Shape {
  return { primitives: [name] };
}

/** Items from all over a list, at most {@link MAX_ITEMS}. */
function spread(values: readonly unknown[]): readonly unknown[] {
  if (values.length <= MAX_ITEMS) return values;
  return Array.from({ length: MAX_ITEMS }, (_, index) => values[Math.floor((index * values.length) / MAX_ITEMS)]);
}

function mergeNullable(one: Shape | null | undefined, other: Shape | null | undefined): Shape | null | undefined {
  return one && other ? mergeShapes(one, other) : (one ?? other ?? (one === undefined ? other : one));
}

type Properties = Extract<ObjectShape, { readonly kind: "record" }>["properties"];

function mergeObjects(one: ObjectShape, other: ObjectShape): ObjectShape {
  if (one.kind === "map" || other.kind === "map") {
    return { kind: "map", values: mergeNullable(valuesOf(one), valuesOf(other)) ?? null };
  }
  const merged: Record<string, Properties[string]> = Object.create(null) as Record<string, Properties[string]>;
  for (const name of new Set([...Object.keys(one.properties), ...Object.keys(other.properties)])) {
    const left = one.properties[name];
    const right = other.properties[name];
    merged[name] =
      left && right
        ? { shape: mergeShapes(left.shape, right.shape), optional: left.optional || right.optional }
        : { shape: ((left ?? right) as Properties[string]).shape, optional: true };
  }
  return recordOrMap(merged);
}

function recordOrMap(properties: Properties): ObjectShape {
  const entries = Object.entries(properties);
  const record: ObjectShape = { kind: "record", properties: Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
  const looksLikeData = entries.some(([name]) => !/^[A-Za-z_$][\w$.-]{0,59}$/.test(name) || /\d{3}/.test(name));
  if (looksLikeData || entries.length > MAX_PROPERTIES) return { kind: "map", values: valuesOf(record) };
  const shapes = new Set(entries.map(([, { shape }]) => kindsOf(shape)));
  const first = entries[0]?.[1].shape;
  const comeAndGo = entries.length >= 3 && entries.every(([, { optional }]) => optional);
  const manyAlike = shapes.size === 1 && (entries.length >= MANY_ALIKE || comeAndGo);
  const objectsAlike =
    shapes.size === 1 && entries.length >= 2 && first?.object !== undefined && alike(entries.map(([, { shape }]) => shape));
  return manyAlike || objectsAlike ? { kind: "map", values: valuesOf(record) } : record;
}

function valuesOf(object: ObjectShape): Shape | null {
  if (object.kind === "map") return object.values;
  const shapes = Object.values(object.properties).map(({ shape }) => shape);
  return shapes.length === 0 ? null : shapes.reduce(mergeShapes);
}

/** What a value is at its surface. */
function kindsOf({ primitives, items, object }: Shape): string {
  return `${primitives.join()} ${items === undefined ? "" : "list"} ${object?.kind ?? ""}`;
}

/** Whether objects have the same keys. */
function alike(shapes: readonly Shape[]): boolean {
  const keys = new Set(shapes.map(({ object }) => (object?.kind === "record" ? Object.keys(object.properties).join("\n") : "map")));
  return keys.size === 1;
}

const MAX_DEPTH = 10;
const MAX_ITEMS = 100;
const MAX_PROPERTIES = 80;
const MANY_ALIKE = 12;
