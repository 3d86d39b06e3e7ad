import { expect, test } from "vitest";
import { areHeaderParametersRight } from "./header-parameters.ts";

const object = (properties: object, more: object = {}): object => ({ type: "object", properties, ...more });
const header = (name: unknown, type: unknown = "string"): object => ({ type, "x-mcp-header": name });

test.each([
  ["none", object({ a: { type: "string" } })],
  ["one", object({ a: header("Region") })],
  ["two, one of them deep inside", object({ a: header("Region"), b: object({ c: header("Level", "integer") }) })],
  ["the word as a value", object({ a: { enum: [{ "x-mcp-header": "" }] } })],
  ["no schema", true],
])("right: %s", (_, schema) => expect(areHeaderParametersRight(schema)).toBe(true));

test.each([
  ["an empty name", object({ a: header("") })],
  ["no text", object({ a: header(1) })],
  ["a name with a space", object({ a: header("a b") })],
  ["a name with a colon", object({ a: header("a:b") })],
  ["a name outside ASCII", object({ a: header("é") })],
  ["a name with a line break", object({ a: header("a\nb") })],
  ["a name twice", object({ a: header("Region"), b: object({ c: header("region") }) })],
  ["a number", object({ a: header("A", "number") })],
  ["an object", object({ a: header("A", "object") })],
  ["no type", object({ a: { "x-mcp-header": "A" } })],
  ["at the root", object({}, { "x-mcp-header": "A" })],
  ["in items", object({ a: { type: "array", items: header("A") } })],
  ["in an alternative", object({ a: { anyOf: [header("A")] } })],
  ["in a property of an alternative", object({ a: { anyOf: [object({ b: header("A") })] } })],
  ["in a definition", object({}, { $defs: { a: header("A") } })],
])("wrong: %s", (_, schema) => expect(areHeaderParametersRight(schema)).toBe(false));
