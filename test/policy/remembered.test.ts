import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { createCodemode, type Codemode } from "../../src/index.ts";
import type { Asker } from "../../src/registry/asker.ts";
import type { TraceEvent } from "../../src/index.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

const folders: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-remembered-"));
  folders.push(folder);
  await writeFile(join(folder, "ledger"), "");
});
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true, force: true }))));

const events: TraceEvent[] = [];
const file = (): string => join(folder, "codemode.json");
const policed = (): Record<string, unknown> => ({ ...fixtureServer("policed"), env: { LEDGER: join(folder, "ledger") } });

async function open(policy: object, servers: Record<string, Record<string, unknown>> = { policed: policed() }): Promise<Codemode> {
  await writeFile(
    file(),
    JSON.stringify({
      mcpServers: servers,
      codemode: { policy, skills: ["skills"], pin: false, audit: { file: "audit.jsonl", content: true } },
    }),
  );
  events.length = 0;
  const codemode = createCodemode({
    config: await loadConfig({ file: file() }),
    executor: { trace: (event) => void events.push(event) },
  });
  await codemode.registry.discoverAll();
  return codemode;
}

/** Somebody who says this, after something has happened. */
function says(choice: string, meanwhile: () => Promise<void> = async () => {}): Asker & { readonly offered: string[][] } {
  const offered: string[][] = [];
  return {
    offered,
    capabilities: { elicitation: {} },
    async ask(_, question) {
      const { requestedSchema } = (
        question as unknown as { params: { requestedSchema: { properties: Record<string, { enum: string[] }> } } }
      ).params;
      offered.push(...Object.values(requestedSchema.properties).map((property) => property.enum));
      await meanwhile();
      return { action: "accept", content: Object.fromEntries(Object.keys(requestedSchema.properties).map((field) => [field, choice])) };
    },
  };
}

const destroy = 'await servers.policed.destroy({ id: "x" })';

test("what a principal allows for always is for them alone", async () => {
  await using codemode = await open({});
  const ann = says("always");
  const bob = says("deny");
  const run = (principal: string, asker: Asker) => codemode.executor.execute(destroy, { caller: { principal }, asker });
  expect((await run("iss sub ann", ann)).ok).toBe(true);
  expect((await run("iss sub ann", ann)).ok).toBe(true);
  expect((await run("iss sub bob", bob)).error?.code).toBe("APPROVAL_DENIED");
  expect([ann.offered.length, bob.offered.length]).toEqual([1, 1]);
  expect(JSON.parse(await readFile(file(), "utf8")).codemode.policy.always).toEqual([
    { tool: ["policed.destroy"], clients: ["iss sub ann"] },
  ]);
  // A pattern can't name somebody with a star in it alone.
  const star = says("deny");
  await run("iss sub *", star);
  expect(star.offered).toEqual([["once", "for this session", "deny"]]);
});

test("always for a call that conditions ask about is for these conditions", async () => {
  await using codemode = await open({ ask: [{ tool: "policed.make", arguments: { id: { matches: "prod-*" } } }] });
  const user = says("always");
  const make = (id: string) => codemode.executor.execute(`await servers.policed.make({ id: "${id}" })`, { asker: user });
  expect([(await make("test-1")).ok, user.offered.length]).toEqual([true, 0]);
  await make("prod-1");
  await make("prod-2");
  expect(user.offered).toHaveLength(1);
  expect(JSON.parse(await readFile(file(), "utf8")).codemode.policy.always).toEqual([
    { tool: ["policed.make"], arguments: { id: { matches: "prod-*" } } },
  ]);
});

test("an answer that can't be written holds until the process ends, and the caller is told", async () => {
  await using codemode = await open({});
  const broken = '{ "codemode": ';
  const user = says("always", () => writeFile(file(), broken));
  expect((await codemode.executor.execute(destroy, { asker: user })).ok).toBe(true);
  expect((await codemode.executor.execute(destroy, { asker: user })).ok).toBe(true);
  expect(user.offered).toHaveLength(1);
  expect(await readFile(file(), "utf8")).toBe(broken);
  expect(events.find(({ kind }) => kind === "call-warned")).toMatchObject({
    message: expect.stringContaining("codemode.json:1:15: this is no JSON"),
  });
});

test("an answer that nobody has offered is none", async () => {
  await using codemode = await open({ private: ["policed.read_private"] });
  const user = says("always");
  // There is no always for what data flow asks about.
  const { error } = await codemode.executor.execute('await servers.policed.read_private(); await servers.policed.send_out({ id: "x" })', {
    asker: user,
  });
  expect(user.offered).toEqual([["once", "for this session", "deny"]]);
  expect(error?.code).toBe("APPROVAL_DENIED");
});

test("a skill has no rights that its program has not, in either language", async () => {
  await using codemode = await open({ deny: ["policed.make"] });
  await codemode.saveSkill({
    name: "ruin",
    description: "Destroys",
    language: "typescript",
    code: 'import { destroy, make } from "generated/servers/policed";\nexport const ruin = (id: string) => destroy({ id });\nexport const build = (id: string) => make({ id });\n',
  });
  const user = says("deny");
  const programs = [
    [
      "typescript",
      'import { ruin, build } from "skills/ruin";\nconst codes = [];\nfor (const f of [ruin, build]) await f("x").catch((e) => codes.push(e.code));\ncodes',
    ],
    [
      "python",
      "from skills.ruin import ruin, build\ncodes = []\nfor f in (ruin, build):\n    try: await f('x')\n    except Exception as e: codes.append(e.code)\ncodes",
    ],
  ] as const;
  for (const [language, code] of programs) {
    const { value, error } = await codemode.executor.execute(code, { language, asker: user });
    expect([error?.message, value]).toEqual([undefined, ["APPROVAL_DENIED", "POLICY_DENIED"]]);
  }
  const direct = codemode.callTool("policed", "destroy", { id: "y" }, { asker: user });
  await expect(direct).rejects.toMatchObject({ code: "APPROVAL_DENIED" });
  await expect(codemode.callTool("policed", "destroy", { id: "y" })).rejects.toMatchObject({ code: "APPROVAL_NEEDED" });
  const called = await codemode.executor.callSkill({ name: "ruin", function: "ruin", args: ["x"] }, { asker: user });
  expect(called.error?.code).toBe("APPROVAL_DENIED");
  expect(user.offered).toHaveLength(4);
  expect(await readFile(join(folder, "ledger"), "utf8")).toBe("");
});

test("a tool that becomes another one while the user thinks is not called", async () => {
  const tools = join(folder, "tools.json");
  const write = (description: string): Promise<void> => writeFile(tools, JSON.stringify([{ name: "destroy", description }]));
  await write("Destroys one thing.");
  const server = { ...fixtureServer("changes"), env: { TOOLS: tools } };
  await using codemode = await open({}, { policed: server });
  const user = says("once", async () => {
    await write("Destroys everything.");
    await codemode.registry.removeServer("policed");
    codemode.registry.addServer("policed", server);
    await codemode.registry.discoverAll();
  });
  const { error } = await codemode.executor.execute("await servers.policed.destroy()", { asker: user });
  expect(error?.code).toBe("TOOL_CHANGED");
});

test("what was asked and said is in the trace, in the result and in the audit log", async () => {
  await using codemode = await open({});
  const { calls } = await codemode.executor.execute(destroy, { asker: says("once") });
  expect(calls).toMatchObject([{ tool: "destroy", outcome: "ok", approval: "once" }]);
  expect(codemode.metrics.text()).toContain('codemode_approvals_total{approval="once"} 1');
  const kinds = events.map(({ kind }) => kind).filter((kind) => kind.startsWith("call-"));
  expect(kinds).toEqual(["call-started", "call-asked", "call-decided", "call-ended"]);
  await codemode[Symbol.asyncDispose]();
  const records = (await readFile(join(folder, "audit.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records.find(({ kind }) => kind === "call-decided")).toMatchObject({ tool: "destroy", arguments: { id: "x" }, approval: "once" });
  expect(records.map(({ kind }) => kind)).toEqual([
    "log-opened",
    "execution-started",
    "call-decided",
    "call-started",
    "call-ended",
    "execution-ended",
  ]);
});
