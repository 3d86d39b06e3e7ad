import { expect, test } from "vitest";
import type { JsonSchema } from "./registry/tool.ts";
import { schemaProblem } from "./schema-problem.ts";

const schema: JsonSchema = {
  type: "object",
  properties: {
    path: { type: "string" },
    options: { type: "object", properties: { head: { type: "integer", minimum: 1 } }, additionalProperties: false },
    mode: { enum: ["a", "b"] },
    tags: { type: "array", items: { type: "string" } },
  },
  required: ["path"],
  additionalProperties: false,
};
const problem = (args: Record<string, unknown>, inputSchema: JsonSchema = schema): string | undefined =>
  schemaProblem(inputSchema, args, "arguments");

test.each([
  [
    { paht: "x" },
    'arguments lacks the required property "path". You gave "paht". arguments has no property "paht". Did you mean "path"? Properties: path, options, mode, tags.',
  ],
  [{ path: "x", options: { haed: 1 } }, 'arguments.options has no property "haed". Did you mean "head"? Properties: head.'],
  [{ path: "x", options: { head: 0 } }, "arguments.options.head: 0 is less than 1."],
  [{ path: 5, mode: "c" }, 'arguments.path must be string, not number 5. arguments.mode must be one of "a", "b", not string "c".'],
  [{ path: "x", tags: ["a", 2] }, "arguments.tags.1 must be string, not number 2."],
])("%j is refused with path, expectation and closest name", (args, text) => {
  expect(problem(args)).toBe(text);
});

test("what fits passes, and so does everything where the schema itself can't be used", () => {
  expect(problem({ path: "x", options: { head: 2 }, mode: "a", tags: [] })).toBeUndefined();
  expect(problem({ x: 1 }, { type: "object", properties: { x: { $ref: "https://example.invalid/schema" } } })).toBeUndefined();
  expect(problem({ x: "a" }, { type: "object", properties: { x: { type: "string", pattern: "(" } } })).toBeUndefined();
  expect(problem({ anything: 1 }, true)).toBeUndefined();
  expect(problem({ anything: 1 }, {})).toBeUndefined();
});

test("a pattern that would take for ever is given up, a quick one counts", () => {
  const slow: JsonSchema = { type: "object", properties: { x: { type: "string", pattern: "^(a+)+$" } } };
  const started = performance.now();
  expect(problem({ x: `${"a".repeat(40)}!` }, slow)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(problem({ x: "b" }, slow)).toContain("arguments.x");
});
