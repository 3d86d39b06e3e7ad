import { expect, test } from "vitest";
import type { JsonSchema } from "../registry/tool.ts";
import { argumentProblem } from "./validate-arguments.ts";

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
  argumentProblem({ server: "s", name: "t", description: "", inputSchema, annotations: {} }, args);

test.each([
  [
    { paht: "x" },
    'arguments lacks the required property "path". You gave "paht". arguments has no property "paht". Did you mean "path"? Properties: path, options, mode, tags.',
  ],
  [{ path: "x", options: { haed: 1 } }, 'arguments.options has no property "haed". Did you mean "head"? Properties: head.'],
  [{ path: "x", options: { head: 0 } }, "arguments.options.head: 0 is less than 1."],
  [
    { path: 5, mode: "c" },
    'arguments.path: Instance type "number" is invalid. Expected "string". arguments.mode: Instance does not match any of ["a","b"].',
  ],
  [{ path: "x", tags: ["a", 2] }, 'arguments.tags.1: Instance type "number" is invalid. Expected "string".'],
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
