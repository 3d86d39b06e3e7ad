import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { guessLanguage } from "../src/executor/languages/guess-language.ts";

const programs = (folder: string, ending: RegExp): string[] => {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(path)
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(path + name, "utf8"));
};
const scripts = [...programs("./check/right/", /\.[jt]s$/), ...programs("./check/mistakes/", /\.[jt]s$/)];
const snippets = programs("./python/snippets/", /\.py$/);

test("the language of every committed program is guessed", () => {
  expect(scripts.length).toBeGreaterThan(100);
  expect(snippets.length).toBeGreaterThanOrEqual(60);
  expect(scripts.filter((code) => guessLanguage(code) !== "typescript")).toEqual([]);
  expect(snippets.filter((code) => guessLanguage(code) !== "python")).toEqual([]);
});

test.each([
  ["1 + 1", "typescript"],
  ["", "typescript"],
  ["print('hi')", "python"],
  ["console.log('hi')", "typescript"],
  ["await servers.calculator.add({ a: 1, b: 2 })", "typescript"],
  ["await servers.calculator.add(a=1, b=2)", "python"],
  ["x = None", "python"],
  ["for x in range(3):\n    print(x)", "python"],
  ["[n * n for n in range(3)]", "python"],
  ["```python\n1 + 1\n```", "python"],
  ["```ts\nprint(1)\n```", "typescript"],
  ["from generated.servers.filesystem import read_file\nawait read_file(path='a')", "python"],
  ["import { read_file } from 'generated/servers/filesystem'\nawait read_file({ path: 'a' })", "typescript"],
  ["# only a comment", "python"],
  ["// only a comment", "typescript"],
])("%j is taken for %s", (code, language) => {
  expect(guessLanguage(code)).toBe(language);
});
