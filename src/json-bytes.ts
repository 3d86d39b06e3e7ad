/** The bytes of a value's JSON in UTF-8; of a long text counted without making its JSON, which takes three times as long. */
export function jsonBytes(value: unknown): number {
  if (typeof value !== "string" || value.length < LONG) return Buffer.byteLength(JSON.stringify(value));
  let more = 2;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < SPACE) more += SHORT_ESCAPES.has(code) ? 1 : 5;
    else if (code === QUOTE || code === BACKSLASH) more += 1;
    // Half of a pair that stands alone is written as an escape.
    else if (code >= FIRST_SURROGATE && code <= LAST_SURROGATE) return Buffer.byteLength(JSON.stringify(value));
  }
  return Buffer.byteLength(value) + more;
}

const LONG = 4_096;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
/** `\b`, `\t`, `\n`, `\f`, `\r`. */
const SHORT_ESCAPES: ReadonlySet<number> = new Set([8, 9, 10, 12, 13]);
