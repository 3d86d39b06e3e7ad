import { expect, test } from "vitest";
import type { SkillLanguage } from "../skill.ts";
import { functionFromProgram } from "./from-program.ts";

const PYTHON = `from generated.servers.filesystem import read_file
a = 1
b = "x"
await read_file(path="/a", head=2)`;

test("chosen parameters have no default values, and the order in which they were asked for; the rest stays", () => {
  const { code, parameters } = functionFromProgram({ language: "python", code: PYTHON, name: "f", parameters: ["path", "a"] });
  expect(code).toBe(`from generated.servers.filesystem import read_file

async def f(path: str, a: int):
    b = "x"
    return await read_file(path=path, head=2)
`);
  expect(parameters).toEqual([
    { name: "path", type: "str", value: "/a", line: 4 },
    { name: "a", type: "int", value: 1, line: 2 },
  ]);
  expect(functionFromProgram({ language: "typescript", code: "const a = 1, b = 2;\na + b", name: "f", parameters: ["b"] }).code).toBe(
    "export async function f(b: number) {\n  const a = 1;\n  return a + b;\n}\n",
  );
});

test("a name that is not proposed is answered with those that are", () => {
  expect(() => functionFromProgram({ language: "python", code: PYTHON, name: "f", parameters: ["paht"] })).toThrow(
    expect.objectContaining({
      code: "SKILL_INVALID",
      message: expect.stringMatching(/"paht".*Did you mean "path".*a, b, path, head/) as string,
    }),
  );
});

test.each([
  ["typescript", "", 1, "empty"],
  ["typescript", "// nothing\n", 1, "empty"],
  ["typescript", "const a = 1;\nconst b = ;", 2, "Unexpected"],
  ["typescript", 'import { a } from "skills/a";\nimport { b } from "skills/b";\n', 2, "only imports"],
  ["typescript", "function a() {}\ntype B = 1;", 2, "only declares"],
  ["typescript", 'const a = 1;\nexport * from "skills/x";', 2, "export ... from"],
  ["typescript", 'import { f } from "skills/f";\nf()', 1, '"f"'],
  ["python", "", 1, "empty"],
  ["python", "# nothing\n", 1, "empty"],
  ["python", "import a\nfrom b import (c,\n  d)\n", 2, "only imports"],
  ["python", "class A:\n    pass\n", 1, "only declares"],
  ["python", "a = 1\nb = (2,\n", 2, "never closed"],
  ["python", "a = 1\nb = 'x\n", 2, "no end"],
  ["python", "a = [1]\nmax = max(a)\nmax", 2, '"max"'],
  ["python", "from skills.f import f\nawait f()", 1, '"f"'],
] as const)("%s that can't be a function is refused with the line: %j", (language, code, line, why) => {
  expect(() => functionFromProgram({ language, code, name: "f" })).toThrow(
    expect.objectContaining({
      code: "SKILL_INVALID",
      message: expect.stringContaining(why) as string,
      data: expect.objectContaining({ line }) as object,
    }),
  );
});

test.each<[SkillLanguage, string]>([
  ["typescript", "const a = 1;\nwork + a"],
  ["python", "a = 1\nwork + a"],
])("in %s a name that the program has from elsewhere can't be the function's", (language, code) => {
  expect(() => functionFromProgram({ language, code, name: "work" })).toThrow(
    expect.objectContaining({ code: "SKILL_INVALID", message: expect.stringMatching(/line 2.*"work"/) as string }),
  );
});

test("a program that is nested too deeply is refused", () => {
  const code = `${"!".repeat(8_000)}true`;
  expect(() => functionFromProgram({ language: "typescript", code, name: "work" })).toThrow(
    expect.objectContaining({ code: "SKILL_INVALID" }),
  );
});

test.each(["class", "a-b", "", "lambda"])("%j is no name for a function", (name) => {
  expect(() => functionFromProgram({ language: "typescript", code: "1", name })).toThrow(
    expect.objectContaining({ code: "SKILL_INVALID" }),
  );
});
