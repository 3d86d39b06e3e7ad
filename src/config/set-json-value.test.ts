import { parse } from "jsonc-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { setJsonValue } from "./set-json-value.ts";

test.each([
  ["into lines", '{\n  "a": { "b": 1 }\n}\n', ["x"], 2, '{\n  "a": { "b": 1 },\n  "x": 2\n}\n'],
  ["behind a comma at the end", '{\n\t"a": 1,\n}', ["x"], [2], '{\n\t"a": 1,\n\t"x": [\n\t\t2\n\t],\n}'],
  ["behind a comment", '{\n  "a": 1 // one\n}', ["x"], 2, '{\n  "a": 1, // one\n  "x": 2\n}'],
  ["into one line", '{ "a": { "b": 1 } }', ["a", "x"], { y: [1] }, '{ "a": { "b": 1, "x": { "y": [ 1 ] } } }'],
  [
    "into an object with a comment",
    '{\r\n  "a": {\r\n    // c\r\n  }\r\n}',
    ["a", "x"],
    1,
    '{\r\n  "a": {\r\n    // c\r\n    "x": 1\r\n  }\r\n}',
  ],
  ["into nothing", "{}\n", ["a", "x"], 1, '{\n  "a": {\n    "x": 1\n  }\n}\n'],
  ["in the place of another", '{ "a": 1, "b": 2 }', ["a"], "x", '{ "a": "x", "b": 2 }'],
  [
    "out of lines",
    '{\n  "a": 1, // one\n  "b": 2,\n  // last\n  "c": 3\n}',
    ["b"],
    undefined,
    '{\n  "a": 1, // one\n  // last\n  "c": 3\n}',
  ],
  ["out of the end", '{\n  "a": 1, // one\n  "b": 2\n}', ["b"], undefined, '{\n  "a": 1 // one\n}'],
  ["out of the end with a comma", '{\n  "a": 1,\n  "b": 2,\n}', ["b"], undefined, '{\n  "a": 1,\n}'],
  ["out of one line", '{ "a": 1, "b": 2 }', ["a"], undefined, '{ "b": 2 }'],
] as const)("%s", (_, text, path, value, expected) => {
  expect(setJsonValue(text, path, value)).toBe(expected);
});

test("a value that goes in and out again leaves the text as it was, or the document as it meant", () => {
  const key = fc.stringMatching(/^[a-z]{1,3}$/);
  const { tree: value } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.string(),
      fc.array(fc.integer(), { maxLength: 2 }),
      fc.dictionary(key, tie("tree"), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.dictionary(key, value, { maxKeys: 4 }),
      value,
      fc.constantFrom("  ", "\t", ""),
      fc.boolean(),
      (object, added, indent, inner) => {
        const text = JSON.stringify(inner ? { in: object, z: 1 } : object, null, indent);
        const path = inner ? ["in", "ours"] : ["ours"];
        const there = setJsonValue(text, path, added);
        expect(parse(there)).toEqual(inner ? { in: { ...object, ours: added }, z: 1 } : { ...object, ours: added });
        const gone = setJsonValue(there, path, undefined);
        expect(parse(gone)).toEqual(parse(text));
        if (indent !== "" && Object.keys(object).length > 0) expect(gone).toBe(text);
      },
    ),
    { numRuns: 500 },
  );
});
