import { expect, test } from "vitest";
import { annotationToTypeScript } from "./annotation.ts";

test.each([
  ["str", "string"],
  ["int", "number"],
  ["None", "null"],
  ["list[str]", "string[]"],
  ["list[str | None]", "(string | null)[]"],
  ["dict[str, list[int]]", "Record<string, number[]>"],
  ["Optional[float]", "number | null"],
  ["typing.Union[int, str, int]", "number | string"],
  ["tuple[int, str]", "[number, string]"],
  ["tuple[int, ...]", "number[]"],
  ["Literal['a', \"b\", 3, True]", "'a' | \"b\" | 3 | true"],
  ["'list[int]'", "number[]"],
  ["Annotated[str, 'a, b']", "string"],
  ["Any", "any"],
  ["Word", "any"],
  ["constructor", "any"],
  ["Literal[constructor]", "any"],
  ["str | bytes", "any"],
  ["Callable[[int], str]", "any"],
  ["list", "any[]"],
  ["x]; declare const evil", "any"],
  ["list[".repeat(50) + "int" + "]".repeat(50), `any${"[]".repeat(21)}`],
])("%s", (annotation, type) => {
  expect(annotationToTypeScript(annotation)).toBe(type);
});
