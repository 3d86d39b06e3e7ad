import { expect, test } from "vitest";
import { pythonString } from "./python-text.ts";

test("a Python string is ASCII and means the same text", () => {
  expect(pythonString('a"\\\n')).toBe(String.raw`"a\"\\\n"`);
  expect(pythonString("ž\u2028\ud800")).toBe(String.raw`"\u017e\u2028\ud800"`);
  expect(pythonString("🐎")).toBe(String.raw`"\U0001f40e"`);
});
