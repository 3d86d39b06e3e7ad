/**
 * A program's value as text that keeps what JSON would lose; `decodeValue` in `sandbox/decode-value.ts` reads it, docs/values.md describes
 * it. Plain JSON stands for itself. The rest is an object with one key that begins with `$`; an object that has such a key itself is
 * written as `{"$object": [[key, value], ...]}`. Containers count from 0 in the order in which they open, and `{"$ref": n}` is the nth of
 * them again, so that cycles and shared parts survive.
 */
export function encodeValue(value: unknown): string {
  return stringify(encode(value, new Map()));
}

const { stringify } = JSON;

function encode(value: unknown, seen: Map<object, number>, depth = 0): unknown {
  switch (typeof value) {
    case "undefined":
      return { $undefined: true };
    case "bigint":
      return { $bigint: value.toString() };
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: Object.is(value, -0) ? "-0" : String(value) };
    case "function":
      return { $function: value.name || "anonymous" };
    case "symbol":
      return { $symbol: value.description ?? "" };
    case "object":
      return value === null ? null : fromObject(value, seen, depth);
    default:
      return value;
  }
}

function fromObject(value: object, seen: Map<object, number>, depth: number): unknown {
  const known = seen.get(value);
  if (known !== undefined) return { $ref: known };
  if (depth > MAX_DEPTH) return { $unreadable: `nested more than ${MAX_DEPTH} deep` };
  let parts: Parts;
  try {
    const leaf = fromLeaf(value);
    if (leaf !== undefined) return leaf;
    parts = partsOf(value);
  } catch (error) {
    return { $unreadable: messageOf(error) };
  }
  seen.set(value, seen.size);
  const inner = (item: unknown): unknown => (item instanceof Unreadable ? { $unreadable: item.reason } : encode(item, seen, depth + 1));
  const pairs = (entries: readonly (readonly [unknown, unknown])[]): unknown[] => entries.map(([key, item]) => [inner(key), inner(item)]);
  switch (parts.kind) {
    case "array":
      return parts.items.map(inner);
    case "set":
      return { $set: parts.items.map(inner) };
    case "map":
      return { $map: pairs(parts.entries) };
    case "error":
      return { $error: [parts.name, parts.message, pairs(parts.entries)] };
    case "object":
      return parts.entries.some(([key]) => key.startsWith("$"))
        ? { $object: pairs(parts.entries) }
        : Object.fromEntries(parts.entries.map(([key, item]) => [key, inner(item)]));
  }
}

function fromLeaf(value: object): object | undefined {
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.getTime() };
  if (value instanceof RegExp) return { $regexp: [value.source, value.flags] };
  if (value instanceof Promise) return { $unreadable: "a promise; await it to get its value" };
  if (value instanceof ArrayBuffer) return { $bytes: ["ArrayBuffer", base64(new Uint8Array(value))] };
  if (!ArrayBuffer.isView(value)) return undefined;
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return { $bytes: [Object.prototype.toString.call(value).slice(8, -1), base64(bytes)] };
}

/** What a container holds, read from it before anything inside is encoded: only reading runs the program's getters and traps. */
type Parts =
  | { readonly kind: "array" | "set"; readonly items: readonly unknown[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [unknown, unknown])[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, unknown])[] }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly entries: readonly (readonly [string, unknown])[] };

function partsOf(value: object): Parts {
  if (Array.isArray(value)) return { kind: "array", items: Array.from(value as unknown[]) };
  if (value instanceof Set) return { kind: "set", items: [...value] };
  if (value instanceof Map) return { kind: "map", entries: [...value] };
  const entries = Object.keys(value).map((key) => [key, read(value, key)] as const);
  return value instanceof Error
    ? { kind: "error", name: String(value.name), message: String(value.message), entries }
    : { kind: "object", entries };
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (error) {
    return new Unreadable(messageOf(error));
  }
}

class Unreadable {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? String(error.message) : "it threw while being read";
}

const MAX_DEPTH = 200;

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}
