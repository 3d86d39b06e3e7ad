import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../src/codemode.ts";

let folder: string;
let codemode: Codemode;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-owners-"));
  codemode = createCodemode({ skills: [folder] });
});
afterAll(async () => {
  await codemode[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test("a session is found by its owner alone, and for others it is as if it had never been", async () => {
  const { executor } = codemode;
  const { session_id: sessionId } = await executor.execute("let secret = 42; secret", { owner: "ann" });
  expect(await executor.execute("secret", { owner: "ann", sessionId })).toMatchObject({ ok: true, value: 42 });
  const unknown = await executor.execute("1", { owner: "bob", sessionId: "none" }).catch((error: unknown) => error as Error);
  for (const owner of [{ owner: "bob" }, { owner: "" }, {}]) {
    const refused = await executor.execute("secret", { ...owner, sessionId }).catch((error: unknown) => error as Error);
    expect(refused).toMatchObject({ code: "SESSION_UNKNOWN", message: (unknown as Error).message.replace("none", sessionId) });
    await expect(executor.closeSession(sessionId, owner)).rejects.toMatchObject({ code: "SESSION_UNKNOWN" });
  }
  const nobodys = await executor.createSession();
  await expect(executor.execute("1", { owner: "bob", sessionId: nobodys })).rejects.toMatchObject({ code: "SESSION_UNKNOWN" });
  const anns = await executor.createSession({ owner: "ann" });
  await expect(executor.execute("1", { owner: "bob", sessionId: anns })).rejects.toMatchObject({ code: "SESSION_UNKNOWN" });
  await executor.closeSession(sessionId, { owner: "ann" });
  await executor.closeSession(anns, { owner: "ann" });
});

test("a skill is made of an execution by its owner alone", async () => {
  const { execution_id: executionId } = await codemode.executor.execute("const n = 20; n + 1", { owner: "ann" });
  const skill = { name: "more", description: "One more.", executionId };
  for (const owner of [{ owner: "bob" }, {}])
    await expect(codemode.saveSkill({ ...skill, ...owner })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("There is no execution"),
    });
  expect(await codemode.saveSkill({ ...skill, owner: "ann" })).toMatchObject({ name: "more" });
});
