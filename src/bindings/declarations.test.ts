import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import type { JsonSchema, Tool } from "../registry/tool.ts";
import { serverDeclaration, signature, toolDeclaration } from "./declarations.ts";
import { generatedFiles } from "./module-files.ts";
import { schemaToType } from "./schema-to-type.ts";

const tool = (given: Partial<Tool>): Tool => ({ server: "s", name: "t", description: "", inputSchema: {}, annotations: {}, ...given });

test("a declaration has description, parameter docs and types", () => {
  const given = tool({
    name: "read_file",
    description: "Reads a file.\nWhole.",
    inputSchema: {
      type: "object",
      properties: {
        path: { type: "string", description: "Where" },
        head: { type: "integer", default: 10 },
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
  expect(toolDeclaration(given, "read_file")).toMatchInlineSnapshot(`
    "/**
     * Reads a file.
     * Whole.
     */
    export declare function read_file(args: {
      /** Where */
      path: string;
      /** @default 10 */
      head?: number;
      "odd-name"?: "a" | "b" | null;
      nested?: (string | {
            x: number;
          })[];
    }): Promise<string>;
    "
  `);
  expect(signature(given, "read_file")).toBe(
    'read_file(args: { path: string; head?: number; "odd-name"?: "a" | "b" | null; nested?: (string | { x: number })[] }): Promise<string>',
  );
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
    "{ a?: string } & { b?: number }",
  ],
  [{ $ref: "https://example.invalid/schema.json" }, "unknown"],
  [{ $ref: "#" }, "unknown"],
  [{ type: "object", additionalProperties: { type: "number" } }, "Record<string, number>"],
])("%j becomes %s", (schema, expected) => {
  expect(schemaToType(schema, { docs: false })).toBe(expected);
});

test("a schema that multiplies itself stays small and quick", () => {
  const $defs: Record<string, unknown> = { d0: { type: "string" } };
  for (let i = 1; i < 40; i += 1)
    $defs[`d${i}`] = { type: "object", properties: { a: { $ref: `#/$defs/d${i - 1}` }, b: { $ref: `#/$defs/d${i - 1}` } } };
  expect(schemaToType({ $ref: "#/$defs/d39", $defs }).length).toBeLessThan(1_000_000);
});

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
      const unique = new Set(texts).size;
      const declaration = parseSync("x.d.ts", serverDeclaration(tools.filter(({ name }, index) => texts.indexOf(name) === index)), {
        lang: "ts",
      });
      expect(declaration.errors).toEqual([]);
      expect(declaration.program.body).toHaveLength(unique + 1);
      for (const [path, content] of generatedFiles(new Map(tools.map((each) => [each.server, [each]])))) {
        expect(path).toMatch(/^servers\/[\p{ID_Continue}]+\/index\.(?:d\.ts|js)$/u);
        const { errors, program } = parseSync(path, content, { lang: path.endsWith(".js") ? "js" : "ts" });
        expect(errors).toEqual([]);
        expect(program.body).toHaveLength(2);
      }
    }),
  );
});
