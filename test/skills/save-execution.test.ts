import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/codemode.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";
import { snapshotFolder } from "../python/subject.ts";

let codemode: Codemode;

beforeAll(async () => {
  const skills = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  codemode = createCodemode({
    servers: { calculator: fixtureServer("calculator"), everything: officialServer("everything") },
    skills: [skills],
    executor: { python: { snapshotFolder } },
    resultShapes: false,
  });
  await codemode.registry.discoverAll();
});
afterAll(() => codemode[Symbol.asyncDispose]());

test("all that is proposed becomes a parameter with its value as the default", async () => {
  const { execution_id, value } = await codemode.executor.execute(
    `import { get_annotated_message } from "generated/servers/everything";
import { add } from "generated/servers/calculator";
const message = await get_annotated_message({ messageType: "success", includeImage: false });
[JSON.stringify(message).length > 0, Number(await add({ a: 1, b: 2 }))]`,
    { language: "typescript" },
  );
  expect(value).toEqual([true, 3]);
  const saved = await codemode.saveSkill({ name: "announce", description: "Announces.", executionId: execution_id });
  expect(saved.functions.map(({ parameters }) => parameters.map(({ name }) => name))).toEqual([["messageType", "includeImage", "a", "b"]]);
  expect(await codemode.executor.callSkill({ name: "announce", function: "announce", args: ["error", true, 20] })).toMatchObject({
    ok: true,
    value: [true, 22],
  });
  expect(await codemode.testSkill("announce")).toMatchObject([{ ok: true, case: { args: [], output: [true, 3] } }]);
});

test("parameters that are named have no defaults, and the case gives them", async () => {
  const { execution_id } = await codemode.executor.execute(
    'import { add } from "generated/servers/calculator";\nNumber(await add({ a: 40, b: 2 }))',
    { language: "typescript" },
  );
  const request = { name: "plus", description: "Adds.", executionId: execution_id };
  await expect(codemode.saveSkill({ ...request, parameters: ["c"] })).rejects.toMatchObject({ code: "SKILL_INVALID" });
  const saved = await codemode.saveSkill({ ...request, parameters: ["b"] });
  expect(saved.functions.map(({ signature }) => signature)).toEqual(["plus(b: number)"]);
  expect(await codemode.testSkill("plus")).toMatchObject([{ ok: true, case: { args: [2], output: 42 } }]);
});

test("a program that gives something else each time is kept without a case", async () => {
  const { execution_id } = await codemode.executor.execute("Math.random()", { language: "typescript" });
  await codemode.saveSkill({ name: "chance", description: "A number.", executionId: execution_id });
  expect(await codemode.testSkill("chance")).toEqual([]);
});

test("variables of earlier programs, which the function would not have, are told", async () => {
  const first = await codemode.executor.execute("const base = 40; base", { language: "typescript" });
  const second = await codemode.executor.execute("base + 2", { language: "typescript", sessionId: first.session_id });
  expect(second.value).toBe(42);
  await expect(codemode.saveSkill({ name: "from_base", description: "Adds.", executionId: second.execution_id })).rejects.toMatchObject({
    code: "SKILL_INVALID",
    message: expect.stringContaining("base") as string,
  });
});
