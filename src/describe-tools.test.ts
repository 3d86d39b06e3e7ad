import { expect, test } from "vitest";
import { firstLine } from "./describe-tools.ts";

test("a short first line stays, a long one ends with a sentence or between two words", () => {
  expect(firstLine("\n Reads a file.\nAnd more.")).toBe("Reads a file.");
  expect(firstLine(`Reads a file as text. ${"Much more is said. ".repeat(20)}`)).toMatch(/^Reads a file as text\. .*said\.$/);
  const cut = firstLine("word ".repeat(100));
  expect(cut).toMatch(/^(?:word )+\.\.\.$/);
  expect(cut.length).toBeLessThanOrEqual(164);
  expect(firstLine("x".repeat(500)).length).toBeLessThanOrEqual(164);
  expect(firstLine("")).toBe("");
});

test("nothing of it can hide or turn text around", () => {
  expect(firstLine("Reads\u202eelif a\u0007\u200b now")).toBe("Reads elif a   now");
});
