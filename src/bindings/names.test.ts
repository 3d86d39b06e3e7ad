import fc from "fast-check";
import { expect, test } from "vitest";
import { assignIdentifiers, toIdentifier } from "./names.ts";

const identifier = /^[\p{XID_Start}_][\p{XID_Continue}]*$/u;
const names = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom("a-b", "a.b", "a_b", "class", "then", "__proto__", "1x", "", "$", "a_b_2"),
  ),
);

test.each([
  ["read_file", "read_file"],
  ["read-text.file", "read_text_file"],
  ["2d plot", "_2d_plot"],
  ["class", "class_"],
  ["then", "then_"],
  ["__proto__", "__proto___"],
  ["__init__", "__init___"],
  ["export", "export_"],
  ["constructor", "constructor_"],
  ["lambda", "lambda_"],
  ["a/b c", "a_b_c"],
  ["größe", "größe"],
  ["ﬁnd", "find"],
  ["①", "_1"],
  ["\ud800", "_"],
  ["列表", "列表"],
  ["a$b", "a_b"],
  ["", "_"],
])("%j becomes %j", (name, expected) => {
  expect(toIdentifier(name)).toBe(expected);
});

test("every name gets an identifier of its own, whatever the order", () => {
  fc.assert(
    fc.property(names, (given) => {
      const assigned = assignIdentifiers(given);
      const identifiers = [...assigned.values()];
      expect(new Set(identifiers).size).toBe(new Set(given).size);
      for (const each of identifiers) expect(each).toMatch(identifier);
      expect(assignIdentifiers(given.toReversed())).toEqual(assigned);
    }),
  );
});

test("a name that is an identifier keeps its spelling beside one that becomes the same", () => {
  expect(Object.fromEntries(assignIdentifiers(["a-b", "a_b", "a.b"]))).toEqual({ a_b: "a_b", "a-b": "a_b_2", "a.b": "a_b_3" });
});
