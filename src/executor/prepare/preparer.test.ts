import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { prepareSafely } from "./preparer.ts";

const nested: Record<string, string> = {
  brackets: "[".repeat(50_000),
  objects: `${"({a:".repeat(20_000)}1${"})".repeat(20_000)}`,
  templates: `${"`${".repeat(30_000)}1${"}`".repeat(30_000)}`,
  types: `let x: ${"A<".repeat(50_000)}1${">".repeat(50_000)}`,
  patterns: `let ${"[".repeat(5_000)}a${"]".repeat(5_000)} = 1`,
};

test.each(Object.keys(nested))("a program of nested %s is refused, and this process lives", async (kind) => {
  await expect(prepareSafely(nested[kind] as string, "program")).rejects.toMatchObject({ code: "SYNTAX" });
});

test("a crash is one program's own: what was asked before and after it is answered", async () => {
  const long = (n: number): string => `${"// a comment\n".repeat(300)}${n}`;
  const asked = [long(1), nested.brackets as string, long(2)].map((code) =>
    prepareSafely(code, "program").then(({ code: ready }) => ready, String),
  );
  const [before, crashed, after] = await Promise.all(asked);
  expect(before).toContain("return (1)");
  expect(crashed).toContain("nested too deeply");
  expect(after).toContain("return (2)");
});

test("a long program keeps its errors and its places", async () => {
  const comments = "// a comment\n".repeat(300);
  await expect(prepareSafely(`${comments}const a = ;`, "program")).rejects.toMatchObject({
    code: "SYNTAX",
    data: { line: 301, column: 11 },
  });
  const { locate, code } = await prepareSafely(`${comments}const a: number = 1;\na`, "program");
  const line = code.split("\n").findIndex((text) => text.includes("return (a)")) + 1;
  expect(locate({ line, column: code.split("\n")[line - 1]!.indexOf("(a)") + 2 })).toEqual({ line: 302, column: 1 });
});

test("parsed in this process the same program would end it, so the test can tell", () => {
  const script = 'import { parseProgram } from "./dist/executor/prepare/prepare.js"; parseProgram("[".repeat(50_000), "program")';
  expect(spawnSync(process.execPath, ["--input-type=module", "-e", script]).signal).toBe("SIGSEGV");
});
