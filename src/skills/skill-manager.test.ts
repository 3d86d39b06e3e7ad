import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseSkill } from "./parse-skill.ts";
import { SkillManager } from "./skill-manager.ts";

test.each([
  ["a block comment", "/**\n * Counts words.\n * Quickly.\n */\nexport const a = 1;", "Counts words.\nQuickly."],
  ["line comments", "// Counts words.\n// Quickly.\nexport const a = 1;", "Counts words.\nQuickly."],
  ["front matter", "/*\n---\nname: x\ndescription: Counts words.\n---\n*/\nexport const a = 1;", "Counts words."],
  ["nothing", "export const a = 1; // late", ""],
])("the description comes from %s", (_, text, description) => {
  expect(parseSkill("a", "/a.ts", text)).toMatchObject({ name: "a", description, code: text });
});

test("folders are read, the first wins, and what is no skill is told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  for (const each of [first, second]) await mkdir(each);
  await writeFile(join(first, "count.ts"), "// first\nexport const a = 1;");
  await writeFile(join(second, "count.ts"), "// second");
  await writeFile(join(second, "other.js"), "// other");
  await writeFile(join(second, "count.test.ts"), "// a test");
  await writeFile(join(second, "bad name.ts"), "// bad");
  const manager = new SkillManager([first, second, join(folder, "missing")]);
  const { skills, problems } = await manager.list();
  expect(skills.map(({ name, description }) => [name, description])).toEqual([
    ["count", "first"],
    ["other", "other"],
  ]);
  expect(problems).toEqual([{ file: join(second, "bad name.ts"), message: expect.stringContaining("bad name") }]);
  await expect(manager.get("coutn")).rejects.toMatchObject({ code: "MODULE_UNKNOWN", message: expect.stringContaining('"count"') });
  await writeFile(join(folder, "secret.ts"), "// out of the folders");
  await expect(manager.get("../secret")).rejects.toMatchObject({ code: "MODULE_UNKNOWN" });
});
