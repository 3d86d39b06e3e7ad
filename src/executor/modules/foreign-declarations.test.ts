import { expect, test } from "vitest";
import { declareForeignSkill } from "./foreign-declarations.ts";
import type { SkillFunctionOf } from "./skill-source.ts";

const positional = (name: string, type: string, optional = false): SkillFunctionOf["parameters"][number] => ({
  name,
  type,
  optional,
  kind: "positional",
});

test.each<[string, SkillFunctionOf, string]>([
  [
    "places and a result",
    { name: "f", parameters: [positional("a", "str"), positional("b", "int", true)], result: "bool" },
    "f(a: string, b?: number): Promise<boolean>",
  ],
  ["nothing known", { name: "f", parameters: [{ name: "a", optional: false, kind: "positional" }] }, "f(a: any): Promise<any>"],
  [
    "what goes by name alone",
    { name: "f", parameters: [positional("a", "str"), { name: "b", kind: "keyword", type: "int", optional: false }] },
    "f(a: string, options: { b: number }): Promise<any>",
  ],
  [
    "any names",
    { name: "f", parameters: [{ name: "more", kind: "keywords", optional: true }] },
    "f(options?: { [name: string]: any }): Promise<any>",
  ],
  [
    "any number",
    { name: "f", parameters: [positional("a", "str"), { name: "more", kind: "rest", optional: true }] },
    "f(a: string, ...rest: any[]): Promise<any>",
  ],
  [
    "a place that is called like the object for names",
    {
      name: "f",
      parameters: [positional("options", "str"), { name: "b", kind: "keyword", type: "int", optional: true }],
    },
    "f(options: string, named?: { b?: number }): Promise<any>",
  ],
  ["a reserved word", { name: "f", parameters: [positional("function", "str")] }, "f(function_: string): Promise<any>"],
])("%s", (_, declared, expected) => {
  expect(declareForeignSkill([declared])).toBe(`export declare function ${expected};`);
});

test("a function whose name is a keyword in TypeScript is exported under it all the same", () => {
  expect(declareForeignSkill([{ name: "delete", parameters: [] }])).toBe(
    "declare function delete_(): Promise<any>;\nexport { delete_ as delete };",
  );
});
