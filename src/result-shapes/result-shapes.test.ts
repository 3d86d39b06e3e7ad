import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { printType } from "../bindings/typescript/print-type.ts";
import type { Tool } from "../registry/tool.ts";
import { ResultShapes } from "./result-shapes.ts";
import { mergeShapes, shapeOf } from "./shape.ts";
import { shapeType } from "./shape-type.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-shapes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tool: Tool = { server: "s/ä", name: "list", description: "", inputSchema: {}, annotations: {} };
const typeOf = (...values: unknown[]): string =>
  printType(shapeType(values.map((value) => shapeOf(value)).reduce(mergeShapes)), { detail: "signature" });

test.each<[unknown[], string]>([
  [["text"], "string"],
  [[1, 2.5], "number"],
  [[null, true], "boolean | null"],
  [[[]], "unknown[]"],
  [[[], [{ id: 1 }]], "{ id: number }[]"],
  [[{ a: 1 }, { a: 2, b: "x" }], "{ a: number; b?: string }"],
  [[{ a: "open" }, { a: "closed" }], "{ a: string }"],
  [["text", { a: 1 }], "string | { a: number }"],
  [[{ "ann@example.com": 1, "bob@example.com": 2 }], "Record<string, number>"],
  [[{ ann: { age: 1 }, bob: { age: 2 } }], "Record<string, { age: number }>"],
  [[{ ann: 1, bob: 2 }, { eve: 3 }], "Record<string, number>"],
  [[{}], "Record<string, unknown>"],
])("%j has the type %s", (values, type) => {
  expect(typeOf(...values)).toBe(type);
});

test("a shape holds nothing of what a value says", () => {
  const secret = fc.string({ minLength: 6, unit: "grapheme" }).map((text) => `secret ${text}`);
  const values = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, secret, fc.array(tie("value"), { maxLength: 4 }), fc.dictionary(secret, tie("value"), { maxKeys: 4 })),
  })).value;
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.stringify(shapeOf(value))).not.toContain("secret");
    }),
  );
});

test("what was seen lasts, until the definition changes", async () => {
  await using first = new ResultShapes({ folder });
  expect(first.observed(tool)).toBeUndefined();
  first.observe(tool, [{ id: 1, name: "private words" }], "json");
  const version = first.version;
  first.observe(tool, [{ id: 2, name: "others" }], "json");
  expect(first.version).toBe(version);
  await first.save();
  const [file = ""] = await readdir(folder);
  expect(await readFile(join(folder, file), "utf8")).not.toMatch(/private|others/);

  const second = new ResultShapes({ folder });
  expect(printType(second.observed(tool)!.type, { detail: "signature" })).toBe("{ id: number; name: string }[]");
  expect(second.textKind(tool)).toBe("json");
  const changed: Tool = { ...tool, description: "does something else" };
  expect(second.observed(changed)).toBeUndefined();
  expect(second.textKind(changed)).toBeUndefined();
});

test("two processes that write the same file both keep what they saw", async () => {
  const other: Tool = { ...tool, name: "other" };
  const [one, two] = [new ResultShapes({ folder }), new ResultShapes({ folder })];
  one.observe(tool, [{ id: 1, extra: true }], "json");
  two.observe(other, "text", "text");
  await one.save();
  await two.save();
  const after = new ResultShapes({ folder });
  expect(printType(after.observed(tool)!.type, { detail: "signature" })).toContain("extra?: boolean");
  expect(after.textKind(other)).toBe("text");
});

test("a file that is broken, or not ours, is as none", async () => {
  const [file = ""] = await readdir(folder);
  for (const text of [
    "{",
    "[]",
    '{"format":2,"tools":{}}',
    '{"format":1,"tools":{"list":{"definition":"x","calls":1,"shape":{"primitives":["evil"]}}}}',
  ]) {
    await writeFile(join(folder, file), text);
    expect(new ResultShapes({ folder }).observed(tool)).toBeUndefined();
  }
});
