import fc from "fast-check";
import { expect, test } from "vitest";
import { readSchemaSuite } from "../../../bench/types/schema-suite.ts";
import type { JsonSchema } from "../../registry/tool.ts";
import type { ObjectSignature, TypeSignature } from "../../sandbox/messages.ts";
import { schemaProblem } from "../../schema-problem.ts";
import { toolSignature } from "./signature.ts";

function parameter(schema: JsonSchema, name = "x"): TypeSignature | undefined {
  const signature = toolSignature({ type: "object", properties: { [name]: schema } }) as ObjectSignature;
  return signature.optional?.[name];
}

test("a signature says which arguments there are, which must be there, and whether there may be others", () => {
  const properties = { path: { type: "string" }, head: { type: "integer" } };
  expect(toolSignature({ type: "object", properties, required: ["path"] })).toEqual({
    required: { path: "string" },
    optional: { head: "integer" },
  });
  expect(toolSignature({ type: "object", properties, additionalProperties: false })).toEqual({
    optional: { path: "string", head: "integer" },
    extra: "none",
  });
  expect(toolSignature({ type: "object", properties, additionalProperties: { type: "number" } })).toMatchObject({ extra: "number" });
  expect(toolSignature({ type: "object", properties, additionalProperties: true })).toMatchObject({ extra: "any" });
  expect(toolSignature({ type: "object", properties, patternProperties: { "^x-": { type: "string" } } })).toMatchObject({ extra: "any" });
});

test("types are words, values, lists, objects and what is made of them", () => {
  expect(parameter({ type: ["string", "null"] })).toEqual({ anyOf: ["string", "null"] });
  expect(parameter({ type: "string", nullable: true })).toEqual({ anyOf: ["string", "null"] });
  expect(parameter({ enum: ["a", 1, true, null] })).toEqual({ anyOf: ["null", { is: ["a", 1, true] }] });
  expect(parameter({ const: "a" })).toEqual({ is: ["a"] });
  expect(parameter({ type: "array", items: { type: "string" } })).toEqual({ items: "string" });
  expect(parameter({ type: "array" })).toBe("array");
  expect(parameter({ type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false })).toEqual({
    items: { anyOf: ["string", "number"] },
  });
  expect(parameter({ type: "object", properties: { a: { type: "null" } }, required: ["a"] })).toEqual({ required: { a: "null" } });
});

test("what is unclear is any", () => {
  for (const schema of [true, {}, { pattern: "^a" }, { $ref: "https://example.com/schema" }, { anyOf: [{ type: "string" }, {}] }])
    expect(parameter(schema)).toBe("any");
  for (const schema of [undefined, true, false, {}, { type: "string" }]) expect(toolSignature(schema)).toBe("any");
});

test("a schema that contains itself ends, and one that is too long is told in less detail", () => {
  const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#" } } } };
  expect(JSON.stringify(toolSignature(tree))).toMatch(/^(\{"optional":\{"children":\{"items":){3}"object"\}/);
  const wide = (depth: number): object =>
    depth === 0
      ? { enum: Array.from({ length: 20 }, (_, index) => `word ${index}`) }
      : {
          type: "object",
          properties: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, wide(depth - 1)])),
          required: ["a"],
        };
  const signature = toolSignature(wide(5) as JsonSchema);
  expect(JSON.stringify(signature).length).toBeLessThan(16_000);
  expect(signature).toMatchObject({ required: { a: { optional: { b: { optional: { b: "object" } } } } } });
  const words = { type: "object", properties: { x: { enum: Array.from({ length: 299 }, (_, index) => "w".repeat(100) + index) } } };
  expect(toolSignature(words)).toEqual({ optional: { x: "string" } });
});

/** The meaning of a signature, as `guest/python/_codemode/check/signatures.py` has it for values that are written out whole. */
function takes(type: TypeSignature, value: unknown): boolean {
  if (type === "any") return true;
  if (typeof type === "string") {
    if (type === "integer") return Number.isInteger(value);
    return type === (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
  }
  if ("is" in type) return type.is.includes(value as string);
  if ("items" in type) return Array.isArray(value) && value.every((item) => takes(type.items, item));
  if ("anyOf" in type) return type.anyOf.some((each) => takes(each, value));
  if ("allOf" in type) return type.allOf.every((each) => takes(each, value));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { required = {}, optional = {}, extra = "any" } = type;
  return (
    Object.keys(required).every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, each]) => {
      const known = Object.hasOwn(required, name) ? required[name] : Object.hasOwn(optional, name) ? optional[name] : undefined;
      return takes(known ?? (extra === "none" ? "any" : extra), each) && (known !== undefined || extra !== "none");
    })
  );
}

test("a signature takes whatever its schema takes, by schemas of every keyword", () => {
  let taken = 0;
  let refused = 0;
  for (const { schema, tests } of readSchemaSuite()) {
    // References lead from the document's root, which is another one here.
    if (JSON.stringify(schema).includes("$")) continue;
    const whole = { type: "object", properties: { value: schema }, required: ["value"] } as JsonSchema;
    for (const { data, valid } of tests) {
      const fits = takes(toolSignature(whole), { value: data });
      if (valid) {
        expect([whole, data, fits]).toEqual([whole, data, true]);
        taken += 1;
      } else refused += Number(!fits);
    }
  }
  expect(taken).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(100);
});

test("a signature takes whatever its schema takes, by schemas and values of chance", () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const scalar = fc.jsonValue({ maxDepth: 0 });
  const { schema } = fc.letrec<{ schema: object; leaf: object; inner: object }>((tie) => ({
    leaf: fc.oneof(
      fc.record({ type: fc.constantFrom("string", "number", "integer", "boolean", "null", "array", "object") }),
      fc.record({ type: fc.uniqueArray(fc.constantFrom("string", "number", "boolean", "null"), { minLength: 1 }) }),
      fc.record({ enum: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
      fc.record({ const: scalar }),
    ),
    inner: fc.oneof(
      fc.record({ type: fc.constant("array"), items: tie("schema") }),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
      fc.record(
        {
          properties: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("schema")),
          required: fc.uniqueArray(fc.constantFrom("a", "b"), { maxLength: 2 }),
          additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
          anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
          nullable: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    ),
    schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie("leaf"), tie("inner")),
  }));
  const near = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), value);
  fc.assert(
    fc.property(schema, fc.array(fc.oneof(value, near), { minLength: 8, maxLength: 8 }), (each, values) => {
      const whole = { type: "object", properties: { value: each } } as JsonSchema;
      for (const one of values) {
        if (schemaProblem(whole, { value: one }, "arguments") === undefined) expect(takes(toolSignature(whole), { value: one })).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("what stands for a schema that is too narrow is found, so that the tests can tell", () => {
  expect(takes({ required: { value: "string" } }, { value: 1 })).toBe(false);
  expect(takes({ optional: { a: "any" }, extra: "none" }, { b: 1 })).toBe(false);
  expect(takes({ items: { is: ["a"] } }, ["b"])).toBe(false);
});
