import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/codemode.ts";
import { CodeModeExecutor } from "../../src/executor/executor.ts";
import type { SandboxDriver } from "../../src/sandbox/driver.ts";
import { createDriver } from "../../src/sandbox/drivers/create-driver.ts";
import { recordCase } from "../../src/test-skill.ts";
import type { RecentCall } from "../../src/recent-executions.ts";
import { parseCases } from "../../src/skills/skill-cases.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";
import { snapshotFolder } from "../python/subject.ts";

const wordCount = `import { read_file } from "generated/servers/filesystem";
export async function word_count(path: string): Promise<number> {
  return (await read_file({ path })).split(/\\s+/).length;
}
`;
let files: string;
let skills: string;
let codemode: Codemode;

function open(servers: object): Codemode {
  return createCodemode({
    servers: servers as Record<string, Record<string, unknown>>,
    skills: [skills],
    executor: { python: { snapshotFolder } },
    resultShapes: false,
  });
}

beforeAll(async () => {
  files = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  skills = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  await writeFile(join(files, "a.txt"), "one two three");
  codemode = open({ filesystem: officialServer("filesystem", files), calculator: fixtureServer("calculator") });
  await codemode.registry.discoverAll();
  await codemode.saveSkill({ name: "word_count", description: "Counts words.", code: wordCount });
  await codemode.saveSkill({
    name: "sum_up",
    description: "Adds.",
    code: "from generated.servers.calculator import add\n\nasync def sum_up(a: float, b: float) -> float:\n    return await add(a=a, b=b)\n",
  });
});
afterAll(() => codemode[Symbol.asyncDispose]());

async function listed(of: Codemode, name: string): Promise<object> {
  const { skills: found } = await of.listSkills();
  return found.find((skill) => skill.name === name) as object;
}

describe("what a list says", () => {
  test("the tools that a skill needs are there, in both languages", async () => {
    expect(await listed(codemode, "word_count")).toMatchObject({
      tools: [{ server: "filesystem", tool: "read_file", state: "there" }],
      savedTools: { "filesystem.read_file": expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    expect(await listed(codemode, "sum_up")).toMatchObject({ tools: [{ server: "calculator", tool: "add", state: "there" }] });
  });

  test("they are missing where the server is, and changed where they take something else", async () => {
    // The calculator under the other's name has no read_file; a server with a read_file of its own has another one.
    await using without = open({ calculator: fixtureServer("calculator") });
    await without.registry.discoverAll();
    expect(await listed(without, "word_count")).toMatchObject({ tools: [{ server: "filesystem", tool: "read_file", state: "missing" }] });
    const script = join(files, "other.mjs");
    await writeFile(
      script,
      `import { createInterface } from "node:readline";
const answer = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result }) + "\\n");
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") answer(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "o", version: "1" } });
  else if (method === "tools/list") answer(id, { tools: [{ name: "read_file", inputSchema: { type: "object", properties: { uri: { type: "string" } } } }] });
  else if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32601, message: "no" } }) + "\\n");
}
`,
    );
    await using changed = open({ filesystem: { command: process.execPath, args: [script] } });
    await changed.registry.discoverAll();
    expect(await listed(changed, "word_count")).toMatchObject({ tools: [{ server: "filesystem", tool: "read_file", state: "changed" }] });
  });

  test("uses are counted with their outcome, in this process and the next", async () => {
    const path = JSON.stringify(join(files, "a.txt"));
    await codemode.executor.execute(
      `import { word_count } from "skills/word_count";\nawait word_count(${path});\nawait word_count("/none").catch(() => {})`,
      { language: "typescript" },
    );
    await codemode.executor.execute(`from skills.word_count import word_count\nawait word_count(${path})`, { language: "python" });
    await codemode.skills.uses?.flush();
    expect(await listed(codemode, "word_count")).toMatchObject({
      uses: { calls: 3, failures: 1, lastUsedAt: expect.stringMatching(/^\d{4}-/) as string },
    });
    await using next = open({});
    expect(await listed(next, "word_count")).toMatchObject({ uses: { calls: 3, failures: 1 } });
  });

  test("a guest that says to have used what it was not given is not believed", async () => {
    const uses = (skill: string): object => ({ kind: "used", run: 1, uses: [{ skill, function: "f", calls: 9, failures: 0, ms: 1 }] });
    for (const [skill, believed] of [
      ["skills/sum_up", false],
      ["skills/word_count", true],
    ] as const) {
      const executor = new CodeModeExecutor(codemode.registry, { driver: forging(JSON.stringify(uses(skill))), skills: codemode.skills });
      const result = await executor.execute('import "skills/word_count"; 1', { language: "typescript" });
      await executor[Symbol.asyncDispose]();
      expect(result.value).toBe(1);
      expect(result.skills !== undefined).toBe(believed);
    }
  });
});

/** A driver whose processes say something more before each end. */
function forging(line: string): SandboxDriver {
  const real = createDriver("auto", { outerWall: "auto" });
  return {
    name: real.name,
    async start(options) {
      const started = await real.start(options);
      return new Proxy(started, {
        get(target, property) {
          const value = Reflect.get(target, property, target) as unknown;
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
        set(target, property, value: (line: string) => void) {
          if (property !== "onLine") return false;
          target.onLine = (each) => {
            if (each.includes('"done"')) value(line);
            value(each);
          };
          return true;
        },
      });
    },
  };
}

describe("cases", () => {
  async function record(name: string, args: readonly unknown[]): Promise<void> {
    const calls: RecentCall[] = [];
    const request = { function: name, args };
    const result = await codemode.executor.callSkill(
      { name, ...request },
      { onEvent: (event) => void (event.kind === "call-ended" && calls.push(event)) },
    );
    expect(result.error).toBeUndefined();
    await codemode.skills.addCase(name, recordCase(request, calls, result));
  }

  test("are played again without servers, and tell what has become otherwise", async () => {
    await record("word_count", [join(files, "a.txt")]);
    await record("sum_up", [20, 22]);
    await using offline = open({});
    // Without the servers the code can't be tried; its cases are played all the same by who has them.
    await expect(offline.testSkill("word_count")).rejects.toMatchObject({ code: "SKILL_INVALID" });
    await rm(join(files, "a.txt"));
    const before = await codemode.skills.uses?.of("word_count");
    expect(await codemode.testSkill("word_count")).toMatchObject([{ ok: true }]);
    expect(await codemode.testSkill("sum_up")).toMatchObject([{ ok: true, case: { output: "42" } }]);
    await codemode.skills.uses?.flush();
    expect(codemode.skills.uses?.of("word_count")).toEqual(before);
    await codemode.saveSkill({
      name: "word_count",
      description: "Counts words.",
      code: wordCount.replace(".length", ".length + 1"),
      replace: true,
    });
    expect(await codemode.testSkill("word_count")).toMatchObject([{ ok: false, problem: expect.stringContaining("gave 4") as string }]);
    await codemode.saveSkill({
      name: "word_count",
      description: "Counts words.",
      code: wordCount.replace("{ path }", "{ path: `${path}x` }"),
      replace: true,
    });
    expect(await codemode.testSkill("word_count")).toMatchObject([
      { ok: false, problem: expect.stringContaining("no such call was recorded") as string },
    ]);
    await codemode.saveSkill({
      name: "word_count",
      description: "Counts words.",
      code: "export async function word_count(path: string): Promise<number> { return path.length > 0 ? 3 : 0; }",
      replace: true,
    });
    expect(await codemode.testSkill("word_count")).toMatchObject([
      { ok: false, problem: expect.stringContaining("did not call") as string },
    ]);
    await codemode.skills.restore("word_count", 2);
    expect(await codemode.testSkill("word_count")).toMatchObject([{ ok: true }]);
  });

  test("of a skill that has none are none, and a spoiled file is told", async () => {
    await mkdir(join(skills, "spoiled"));
    await writeFile(join(skills, "spoiled/SKILL.md"), "---\nname: spoiled\ndescription: Spoiled.\n---\n");
    await writeFile(join(skills, "spoiled/index.ts"), "export const f = () => 1;");
    expect(await codemode.testSkill("spoiled")).toEqual([]);
    await writeFile(join(skills, "spoiled/cases.json"), "[{}]");
    await expect(codemode.testSkill("spoiled")).rejects.toMatchObject({
      code: "SKILL_INVALID",
      message: expect.stringContaining("[0].function") as string,
    });
  });
});

describe("skills from elsewhere and to elsewhere", () => {
  test("a folder goes out whole and comes in again, with versions of its own", async () => {
    const elsewhere = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
    const path = await codemode.skills.export("sum_up", elsewhere);
    expect((await readdir(path)).toSorted()).toEqual(["SKILL.md", "cases.json", "main.py"]);
    expect(parseCases(await readFile(join(path, "cases.json"), "utf8"))).toHaveLength(1);
    await expect(codemode.skills.export("sum_up", elsewhere)).rejects.toMatchObject({ code: "SKILL_EXISTS" });
    await expect(codemode.skills.import(path)).rejects.toMatchObject({ code: "SKILL_EXISTS" });
    await codemode.skills.delete("sum_up");
    expect(await codemode.skills.import(path)).toMatchObject({ name: "sum_up", language: "python" });
    expect(
      codemode.skills
        .history("sum_up")
        .map(({ deleted }) => deleted)
        .slice(-2),
    ).toEqual([true, false]);
    expect(await codemode.testSkill("sum_up")).toMatchObject([{ ok: true }]);
  });

  test("a single file comes in, and what is no skill does not", async () => {
    const elsewhere = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
    await writeFile(join(elsewhere, "double.py"), '"""Doubles."""\n\ndef double(n: int) -> int:\n    return 2 * n\n');
    expect(await codemode.skills.import(join(elsewhere, "double.py"))).toMatchObject({ name: "double", description: "Doubles." });
    const result = await codemode.executor.callSkill({ name: "double", function: "double", args: [21] });
    expect(result).toMatchObject({ ok: true, value: 42, language: "python" });
    await mkdir(join(elsewhere, "nothing"));
    for (const path of [join(elsewhere, "nothing"), join(elsewhere, "missing")])
      await expect(codemode.skills.import(path)).rejects.toMatchObject({ code: "SKILL_INVALID" });
  });
});

test("a call of a skill without a program has its failures as results", async () => {
  const missing = codemode.executor.callSkill({ name: "double", function: "dubble", args: [] });
  await expect(missing).rejects.toMatchObject({ code: "MODULE_UNKNOWN", message: expect.stringContaining('"double"') as string });
  expect(await codemode.executor.callSkill({ name: "double", function: "double", args: [] })).toMatchObject({
    ok: false,
    error: { kind: "program", name: "TypeError" },
  });
  const stop = new AbortController();
  await writeFile(join(skills, "spin.ts"), "export function spin() { while (true); }\n");
  setTimeout(() => stop.abort(), 500);
  expect(await codemode.executor.callSkill({ name: "spin", function: "spin", args: [] }, { signal: stop.signal })).toMatchObject({
    error: { kind: "cancelled" },
  });
  expect(await codemode.executor.callSkill({ name: "spin", function: "spin", args: [] }, { timeoutMs: 300 })).toMatchObject({
    error: { kind: "limit", code: "LIMIT_GUEST_TIME" },
  });
});
