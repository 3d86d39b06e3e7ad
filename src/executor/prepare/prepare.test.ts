import { expect, test } from "vitest";
import { stripFence } from "./fence.ts";
import { prepare } from "./prepare.ts";

test("only code that may reach servers by name needs all of them", () => {
  expect(prepare('import { a } from "generated/servers/x"; a()', "program").dynamic).toBe(false);
  expect(prepare("const m = await import('generated/servers/x'); m", "program").dynamic).toBe(false);
  expect(prepare("servers.x.a()", "program").dynamic).toBe(true);
  expect(prepare("const name = 'x'; await import(name)", "program").dynamic).toBe(true);
});

test("imports are found with their names and places", () => {
  const { imports } = prepare(
    'const a = 1;\nimport { b as c, type T } from "generated/servers/x";\nimport * as s from "skills/y";\n[a, c, s]',
    "program",
  );
  expect(imports).toEqual([
    { specifier: "generated/servers/x", names: [{ name: "b", position: { line: 2, column: 10 } }], position: { line: 2, column: 1 } },
    { specifier: "skills/y", names: [], position: { line: 3, column: 1 } },
  ]);
});

test("a module gives its exports", () => {
  expect(
    prepare(
      "export const a = 1, { b, ...c } = x; export function d() {}\nconst e = 1; export { e as f }; export default class {}",
      "module",
    ).exports,
  ).toEqual(["a", "b", "c", "d", "f", "default"]);
  expect(() => prepare('const a = 1;\nexport * from "skills/x"', "module")).toThrow(
    expect.objectContaining({ code: "SYNTAX", data: expect.objectContaining({ line: 2, column: 1 }) }),
  );
});

test.each([
  ["```ts\n1\n```", "\n1"],
  ["\n~~~\n1\n2\n~~~\n", "\n\n1\n2"],
  ["1 // no fence", "1 // no fence"],
  ["const s = `\n```\n`", "const s = `\n```\n`"],
])("a fence around everything is taken off and lines keep their numbers: %j", (text, code) => {
  expect(stripFence(text)).toBe(code);
});
