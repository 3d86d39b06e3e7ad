/**
 * Reads what `guest/codec.ts` writes. The text comes from the guest and is hostile: what does not fit the format becomes plain data, and
 * nothing is evaluated; the cost is in proportion to the text.
 *
 * @param encoded parsed JSON
 * @returns Dates, Maps, Sets, BigInts, typed views, Errors, NaN, `undefined`, shared parts and cycles as the program had them. Functions,
 * symbols, and what could not be read become texts in square brackets; a RegExp becomes its source.
 */
export function decodeValue(encoded: unknown): unknown {
  return decode(encoded, []);
}

function decode(value: unknown, containers: object[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    containers.push(items);
    for (const item of value) items.push(decode(item, containers));
    return items;
  }
  const keys = Object.keys(value);
  const tag = keys.length === 1 && keys[0]?.startsWith("$") ? keys[0] : undefined;
  return tag === undefined ? fill({}, Object.entries(value), containers) : tagged(tag, (value as Record<string, unknown>)[tag], containers);
}

function tagged(tag: string, inner: unknown, containers: object[]): unknown {
  switch (tag) {
    case "$undefined":
      return undefined;
    case "$bigint":
      return typeof inner === "string" && /^-?\d{1,1000000}$/.test(inner) ? BigInt(inner) : inner;
    case "$number":
      return Number(textOf(inner));
    case "$date":
      return new Date(typeof inner === "number" ? inner : Number.NaN);
    case "$ref":
      return Number.isSafeInteger(inner) ? containers[inner as number] : undefined;
    case "$bytes":
      return fromBytes(inner);
    case "$regexp": {
      const [source = "", flags = ""] = listOf(inner);
      return `/${textOf(source)}/${textOf(flags)}`;
    }
    case "$function":
      return `[Function: ${textOf(inner)}]`;
    case "$symbol":
      return `[Symbol: ${textOf(inner)}]`;
    case "$unreadable":
      return `[Unreadable: ${textOf(inner)}]`;
    case "$set": {
      const set = new Set<unknown>();
      containers.push(set);
      for (const item of listOf(inner)) set.add(decode(item, containers));
      return set;
    }
    case "$map": {
      const map = new Map<unknown, unknown>();
      containers.push(map);
      for (const pair of listOf(inner)) {
        const [key, item] = listOf(pair);
        map.set(decode(key, containers), decode(item, containers));
      }
      return map;
    }
    case "$error": {
      const [name, message, entries] = listOf(inner);
      const error = new Error(textOf(message));
      // The stack would be the host's.
      Object.defineProperty(error, "stack", { value: `${textOf(name)}: ${textOf(message)}`, configurable: true, writable: true });
      Object.defineProperty(error, "name", { value: textOf(name), configurable: true, writable: true });
      return fill(error, pairsOf(entries), containers);
    }
    case "$object":
      return fill({}, pairsOf(inner), containers);
    default:
      return fill({}, [[tag, inner]], containers);
  }
}

/** Own properties whatever they are called, `__proto__` too. */
function fill(target: object, entries: readonly (readonly [string, unknown])[], containers: object[]): object {
  containers.push(target);
  for (const [key, item] of entries) {
    Object.defineProperty(target, key, { value: decode(item, containers), configurable: true, enumerable: true, writable: true });
  }
  return target;
}

const views = {
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;

function fromBytes(inner: unknown): unknown {
  const [type, base64] = listOf(inner);
  const buffer = new Uint8Array(Buffer.from(textOf(base64), "base64")).buffer;
  if (type === "ArrayBuffer") return buffer;
  const View = Object.hasOwn(views, textOf(type)) ? (views[type as keyof typeof views] as Uint8ArrayConstructor) : Uint8Array;
  return buffer.byteLength % (View.BYTES_PER_ELEMENT || 1) === 0 ? new View(buffer) : new Uint8Array(buffer);
}

/** Only texts: what else could stand there might throw when it is made one. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pairsOf(value: unknown): readonly (readonly [string, unknown])[] {
  return listOf(value).map((pair) => {
    const [key, item] = listOf(pair);
    return [textOf(key), item] as const;
  });
}
