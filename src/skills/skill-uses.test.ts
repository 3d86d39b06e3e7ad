import { appendFile, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SkillUses } from "./skill-uses.ts";

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "codemode-test-"));
const one = { name: "word_count", calls: 1, failures: 0, ms: 10 };

test("uses add up over processes, by the skill's key", async () => {
  const folder = await newFolder();
  const [here, there] = [new SkillUses(folder), new SkillUses(folder)];
  expect(here.of("word_count")).toBeUndefined();
  await Promise.all([
    ...Array.from({ length: 50 }, () => here.add([one])),
    ...Array.from({ length: 50 }, () => there.add([{ ...one, name: "Word-Count", failures: 1 }])),
  ]);
  expect(here.of("word-count")).toMatchObject({ calls: 100, failures: 50, ms: 1000 });
  expect(there.of("word_count")?.lastUsedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test("a long record becomes a sum, and nothing is lost", async () => {
  const folder = await newFolder();
  const line = `${JSON.stringify({ skill: "a", calls: 1, failures: 0, ms: 1, lastUsedAt: "2026-01-01T00:00:00.000Z" })}\n`;
  await writeFile(join(folder, ".uses.ndjson"), line.repeat(5_000));
  const uses = new SkillUses(folder);
  await uses.add([one]);
  expect((await readFile(join(folder, ".uses.ndjson"), "utf8")).split("\n")).toHaveLength(3);
  expect(uses.of("a")).toMatchObject({ calls: 5_000 });
  expect(uses.of("word_count")).toMatchObject({ calls: 1 });
});

test("what is spoiled counts for nothing, and a folder that is not there is no failure of reading", async () => {
  const folder = await newFolder();
  const uses = new SkillUses(folder);
  await uses.add([one]);
  await appendFile(join(folder, ".uses.ndjson"), '{"skill":"word_count","calls":-1}\n{"skill"');
  expect(uses.of("word_count")).toMatchObject({ calls: 1 });
  const missing = new SkillUses(join(folder, "missing"));
  expect(missing.of("word_count")).toBeUndefined();
  await expect(missing.add([one])).rejects.toThrow();
});
