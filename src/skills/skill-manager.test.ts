import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseSkillCode } from "./parse-skill.ts";
import { SkillManager } from "./skill-manager.ts";

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "codemode-test-"));
const draft = { name: "word_count", description: "Counts words.", language: "typescript" } as const;
const counting = (more = ""): string => `export async function word_count(path: string): Promise<number> { ${more} return 1; }\n`;

test.each([
  ["a block comment", "/**\n * Counts words.\n * Quickly.\n */\nexport const a = 1;", "Counts words.\nQuickly."],
  ["line comments", "// Counts words.\n// Quickly.\nexport const a = 1;", "Counts words.\nQuickly."],
  ["front matter", "/*\n---\nname: x\ndescription: Counts words.\n---\n*/\nexport const a = 1;", "Counts words."],
  ["nothing", "export const a = 1; // late", ""],
])("the description comes from %s", (_, text, description) => {
  expect(parseSkillCode("/a.ts", text)).toMatchObject({ description, code: text });
});

test("folders are read, the first wins, and what is no skill is told", async () => {
  const folder = await newFolder();
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  for (const each of [first, second]) await mkdir(each);
  await writeFile(join(first, "count.ts"), "// first\nexport const a = 1;");
  await writeFile(join(second, "count.ts"), "// second");
  await writeFile(join(second, "other.js"), "// other");
  await writeFile(join(second, "count.test.ts"), "// a test");
  await writeFile(join(second, "bad name.ts"), "// bad");
  const manager = new SkillManager([first, second, join(folder, "missing")]);
  const { skills, problems } = await manager.list();
  expect(skills.map(({ name, description, origin }) => [name, description, origin])).toEqual([
    ["count", "first", first],
    ["other", "other", second],
  ]);
  expect(problems).toEqual([{ file: join(second, "bad name.ts"), message: expect.stringContaining("bad name") }]);
  await expect(manager.get("coutn")).rejects.toMatchObject({ code: "MODULE_UNKNOWN", message: expect.stringContaining('"count"') });
  await writeFile(join(folder, "secret.ts"), "// out of the folders");
  await expect(manager.get("../secret")).rejects.toMatchObject({ code: "MODULE_UNKNOWN" });
});

test("a folder made for other agents is a skill to read, and one that is broken is told with its line", async () => {
  const folder = await newFolder();
  await mkdir(join(folder, "pdf-processing/references"), { recursive: true });
  await writeFile(
    join(folder, "pdf-processing/SKILL.md"),
    "---\nname: pdf-processing\ndescription: >\n  Fills forms\n  in PDFs.\nlicense: MIT\n---\n\n# Steps\n\nRead references/forms.md.\n",
  );
  await writeFile(join(folder, "pdf-processing/references/forms.md"), "Forms.");
  await mkdir(join(folder, "broken"));
  await writeFile(join(folder, "broken/SKILL.md"), "---\nname: broken\ndescription: [\n---\n");
  await mkdir(join(folder, "nothing"));
  const manager = new SkillManager([folder]);
  const { skills, problems } = await manager.list();
  expect(skills).toMatchObject([{ name: "pdf_processing", description: "Fills forms in PDFs.", code: "", changed: false }]);
  expect(problems).toEqual([
    { file: join(folder, "broken/SKILL.md"), line: expect.any(Number), message: expect.stringMatching(/^Line [34]: /) },
    { file: join(folder, "nothing"), message: expect.stringContaining("no SKILL.md") },
  ]);
  expect(await manager.files("pdf-processing")).toEqual(["SKILL.md", "references/forms.md"]);
  expect(await manager.readFile("pdf-processing", "references/forms.md")).toBe("Forms.");
  await expect(manager.readFile("pdf-processing", "../broken/SKILL.md")).rejects.toMatchObject({ code: "SKILL_INVALID" });
  expect(await manager.get("pdf_processing", "python")).not.toHaveProperty("language");
});

test("a saved skill is a folder by agentskills.io that says how it is called", async () => {
  const folder = await newFolder();
  const manager = new SkillManager([folder]);
  const saved = await manager.save({ ...draft, description: 'Counts: "words" --- of # a file', code: counting(), tags: ["text", "files"] });
  expect(saved).toMatchObject({
    name: "word_count",
    description: 'Counts: "words" --- of # a file',
    language: "typescript",
    tags: ["text", "files"],
    version: 1,
    changed: false,
    functions: [{ name: "word_count", signature: "word_count(path: string): Promise<number>" }],
  });
  expect(await readFile(join(folder, "word-count/SKILL.md"), "utf8")).toMatchInlineSnapshot(`
    "---
    name: word-count
    description: 'Counts: "words" --- of # a file'
    metadata:
      language: typescript
      tags: text, files
    ---

    \`\`\`ts
    import { word_count } from "skills/word_count";
    // word_count(path: string): Promise<number>
    \`\`\`
    "
  `);
  expect((await new SkillManager([folder]).list()).skills).toEqual([saved]);
});

test("a name collides only on purpose, and every version can be restored, also after the skill was deleted", async () => {
  const folder = await newFolder();
  const manager = new SkillManager([folder]);
  await manager.save({ ...draft, code: counting("/* 1 */") });
  await expect(manager.save({ ...draft, name: "word-count", code: counting() })).rejects.toMatchObject({ code: "SKILL_EXISTS" });
  expect((await manager.save({ ...draft, code: counting("/* 2 */"), replace: true })).version).toBe(2);
  await manager.delete("word_count");
  await expect(manager.get("word_count")).rejects.toMatchObject({ code: "MODULE_UNKNOWN" });
  expect(await readdir(folder)).toEqual([".history"]);
  const restored = await manager.restore("word_count", 1);
  expect(restored).toMatchObject({ version: 4, code: counting("/* 1 */"), changed: false });
  expect(manager.history("word_count").map(({ version, deleted }) => [version, deleted])).toEqual([
    [1, false],
    [2, false],
    [3, true],
    [4, false],
  ]);
  await expect(manager.restore("word_count", 3)).rejects.toThrow("was deleted");
  await expect(manager.restore("word_count", 9)).rejects.toThrow("no version 9");
});

test("what a person wrote or changed is seen, and is a version of its own when it is replaced", async () => {
  const folder = await newFolder();
  const manager = new SkillManager([folder]);
  await writeFile(join(folder, "word_count.ts"), `// By hand.\n${counting("/* hand */")}`);
  await manager.save({ ...draft, code: counting("/* model */"), replace: true });
  expect((await readdir(folder)).toSorted()).toEqual([".history", "word-count"]);
  expect(await manager.get("word_count")).toMatchObject({ version: 2, changed: false });
  await writeFile(join(folder, "word-count/index.ts"), counting("/* behind our back */"));
  await writeFile(join(folder, "word-count/example.md"), "An example.");
  expect(await manager.get("word_count")).toMatchObject({ version: 2, changed: true });
  await manager.save({ ...draft, code: counting("/* next */"), replace: true });
  expect(await manager.get("word_count")).toMatchObject({ version: 4, changed: false });
  expect(await manager.files("word_count")).toEqual(["SKILL.md", "example.md", "index.ts"]);
  expect((await manager.restore("word_count", 3)).code).toContain("behind our back");
  expect((await manager.restore("word_count", 1)).code).toContain("hand");
  expect((await readdir(folder)).toSorted()).toEqual([".history", "word_count.ts"]);
});

test("a skill that is deleted takes its whole folder along, and brings back what a person had changed in it", async () => {
  const folder = await newFolder();
  const manager = new SkillManager([folder]);
  await mkdir(join(folder, "pdf/references/deep"), { recursive: true });
  await writeFile(join(folder, "pdf/SKILL.md"), "---\ndescription: Forms.\n---\n");
  await writeFile(join(folder, "pdf/references/deep/a.bin"), Buffer.from([0, 255, 128]));
  await manager.delete("pdf");
  expect(await readdir(folder)).toEqual([".history"]);
  await manager.restore("pdf", 1);
  expect(await readFile(join(folder, "pdf/references/deep/a.bin"))).toEqual(Buffer.from([0, 255, 128]));
  await writeFile(join(folder, "pdf/references/deep/a.bin"), "changed");
  await manager.delete("pdf");
  expect((await manager.list()).problems).toEqual([]);
  await manager.restore("pdf", 4);
  expect(await manager.readFile("pdf", "references/deep/a.bin")).toBe("changed");
});

test("a text that looks like thousands of functions, none of which ends, has none", () => {
  for (const beginning of ["\nexport function a(`", "\nexport function a((((", "\ndef a('''", "\ndef a(x, "])
    for (const file of ["/a.ts", "/a.py"]) expect(parseSkillCode(file, beginning.repeat(50_000)).functions).toEqual([]);
});

test("a skill in both languages is one skill", async () => {
  const manager = new SkillManager([await newFolder()]);
  await manager.save({ ...draft, code: counting() });
  await manager.save({ ...draft, language: "python", code: "async def word_count(path: str) -> int:\n    return 1\n", replace: true });
  expect((await manager.list()).skills.map(({ name, language, version }) => [name, language, version])).toEqual([
    ["word_count", "python", 2],
    ["word_count", "typescript", 2],
  ]);
});

test.each([
  "../x",
  "/etc/x",
  "a/b",
  "a\\b",
  "",
  ".",
  "..",
  "con",
  "class",
  "import",
  "Word",
  "a b",
  "ａ",
  "a\u0000",
  "x".repeat(65),
  "a__b",
  "-a",
  "a-",
  "then",
])("nothing is saved under %j", async (name) => {
  const folder = await newFolder();
  await expect(new SkillManager([join(folder, "skills")]).save({ ...draft, name, code: counting() })).rejects.toMatchObject({
    code: "SKILL_INVALID",
  });
  expect(await readdir(folder)).toEqual([]);
});

test("links do not lead out of the folder, neither to read nor to write", async () => {
  const outside = await newFolder();
  const folder = await newFolder();
  await writeFile(join(outside, "secret.ts"), "export const secret = 1;");
  await writeFile(join(outside, "SKILL.md"), "---\ndescription: x\n---\n");
  await symlink(join(outside, "secret.ts"), join(folder, "secret.ts"));
  await symlink(outside, join(folder, "word-count"));
  await mkdir(join(folder, "own"));
  await writeFile(join(folder, "own/SKILL.md"), "---\ndescription: x\n---\n");
  await symlink(join(outside, "secret.ts"), join(folder, "own/secret.ts"));
  const manager = new SkillManager([folder]);
  const { skills, problems } = await manager.list();
  expect(skills.map(({ name }) => name)).toEqual(["own"]);
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("leads out of the folder"),
    expect.stringContaining("leads out of the folder"),
  ]);
  await expect(manager.readFile("own", "secret.ts")).rejects.toMatchObject({ code: "SKILL_INVALID" });
  await expect(manager.save({ ...draft, code: counting(), replace: true })).rejects.toMatchObject({ code: "SKILL_INVALID" });
  expect((await readdir(outside)).toSorted()).toEqual(["SKILL.md", "secret.ts"]);
  await rm(folder, { recursive: true });
});

test.each<[string, "typescript" | "python", string, string]>([
  [
    "a",
    "typescript",
    "export function a(x: { y: string }, z = ')'): Promise<{ a: number }> {\n}",
    "a(x: { y: string }, z = ')'): Promise<{ a: number }>",
  ],
  ["a", "typescript", "export const a = async (x: number): Promise<number> => x;", "a(x: number): Promise<number>"],
  ["a", "typescript", "export default function a<T>(x: T): { b: T } {\n}", "a(x: T): { b: T }"],
  ["a", "typescript", "export async function* a(\n  x = 1, // one (\n) {}", "a( x = 1, // one ( )"],
  [
    "a",
    "python",
    "async def a(x: str, *, y: dict[str, int] = {}) -> list[str]:\n    pass",
    "a(x: str, *, y: dict[str, int] = {}) -> list[str]",
  ],
  ["a", "python", "def a(x=')'): return 1\ndef _b(): pass", "a(x=')')"],
])("the signature of %s in %s", (name, language, code, signature) => {
  expect(parseSkillCode(language === "python" ? "/a.py" : "/a.ts", code).functions).toMatchObject([{ name, signature }]);
});

test("skills are searched by words and tags, and what is wrong with one is told", async () => {
  const folder = await newFolder();
  const manager = new SkillManager([folder]);
  await manager.save({ ...draft, code: counting(), tags: ["text"] });
  await manager.save({ ...draft, name: "shout", description: "Writes in capitals.", code: counting() });
  expect((await manager.search("capitals")).skills.map(({ name }) => name)).toEqual(["shout"]);
  expect((await manager.search("", { tags: ["text"] })).skills.map(({ name }) => name)).toEqual(["word_count"]);
  expect(await manager.validate("shout")).toEqual([]);
  await writeFile(join(folder, "shout/cases.json"), "[{}]");
  expect(await manager.validate("shout")).toEqual([
    { file: join(folder, "shout/cases.json"), message: expect.stringContaining("[0].function") },
  ]);
  await writeFile(join(folder, "shout/SKILL.md"), "nothing");
  expect(await manager.validate("shout")).toMatchObject([{ file: join(folder, "shout/SKILL.md") }]);
  await expect(manager.validate("none")).rejects.toMatchObject({ code: "MODULE_UNKNOWN" });
});
