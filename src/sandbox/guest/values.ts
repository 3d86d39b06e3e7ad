const { stringify } = JSON;

/**
 * A program's value as JSON text by the rules of docs/values.md, or `undefined` for `undefined`. Nothing makes it fail: what JSON can't
 * hold is converted, and a getter that throws becomes a text that says so.
 */
export function toValueJson(value: unknown): string | undefined {
  return value === undefined ? undefined : stringify(toJsonValue(value, []));
}

function toJsonValue(value: unknown, above: readonly object[]): unknown {
  switch (typeof value) {
    case "bigint":
      return value.toString();
    case "function":
      return `[Function: ${value.name || "anonymous"}]`;
    case "symbol":
      return `[Symbol: ${value.description ?? ""}]`;
    case "object":
      if (value === null) return null;
      return above.includes(value) ? "[Circular]" : fromObject(value, [...above, value]);
    default:
      return value;
  }
}

function fromObject(value: object, above: readonly object[]): unknown {
  if (above.length > MAX_DEPTH) return "[Too deep]";
  try {
    if (Array.isArray(value)) return value.map((item) => toJsonValue(item, above) ?? null);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof Set) return [...value].map((item) => toJsonValue(item, above) ?? null);
    if (value instanceof Map) {
      const entries = [...value].map(([key, item]) => [toJsonValue(key, above), toJsonValue(item, above) ?? null] as const);
      return [...value.keys()].every((key) => typeof key === "string") ? toRecord(entries as [string, unknown][]) : entries;
    }
    if (value instanceof DataView || value instanceof ArrayBuffer) return [...bytesOf(value)];
    if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<unknown>, (item) => toJsonValue(item, above));
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return "[Promise: await it to get its value]";
    if ("toJSON" in value && typeof value.toJSON === "function") return toJsonValue((value.toJSON as () => unknown)(), above);
    if (value instanceof Error) return { name: value.name, message: value.message, ...toRecord(entriesOf(value, above)) };
    return toRecord(entriesOf(value, above));
  } catch (error) {
    return `[Unreadable: ${error instanceof Error ? error.message : "it threw while being read"}]`;
  }
}

function bytesOf(value: DataView | ArrayBuffer): Uint8Array {
  return value instanceof DataView ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}

function entriesOf(value: object, above: readonly object[]): [string, unknown][] {
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    const item = toJsonValue((value as Record<string, unknown>)[key], above);
    if (item !== undefined) entries.push([key, item]);
  }
  return entries;
}

/** `Object.fromEntries` makes own properties even of `__proto__`. */
function toRecord(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  return Object.fromEntries(entries);
}

const MAX_DEPTH = 200;

/**
 * The arguments of a tool call, checked before they are sent: what JSON would lose or refuse is an error at the place of the mistake.
 * @throws TypeError naming the path
 */
export function checkArguments(value: unknown, path: string, above: readonly object[] = []): void {
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON can't hold.`);
      return;
    case "bigint":
      throw new TypeError(`${path} is a BigInt, which JSON can't hold. Convert it with Number(...) or String(...).`);
    case "function":
    case "symbol":
      throw new TypeError(`${path} is a ${typeof value}, which can't be sent to a tool.`);
    case "object":
      if (value === null) return;
      if (above.includes(value)) throw new TypeError(`${path} refers back to an object that contains it; a cycle can't be sent to a tool.`);
      if (value instanceof Map) throw new TypeError(`${path} is a Map. Send Object.fromEntries(map), or [...map].`);
      if (value instanceof Set) throw new TypeError(`${path} is a Set. Send [...set].`);
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
        throw new TypeError(`${path} is binary. Send an array of numbers with Array.from(bytes), or Base64 text, as the tool expects.`);
      if (value instanceof Promise) throw new TypeError(`${path} is a promise. Await it first.`);
      if (above.length > MAX_DEPTH) throw new TypeError(`${path} is nested more than ${MAX_DEPTH} deep.`);
      if ("toJSON" in value && typeof value.toJSON === "function") return;
      for (const key of Object.keys(value)) {
        checkArguments((value as Record<string, unknown>)[key], Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, [
          ...above,
          value,
        ]);
      }
  }
}
