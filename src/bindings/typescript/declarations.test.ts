import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import type { JsonSchema, Tool } from "../../registry/tool.ts";
import { declareTools } from "../declared-tool.ts";
import { generatedFiles } from "../module-files.ts";
import { fromSchema } from "../schema/from-schema.ts";
import { serverDeclaration, signature, toolDeclaration } from "./declarations.ts";
import { createTypeScope } from "./type-scope.ts";

const tool = (given: Partial<Tool>): Tool => ({ server: "s", name: "t", description: "", inputSchema: {}, annotations: {}, ...given });
const declared = (given: Partial<Tool>) => ({ tool: tool(given), identifier: "t" });

/** A type in one line, with the named types before it. */
function typeText(schema: JsonSchema): string {
  const scope = createTypeScope({ detail: "signature" });
  const text = scope.print(fromSchema(schema));
  return [...scope.declarations.map((each) => each.trim()), text].join(" ");
}

test("a declaration has description, parameter docs and types", () => {
  const given = tool({
    name: "read_file",
    description: "Reads a file.\nWhole.",
    inputSchema: {
      type: "object",
      properties: {
        path: { type: "string", description: "Where" },
        head: { type: "integer", default: 10, description: "How many lines." },
        tail: { type: "integer", default: 0 },
        "odd-name": { enum: ["a", "b", null] },
        nested: {
          type: "array",
          items: { anyOf: [{ type: "string" }, { type: "object", properties: { x: { type: "number" } }, required: ["x"] }] },
        },
      },
      required: ["path"],
    },
    outputSchema: { type: "object", properties: { content: { type: "string" } } },
  });
  expect(toolDeclaration({ tool: given, identifier: "read_file" })).toMatchInlineSnapshot(`
    "/**
     * Reads a file.
     * Whole.
     */
    export declare function read_file(args: {
      /** Where */
      path: string;
      /** How many lines. @default 10 */
      head?: number;
      /** @default 0 */
      tail?: number;
      "odd-name"?: "a" | "b" | null;
      nested?: (string | {
        x: number;
      })[];
    }): Promise<string>;
    "
  `);
  expect(signature({ tool: given, identifier: "read_file" })).toBe(
    'read_file(args: { path: string; head?: number; tail?: number; "odd-name"?: "a" | "b" | null; nested?: (string | { x: number })[] }): Promise<string>',
  );
});

test("with full detail a declaration says all that the schema says", () => {
  const inputSchema = {
    type: "object",
    properties: { at: { type: "string", format: "date", pattern: "^2", examples: ["2026-01-01"], deprecated: true, minLength: 2 } },
  };
  expect(toolDeclaration(declared({ inputSchema, name: "odd name" }), { detail: "full" })).toMatchInlineSnapshot(`
    "/**
     *
     * The tool's own name: "odd name"
     */
    export declare function t(args?: {
      /**
       * @deprecated
       * @format date
       * @pattern ^2
       * @minLength 2
       * @example 2026-01-01
       */
      at?: string;
    }): Promise<unknown>;
    "
  `);
});

test.each<[JsonSchema, string]>([
  [{}, "unknown"],
  [true, "unknown"],
  [false, "never"],
  [{ type: ["string", "null"] }, "string | null"],
  [{ type: "string", nullable: true }, "string | null"],
  [{ const: "x" }, '"x"'],
  [{ type: "array", prefixItems: [{ type: "string" }, { type: "number" }], minItems: 2, items: false }, "[string, number]"],
  [
    {
      allOf: [{ type: "object", properties: { a: { type: "string" } } }, { $ref: "#/$defs/b" }],
      $defs: { b: { type: "object", properties: { b: { type: "number" } } } },
    },
    "{ a?: string; b?: number }",
  ],
  [{ $ref: "https://example.invalid/schema.json" }, "unknown"],
  [{ $ref: "#" }, "type Value = unknown; Value"],
  [{ type: "object", properties: { child: { $ref: "#" } } }, "type Value = { child?: Value }; Value"],
  [{ type: "object", additionalProperties: { type: "number" } }, "Record<string, number>"],
  [
    { type: "object", properties: { a: {} }, additionalProperties: false, patternProperties: { "^x": { type: "string" } } },
    "{ a?: unknown; [key: string]: unknown }",
  ],
  [{ properties: { a: { type: "number" } } }, "{ a?: number } | unknown[] | string | number | boolean | null"],
  [{ enum: ["a", 1, { k: [true] }] }, '"a" | 1 | { k: [true] }'],
  [{ type: "string", enum: ["a", null] }, '"a"'],
  [{ type: ["string", "null"], enum: ["a", null] }, '"a" | null'],
  [{ anyOf: [{ type: "string" }, { const: "x" }, { type: "integer" }, { type: "number" }] }, "string | number"],
  [
    { oneOf: [{ required: ["a"] }, { required: ["b"] }], type: "object", properties: { a: {}, b: {} } },
    "{ a?: unknown; b?: unknown } & ({ a: unknown } | { b: unknown })",
  ],
  [{ if: { type: "string" }, then: { type: "string" }, else: { type: "number" } }, "string | number"],
  [{ if: { type: "string" }, then: { minLength: 3 } }, "unknown"],
  [{ not: {} }, "never"],
  [{ not: { type: "null" }, type: ["string", "null"] }, "string"],
  [{ type: "object", required: ["a"], additionalProperties: { type: "number" } }, "{ a: number; [key: string]: unknown }"],
  [{ type: "object", propertyNames: { enum: ["a", "b"] }, additionalProperties: { type: "number" } }, "{ a?: number; b?: number }"],
  [{ type: "array", items: [{ type: "string" }], additionalItems: { type: "number" } }, "[string?, ...number[]]"],
  [{ $ref: "#/definitions/x", description: "beside", definitions: { x: { type: "string" } } }, "string"],
  [{ $ref: "#/$defs/a%20b", $defs: { "a b": { type: "string" } } }, "string"],
  [{ $ref: "#here", $defs: { x: { $anchor: "here", type: "string" } } }, "string"],
  [{ $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } }, "type a = unknown; a"],
  [
    { $ref: "#/$defs/node", $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } } } } },
    "type node = { next?: node }; node",
  ],
  [
    {
      type: "object",
      properties: { a: { $ref: "#/$defs/p" }, b: { $ref: "#/$defs/p" } },
      $defs: { p: { type: "object", properties: { x: {}, y: {} } } },
    },
    "type p = { x?: unknown; y?: unknown }; { a?: p; b?: p }",
  ],
])("%j becomes %s", (schema, expected) => {
  expect(typeText(schema)).toBe(expected);
});

test("equal named types of a server's tools are declared once, different ones apart", () => {
  const node = (type: string) => ({
    type: "object",
    properties: { node: { $ref: "#/$defs/Node" } },
    $defs: { Node: { type: "object", properties: { value: { type }, next: { $ref: "#/$defs/Node" } } } },
  });
  const tools = [
    tool({ name: "a", inputSchema: node("string") }),
    tool({ name: "b", inputSchema: node("string") }),
    tool({ name: "c", inputSchema: node("number") }),
  ];
  expect(serverDeclaration(declareTools(tools), { detail: "signature" })).toMatchInlineSnapshot(`
    "type Node = { value?: string; next?: Node };

    type Node_2 = { value?: number; next?: Node_2 };

    export declare function a(args?: { node?: Node }): Promise<unknown>;

    export declare function b(args?: { node?: Node }): Promise<unknown>;

    export declare function c(args?: { node?: Node_2 }): Promise<unknown>;

    export {};
    "
  `);
});

test.each<[string, JsonSchema]>([
  ["multiplies itself", { $ref: "#/$defs/d39", $defs: multiplying(40) }],
  ["is very deep", deep(3_000)],
  [
    "is a chain of references",
    {
      $ref: "#/$defs/d0",
      $defs: Object.fromEntries(
        Array.from({ length: 5_000 }, (_, i) => [`d${i}`, { type: "object", properties: { a: { $ref: `#/$defs/d${i + 1}` } } }]),
      ),
    },
  ],
  [
    "has a hundred thousand properties",
    { type: "object", properties: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`p${i}`, { type: "string" }])) },
  ],
  ["has a hundred thousand alternatives", { anyOf: Array.from({ length: 100_000 }, (_, i) => ({ const: i })) }],
  ["has a hundred thousand values", { enum: Array.from({ length: 100_000 }, (_, i) => `value ${i}`) }],
])("a schema that %s gives a small text, and says so", (_, schema) => {
  const model = fromSchema(schema);
  expect(createTypeScope().print(model).length).toBeLessThan(300_000);
  if (!("$defs" in (schema as object)) || _ !== "multiplies itself") expect(model.warnings).not.toEqual([]);
});

function multiplying(count: number): Record<string, unknown> {
  const $defs: Record<string, unknown> = { d0: { type: "string" } };
  for (let i = 1; i < count; i += 1) {
    $defs[`d${i}`] = { type: "object", properties: { a: { $ref: `#/$defs/d${i - 1}` }, b: { $ref: `#/$defs/d${i - 1}` } } };
  }
  return $defs;
}

function deep(depth: number): JsonSchema {
  let schema: JsonSchema = { type: "string" };
  for (let i = 0; i < depth; i += 1) schema = { type: "object", properties: { a: schema } };
  return schema;
}

test("nothing that a server writes ends a comment, a string or a name", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("*/ alert(1) /*", "`${x}`", '"; evil(); "', "\u2028evil()", "a\n*/\nb", "*\\/", "constructor", "__proto__"),
  );
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1 }), (texts) => {
      const tools = texts.map((text) =>
        tool({
          server: text,
          name: text,
          description: text,
          inputSchema: {
            type: "object",
            properties: Object.fromEntries([[text, { type: "string", description: text, default: text, pattern: text }]]),
            required: [text],
          },
          outputSchema: { enum: [text] },
        }),
      );
      const unique = tools.filter(({ name }, index) => texts.indexOf(name) === index);
      const declaration = parseSync("x.d.ts", serverDeclaration(declareTools(unique), { detail: "full" }), { lang: "ts" });
      expect(declaration.errors).toEqual([]);
      expect(declaration.program.body).toHaveLength(unique.length + 1);
      for (const [path, content] of generatedFiles([{ server: texts[0] as string, tools: declareTools(unique) }])) {
        expect(path).toMatch(/^servers\/[\p{XID_Continue}]+\/(?:[\p{XID_Continue}]+\.ts|__init__\.pyi)$/u);
        if (path.endsWith(".pyi")) continue;
        const { errors, program } = parseSync(path, content, { lang: "ts" });
        expect(errors).toEqual([]);
        expect(program.body).toHaveLength(path.endsWith("/index.ts") ? unique.length : 2);
      }
    }),
  );
});
