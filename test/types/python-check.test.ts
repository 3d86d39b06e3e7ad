import fc from "fast-check";
import { expect, test } from "vitest";
import { pythonAcceptance } from "../../bench/types/python-acceptance.ts";
import { pythonExpression } from "../../bench/types/python-calls.ts";
import { listedServers, type CorpusServer } from "../../bench/types/tool-corpus.ts";

function serverWith(schemas: readonly object[]): CorpusServer {
  const tools = schemas.map((schema, index) => ({
    server: "s",
    name: `t${index}`,
    description: "",
    inputSchema: schema as CorpusServer["tools"][number]["inputSchema"],
    annotations: {},
  }));
  return { server: "s", tools };
}

test("calls of real tools with valid arguments are never stopped in Python, and those with a mistake are", async () => {
  const { valid, wronglyStopped, invalid, signatureCharacters } = await pythonAcceptance(await listedServers());
  expect(wronglyStopped).toEqual([]);
  expect(valid).toBeGreaterThan(40);
  for (const [mistake, { count, stopped }] of invalid) expect([mistake, stopped]).toEqual([mistake, count]);
  expect(signatureCharacters.max).toBeLessThanOrEqual(16_000);
}, 600_000);

test("calls of tools with schemas of chance and valid arguments are never stopped", async () => {
  const names = fc.constantFrom("alpha", "beta", "gamma", "from");
  const word = fc.constantFrom("one", "two", "three");
  const { schema } = fc.letrec<{ schema: object; leaf: object; inner: object }>((tie) => ({
    leaf: fc.oneof(
      fc.record({ type: fc.constantFrom("string", "number", "integer", "boolean", "null") }),
      fc.record({ type: fc.uniqueArray(fc.constantFrom("string", "integer", "boolean", "null"), { minLength: 1 }) }),
      fc.record({ enum: fc.uniqueArray(fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)), { minLength: 1, maxLength: 3 }) }),
      fc.record({ const: word }),
    ),
    inner: fc.oneof(
      fc.record({ type: fc.constant("array"), items: tie("schema") }),
      fc.record({ type: fc.constant("array"), prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
      fc.record(
        {
          type: fc.constant("object"),
          properties: fc.dictionary(names, tie("schema")),
          required: fc.uniqueArray(names, { maxLength: 2 }),
          additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
          patternProperties: fc.dictionary(fc.constantFrom("^a", "x$"), tie("schema"), { maxKeys: 1 }),
        },
        { requiredKeys: ["type"] },
      ),
    ),
    schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie("leaf"), tie("inner")),
  }));
  const tool = fc.record(
    {
      type: fc.constant("object"),
      properties: fc.dictionary(names, schema, { minKeys: 1 }),
      required: fc.uniqueArray(names, { maxLength: 2 }),
      additionalProperties: fc.oneof(fc.boolean(), schema),
      anyOf: fc.array(fc.record({ properties: fc.dictionary(names, schema), required: fc.uniqueArray(names, { maxLength: 1 }) }), {
        minLength: 1,
        maxLength: 2,
      }),
    },
    { requiredKeys: ["type", "properties"] },
  );
  const { valid, wronglyStopped } = await pythonAcceptance([serverWith(fc.sample(tool, 600))]);
  expect(wronglyStopped).toEqual([]);
  expect(valid).toBeGreaterThan(600);
}, 300_000);

test("a signature that is narrower than its schema is found, so that the tests can tell", async () => {
  const wide = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
  const narrow = { type: "object", properties: { a: { type: "number" } }, required: ["a"] };
  expect((await pythonAcceptance([serverWith([wide])])).wronglyStopped).toEqual([]);
  expect((await pythonAcceptance([serverWith([wide])], () => narrow)).wronglyStopped.length).toBeGreaterThan(0);
  const { invalid } = await pythonAcceptance([serverWith([wide])], () => ({ type: "object" }));
  expect(invalid.get("wrong primitive")).toMatchObject({ stopped: 0 });
}, 60_000);

test("values of JSON are the same in Python's words", () => {
  expect(pythonExpression({ "ž\u2028": [null, true, -1.5, 1e21, 'a"\\\n🐎'] })).toBe(
    '{"\\u017e\\u2028": [None, True, -1.5, 1e+21, "a\\"\\\\\\n\\U0001f40e"]}',
  );
});
