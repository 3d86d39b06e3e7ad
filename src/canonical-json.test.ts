import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("keys are in the order of their code units, numbers and texts as ECMAScript has them", () => {
  // RFC 8785, sections 3.2.2 and 3.2.3; keys that are integers are in no order of their own.
  const text = '{"\\u20ac":"Euro","\\r":1e30,"\\ufb33":-0,"1":"\\u20ac$\\u000F\\nA\'B\\"\\\\\\"/","\\ud83d\\ude00":0.002,"10":[],"9":{}}';
  expect(canonicalJson(JSON.parse(text))).toBe(
    '{"\\r":1e+30,"1":"€$\\u000f\\nA\'B\\"\\\\\\"/","10":[],"9":{},"€":"Euro","😀":0.002,"\ufb33":0}',
  );
});

test("it says what JSON.stringify says, whatever the order of the keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
    }),
  );
});

test("what is no JSON is taken as JSON.stringify takes it", () => {
  const odd = { a: undefined, b: [undefined, () => {}], c: new Date(0), d: Number.NaN };
  expect(canonicalJson(odd)).toBe(JSON.stringify(odd));
  expect(canonicalJson(undefined)).toBe("null");
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversed(each)]),
  );
}
