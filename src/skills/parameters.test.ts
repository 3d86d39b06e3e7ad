import { expect, test } from "vitest";
import { parametersIn } from "./parameters.ts";

const place = (name: string, type?: string, optional = false): object => ({
  name,
  kind: "positional",
  optional,
  ...(type === undefined ? {} : { type }),
});

test.each([
  ["", []],
  ["a, b: number,", [place("a"), place("b", "number")]],
  ["a?: string, b = (1, 2)", [place("a", "string", true), place("b", undefined, true)]],
  [
    "m: Map<string, number>, f: (a: number, b: string) => void",
    [place("m", "Map<string, number>"), place("f", "(a: number, b: string) => void")],
  ],
  ['text = "a, b: c", last: string', [place("text", undefined, true), place("last", "string")]],
  ["...all: string[]", [{ name: "all", kind: "rest", optional: true, type: "string[]" }]],
  ["options: { a: string; b?: number }", [{ ...place("options", "{ a: string; b?: number }"), keys: ["a", "b"] }]],
  ["{ a = 1, b }: Options = {}", [{ ...place("argument_1", "Options", true), keys: ["a", "b"] }]],
])("TypeScript's parameters %s", (list, expected) => {
  expect(parametersIn(list, "typescript")).toEqual(expected);
});

test.each([
  ["", []],
  ["a, b: int,", [place("a"), place("b", "int")]],
  ["a: dict[str, list[int]] = {'x': [1, 2]}", [place("a", "dict[str, list[int]]", true)]],
  ["a, /, b='=,'", [place("a"), place("b", undefined, true)]],
  ["a, *, b: str, c=1", [place("a"), { ...place("b", "str"), kind: "keyword" }, { ...place("c", undefined, true), kind: "keyword" }]],
  [
    "*rest, last",
    [
      { name: "rest", kind: "rest", optional: true },
      { ...place("last"), kind: "keyword" },
    ],
  ],
  ["**more: int", [{ name: "more", kind: "keywords", optional: true, type: "int" }]],
])("Python's parameters %s", (list, expected) => {
  expect(parametersIn(list, "python")).toEqual(expected);
});
