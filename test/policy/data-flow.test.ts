import { readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/index.ts";
import type { Asker } from "../../src/registry/asker.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";
import { sharedCases } from "../hostile/cases.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-flow-"));
  await writeFile(join(folder, "a.txt"), "the tide comes and the tide goes\n");
  await writeFile(join(folder, "b.txt"), "more\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Somebody who says the same to everything, and remembers what they were asked. */
function user(choice: string): Asker & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    capabilities: { elicitation: {} },
    async ask(_, question) {
      const { message, requestedSchema } = (question as unknown as { params: { message: string; requestedSchema: { properties: object } } })
        .params;
      asked.push(message);
      return { action: "accept", content: Object.fromEntries(Object.keys(requestedSchema.properties).map((field) => [field, choice])) };
    },
  };
}

describe("the shared programs that send away what they have read", () => {
  const cases = sharedCases("javascript").filter(({ category }) => category === "data-flow");
  const openProbe = async (policy: object): Promise<Codemode> => {
    const { command, args } = fixtureServer("probe");
    const codemode = createCodemode({
      servers: { probe: { command, args: [...args, "probe"] } },
      policy: { private: ["probe.read_secret"], openWorld: ["probe.send_external"], ...policy },
      executor: { check: "off" },
    });
    await codemode.registry.discoverAll();
    return codemode;
  };
  const escapes = (output: string): boolean => /^ESCAPED/m.test(output);

  test.skipIf(cases.length === 0)("are stopped in strict mode, and nobody is asked", async () => {
    await using codemode = await openProbe({ dataFlow: "strict" });
    const asker = user("once");
    for (const { code } of cases) {
      const { output, error } = await codemode.executor.execute(code, { asker });
      expect([error?.code, escapes(output)]).toEqual(["POLICY_DENIED", false]);
    }
    expect(asker.asked).toEqual([]);
  });

  test.skipIf(cases.length === 0)("are asked about in the default mode, and go the way that the user says", async () => {
    await using codemode = await openProbe({});
    for (const { code } of cases) {
      const asker = user("deny");
      const { output, error } = await codemode.executor.execute(code, { asker });
      expect([error?.code, escapes(output)]).toEqual(["APPROVAL_DENIED", false]);
      expect(asker.asked).toHaveLength(1);
      expect(asker.asked[0]).toContain("probe.read_secret gave private data in this session");
    }
    const agreeing = user("for this session");
    const { ok } = await codemode.executor.execute(cases[2]?.code ?? "", { asker: agreeing });
    expect([ok, agreeing.asked.length]).toEqual([true, 1]);
  });

  test.skipIf(cases.length === 0)("get through where that is switched off, so the tests can tell", async () => {
    await using codemode = await openProbe({ dataFlow: "off" });
    for (const { code } of cases) expect(escapes((await codemode.executor.execute(code)).output)).toBe(true);
  });
});

/** The servers of the harmless programs, and labels as somebody would set them who has something to lose. */
async function open(policy: object = {}): Promise<Codemode> {
  const codemode = createCodemode({
    servers: {
      filesystem: { ...officialServer("filesystem", folder), cwd: folder },
      memory: { ...officialServer("memory"), env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl") } },
      everything: officialServer("everything"),
      policed: { ...fixtureServer("policed"), env: { LEDGER: join(folder, "ledger") } },
    },
    policy: { private: ["policed.read_private", "policed.resources/*"], ...policy },
  });
  await codemode.registry.discoverAll();
  return codemode;
}

test("40 harmless programs run without a question", async () => {
  await writeFile(join(folder, "ledger"), "");
  const programs = fileURLToPath(new URL("./harmless/", import.meta.url));
  const names = readdirSync(programs).toSorted();
  expect(names).toHaveLength(40);
  await using codemode = await open();
  const asker = user("deny");
  for (const name of names) {
    const { ok, error } = await codemode.executor.execute(readFileSync(join(programs, name), "utf8"), {
      asker,
      language: name.endsWith(".py") ? "python" : "typescript",
    });
    expect([name, ok, error?.message]).toEqual([name, true, undefined]);
  }
  expect(asker.asked).toEqual([]);
});

describe("private data", () => {
  const read = "const kept = await servers.policed.read_private(); kept";
  const send = 'await servers.policed.send_out({ id: "x" })';
  const strict = { dataFlow: "strict" };

  test("counts for the session and not for the execution alone, since variables last", async () => {
    await using codemode = await open(strict);
    const first = await codemode.executor.execute(read);
    expect(first.private).toBe(true);
    const second = await codemode.executor.execute(send, { sessionId: first.session_id });
    expect(second.error?.code).toBe("POLICY_DENIED");
    expect(second.private).toBe(true);
    const fresh = await codemode.executor.execute(send);
    expect([fresh.ok, fresh.private]).toEqual([true, undefined]);
  });

  test.each([
    ["typescript", 'await resources.read("note://private", { server: "policed" })', send],
    ["python", 'await resources.read("note://private", server="policed")', 'await servers.policed.send_out(id="x")'],
  ] as const)("comes by resources, too (%s)", async (language, readNote, sendOut) => {
    await using codemode = await open(strict);
    const { error } = await codemode.executor.execute(`${readNote}\n${sendOut}`, { language });
    expect(error?.code).toBe("POLICY_DENIED");
  });

  test("comes by a failure, too: its message may say it", async () => {
    await using codemode = await open({ ...strict, private: ["policed"], openWorld: ["policed.send_out"] });
    const { error } = await codemode.executor.execute(
      `await resources.read("note://nothing", { server: "policed" }).catch(() => {})\n${send}`,
    );
    expect(error?.code).toBe("POLICY_DENIED");
  });

  test("is carried into another session by a handle", async () => {
    await using codemode = await open(strict);
    const first = await codemode.executor.execute(read);
    const kept = codemode.handles.keep({ kind: "text", text: String(first.value) }, "value", { isPrivate: first.private });
    const { error } = await codemode.executor.execute(`await handles.load(${JSON.stringify(kept?.uri)})\n${send}`);
    expect(error?.code).toBe("POLICY_DENIED");
    const plain = codemode.handles.keep({ kind: "text", text: "x" }, "value");
    expect((await codemode.executor.execute(`await handles.load(${JSON.stringify(plain?.uri)})\n${send}`)).ok).toBe(true);
  });

  test("that arrives while a call is on its way can't have been in it", async () => {
    await using codemode = await open(strict);
    const { ok } = await codemode.executor.execute(`await Promise.all([servers.policed.read_private(), ${send.slice(6)}])`);
    expect(ok).toBe(true);
  });
});
