/**
 * JSON in the one form that is hashed (RFC 8785): no white space, the keys of an object in the order of their UTF-16 code units, numbers and
 * texts as ECMAScript writes them. What is no JSON is taken as `JSON.stringify` takes it, and `null` where that gives nothing.
 * @throws RangeError where it is nested too deeply
 */
export function canonicalJson(value: unknown): string {
  return write(value) ?? "null";
}

function write(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("toJSON" in value && typeof value.toJSON === "function") return write(value.toJSON());
  if (Array.isArray(value)) return `[${value.map((each) => write(each) ?? "null").join(",")}]`;
  const object = value as Readonly<Record<string, unknown>>;
  const members: string[] = [];
  for (const key of Object.keys(object).toSorted()) {
    const text = write(object[key]);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(",")}}`;
}
