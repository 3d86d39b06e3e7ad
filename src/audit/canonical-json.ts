/**
 * JSON in the one form that is hashed (RFC 8785): no white space, the keys of an object in the order of their UTF-16 code units, numbers and
 * texts as ECMAScript writes them. What is no JSON is taken as `JSON.stringify` takes it.
 * @throws RangeError where it is nested too deeply
 */
export function canonicalJson(value: unknown): string {
  return write(JSON.parse(JSON.stringify(value) ?? "null") as unknown);
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${write(each)}`).join(",")}}`;
}
