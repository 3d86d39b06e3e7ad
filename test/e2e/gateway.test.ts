import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, type VersionNegotiationOptions } from "@modelcontextprotocol/client";
import { SkillsClient } from "@modelcontextprotocol/client/ext/skills";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { countTokens } from "gpt-tokenizer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let config = "";
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  config = join(folder, "codemode.json");
  await mkdir(join(folder, "skills"));
  await writeFile(join(folder, "skills/from_one_file.ts"), "// One file.\nexport function f() {\n  return 1;\n}\n");
  await writeFile(
    config,
    JSON.stringify({
      mcpServers: { calculator: fixtureServer("calculator"), exits: fixtureServer("exits-at-once") },
      codemode: { skills: ["./skills"] },
    }),
  );
});

describe.each<[string, VersionNegotiationOptions]>([
  ["legacy", { mode: "legacy" }],
  ["modern", { mode: { pin: "2026-07-28" } }],
])("codemode serve to a %s client", (era, versionNegotiation) => {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation });
  beforeAll(() =>
    client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [main, "serve", "--config", config],
        env: { ...getDefaultEnvironment(), XDG_CACHE_HOME: dirname(config), XDG_CONFIG_HOME: dirname(config) },
        stderr: "ignore",
      }),
    ),
  );
  afterAll(() => client.close());
  const call = (name: string, args: Record<string, unknown>): ReturnType<Client["callTool"]> => client.callTool({ name, arguments: args });

  test("speaks that era and lists its seven tools, always alike and within the budget", async () => {
    expect(client.getProtocolEra()).toBe(era);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "search_tools",
      "get_tool_details",
      "execute_code",
      "wait_execution",
      "list_skills",
      "get_skill",
      "save_skill",
    ]);
    expect((await client.listTools()).tools).toEqual(tools);
    const forModel = tools.map(({ name, description, inputSchema }) => JSON.stringify({ name, description, inputSchema }));
    expect(countTokens(forModel.join(""))).toBeLessThanOrEqual(600);
  });

  test("runs code, keeps a session, and gives structured content beside the text", async () => {
    const first = await call("execute_code", {
      code: 'import { add } from "generated/servers/calculator";\nlet n = Number(await add({ a: 20, b: 22 }));\nconsole.log("sum");\nn',
    });
    expect(first.structuredContent).toMatchObject({
      ok: true,
      value: 42,
      output: "sum\n",
      calls: [{ server: "calculator", tool: "add", outcome: "ok" }],
    });
    const { session_id } = first.structuredContent as { session_id: string };
    expect(first.content).toEqual([{ type: "text", text: `sum\n\n42\n\nsession_id: ${session_id}` }]);
    expect((await call("execute_code", { code: "n + 1", session_id })).structuredContent).toMatchObject({ value: 43 });
  });

  test("runs TypeScript and Python sessions side by side, over the same tools", async () => {
    const [script, python] = (
      await Promise.all([
        call("execute_code", { code: "let n = Number(await servers.calculator.add({ a: 1, b: 1 })); n", language: "typescript" }),
        call("execute_code", { code: "n = int(await servers.calculator.add(a=2, b=2))\nn", language: "python" }),
      ])
    ).map(({ structuredContent }) => structuredContent as { session_id: string });
    expect(script).toMatchObject({ language: "typescript", value: 2, calls: [{ tool: "add", outcome: "ok" }] });
    expect(python).toMatchObject({ language: "python", value: 4, calls: [{ tool: "add", outcome: "ok" }] });
    const next = await Promise.all(
      [script, python].map((session) => call("execute_code", { code: "n + 1", session_id: session?.session_id })),
    );
    expect(next.map(({ structuredContent }) => structuredContent)).toMatchObject([{ value: 3 }, { value: 5 }]);
    const details = await call("get_tool_details", { names: ["calculator.add"], language: "python" });
    expect(JSON.stringify(details.content)).toContain("from generated.servers.calculator import add");
  });

  test("a failing program is an error that the model can read", async () => {
    const { isError, content } = await call("execute_code", { code: "await servers.calculator.fail({ message: 'the moon is down' })" });
    expect(isError).toBe(true);
    expect(JSON.stringify(content)).toContain("ToolError [TOOL_FAILED] at line 1, column 1: the moon is down");
  });

  test("searches, describes and names a server that is away", async () => {
    const found = await call("search_tools", { query: "add numbers", limit: 1 });
    expect(found.structuredContent).toMatchObject({ tools: [{ server: "calculator", tool: "add" }] });
    expect(JSON.stringify(found.content)).toContain('Server \\"exits\\" is not available');
    expect((await call("get_tool_details", { names: ["calculator.add"] })).structuredContent).toMatchObject({
      tools: [{ import: 'import { add } from "generated/servers/calculator";' }],
    });
  });

  test("code that worked becomes a skill that the next session uses, and what does not hold is refused", async () => {
    const name = `double_${era}`;
    const skill = { name, description: "Doubles a number.", tags: ["math"] };
    const imports = 'import { add } from "generated/servers/calculator";\n';
    const body = (calling: string): string =>
      `${imports}export async function double(n: number): Promise<number> { return Number(await ${calling}); }\n`;
    const refusal = async (code: string, more: object = {}): Promise<string> => {
      const { isError, content } = await call("save_skill", { ...skill, code, ...more });
      expect(isError).toBe(true);
      return JSON.stringify(content);
    };
    expect(await refusal(body("add({ a: n, bb: n })"))).toMatch(/SKILL_INVALID.*line 2/);
    expect(await refusal(body("add({ a: n, b: n })").replace("{ add }", "{ ad }"))).toContain('Did you mean \\"add\\"');
    expect(await refusal(`${body("add({ a: n, b: n })")}await double(1);\n`)).toContain("calls a tool while it is loaded");
    expect(await refusal("1 + 1")).toContain("exports no function");
    expect(await refusal(`import { double as again } from "skills/${name}";\n${body("again(n)")}`)).toContain("circle");
    expect(await refusal(body("add({ a: n, b: n })"), { function: "dobule" })).toContain('Did you mean \\"double\\"');
    expect(await refusal(body("add({ a: n, b: n })"), { name: "../double" })).toContain("is no name for a skill");
    const importLine = `import { double } from "skills/${name}";`;
    expect((await call("save_skill", { ...skill, code: body("add({ a: n, b: n })") })).structuredContent).toMatchObject({
      name,
      version: 1,
      import: importLine,
      signatures: ["double(n: number): Promise<number>"],
    });
    expect(await refusal(body("add({ a: n, b: n })"))).toContain("SKILL_EXISTS");
    expect((await call("execute_code", { code: `${importLine}\nawait double(21)` })).structuredContent).toMatchObject({
      value: 42,
      calls: [{ server: "calculator", tool: "add", outcome: "ok" }],
    });
    const listed = (await call("list_skills", { query: "double", tags: ["math"] })).structuredContent as { skills: { name: string }[] };
    expect(listed.skills.map((each) => each.name)).toContain(name);
    const searched = await call("search_tools", { query: "double a number" });
    expect((searched.structuredContent as { tools: object[] }).tools).toContainEqual(
      expect.objectContaining({ server: "skills", tool: name, import: importLine, signature: "double(n: number): Promise<number>" }),
    );
    expect(JSON.stringify(searched.content)).toContain(`skills.${name}: Doubles a number.`);
    expect((await call("list_skills", { tags: ["other"] })).structuredContent).toMatchObject({ skills: [] });
    expect((await call("get_skill", { name })).structuredContent).toMatchObject({ files: ["SKILL.md", "index.ts"], file: "SKILL.md" });
    expect((await call("get_skill", { name, file: "../../codemode.json" })).isError).toBe(true);
    expect((await call("save_skill", { ...skill, code: body("add({ a: n + n, b: 0 })"), replace: true })).structuredContent).toMatchObject({
      version: 2,
    });
  });

  test("a run that worked becomes a skill that the next session uses in the other language", async () => {
    const name = `total_${era}`;
    const ran = await call("execute_code", {
      language: "python",
      code: "from generated.servers.calculator import add\n\nfirst = await add(a=20, b=20)\nint(await add(a=int(first), b=2))",
    });
    const { execution_id, value } = ran.structuredContent as { execution_id: string; value: unknown };
    expect(value).toBe(42);
    const saved = await call("save_skill", { name, description: "Adds numbers up.", execution_id });
    expect(saved.content).toMatchObject([{ text: expect.stringContaining(`from skills.${name} import ${name}`) as string }]);
    const used = await call("execute_code", {
      language: "typescript",
      code: `import { ${name} } from "skills/${name}";\n[await ${name}(), await ${name}(1)]`,
    });
    expect(used.structuredContent).toMatchObject({ ok: true, value: [42, 23], skills: [{ skill: `skills/${name}`, calls: 2 }] });
    expect((used.structuredContent as { calls: { skill: string }[] }).calls.map(({ skill }) => skill)).toEqual(
      Array.from({ length: 4 }, () => `skills/${name}`),
    );
    const full = await call("list_skills", { query: "adds numbers up", detail: "full" });
    const listed = (full.structuredContent as { skills: { name: string }[] }).skills;
    expect(listed.find((each) => each.name === name)).toMatchObject({
      tools: [{ server: "calculator", tool: "add", state: "there" }],
    });
    expect((await call("get_skill", { name, file: "cases.json" })).structuredContent).toMatchObject({
      text: expect.stringContaining('"output": 42') as string,
    });
    const failed = await call("execute_code", { code: "throw new Error('no')" });
    const { execution_id: id } = failed.structuredContent as { execution_id: string };
    for (const request of [{ execution_id: id }, { execution_id: "none" }, {}, { execution_id, code: "1" }])
      expect((await call("save_skill", { name: "never", description: "Never.", ...request })).isError).toBe(true);
  });

  test("a Python function becomes a skill that the next Python session uses", async () => {
    const name = `halve_${era}`;
    const skill = { name, description: "Halves a number.", language: "python" };
    const code =
      '"""Halves."""\nfrom generated.servers.calculator import add\n\nasync def halve(n: int) -> float:\n    return int(await add(a=n, b=0)) / 2\n';
    expect(JSON.stringify((await call("save_skill", { ...skill, code: code.replace("import add", "import ad") })).content)).toContain(
      "SKILL_INVALID",
    );
    expect((await call("save_skill", { ...skill, code })).structuredContent).toMatchObject({
      import: `from skills.${name} import halve`,
      signatures: ["halve(n: int) -> float"],
    });
    const used = await call("execute_code", { language: "python", code: `from skills.${name} import halve\nawait halve(84)` });
    expect(used.structuredContent).toMatchObject({ ok: true, value: 42 });
  });

  test("clients that know the extension for skills get the same skills, each file with its digest", async () => {
    const known = new SkillsClient(client);
    expect(known.supported).toBe(true);
    const { skills } = await known.list();
    const skill = skills.find(({ uri }) => uri === `skill://double-${era}/SKILL.md`) as (typeof skills)[number];
    expect(await known.read(skill)).toMatchObject({
      verified: true,
      frontmatter: { name: `double-${era}`, description: "Doubles a number." },
    });
    expect((await known.read(skill, "index.ts")).text).toContain("export async function double");
    expect((await known.get(skill.uri)).skill).toEqual(skill);
    await expect(known.get("skill://../SKILL.md")).rejects.toThrow();
    await expect(client.readResource({ uri: `skill://double-${era}/../../codemode.json` })).rejects.toThrow();
    // The other name of the same skill is none here: it has no digests.
    await expect(known.get(`skill://double_${era}/SKILL.md`)).rejects.toMatchObject({ code: -32602 });
    expect((await client.listResources()).resources).toContainEqual({
      uri: skill.uri,
      name: `double-${era}`,
      description: "Doubles a number.",
      mimeType: "text/markdown",
    });
    const { resources } = await known.readDirectory(`skill://double-${era}`);
    expect(resources.map(({ name }) => name)).toEqual(["SKILL.md", "index.ts"]);
    await expect(known.readDirectory(skill.uri)).rejects.toMatchObject({ code: -32602 });
    const single = skills.find(({ uri }) => uri === "skill://from-one-file/SKILL.md") as (typeof skills)[number];
    expect((await known.read(single)).body).toContain('import { f } from "skills/from_one_file"');
  });

  test("bad input is a clear answer", async () => {
    expect(await call("execute_code", { cod: "1" })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining("INVALID_ARGUMENTS") }],
    });
    expect(await call("execute_code", { code: "1", session_id: "nope" })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining("SESSION_UNKNOWN") }],
    });
    expect(await call("get_tool_details", { names: ["calculator.ad"] })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('Did you mean "add"') }],
    });
    await expect(call("no_such_tool", {})).rejects.toThrow(/no_such_tool/);
  });

  test("a cancelled request ends the execution", async () => {
    const controller = new AbortController();
    const running = client.callTool({ name: "execute_code", arguments: { code: "while (true) {}" } }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await expect(running).rejects.toThrow();
    expect((await call("execute_code", { code: "1 + 1" })).structuredContent).toMatchObject({ value: 2 });
  });
});

test("a gateway that was started by a gateway refuses, so that it can't start itself for ever", () => {
  const ended = spawnSync(process.execPath, [main, "serve"], { env: { ...process.env, CODEMODE_GATEWAY: "1" }, encoding: "utf8" });
  expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("another codemode gateway") });
});
