/** The bytes of a value's JSON in UTF-8; of a long text counted without making its JSON, which takes up to twice as long. */
export function jsonBytes(value: unknown): number {
  // Half of a pair that stands alone is written as an escape, and is none of the bytes below.
  if (typeof value !== "string" || value.length < LONG || !value.isWellFormed()) return Buffer.byteLength(JSON.stringify(value));
  const bytes = Buffer.from(value);
  let more = 2;
  for (let at = 0; at < bytes.length; at += 1) more += ESCAPE_BYTES[bytes[at] as number] as number;
  return bytes.length + more;
}

const LONG = 4_096;

/** What each byte takes beside itself: `\n` one, `\u0000` five. */
const ESCAPE_BYTES = new Uint8Array(256).fill(5, 0, 32);
for (const character of '\b\t\n\f\r"\\') ESCAPE_BYTES[character.charCodeAt(0)] = 1;
