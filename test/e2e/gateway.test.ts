import { spawnSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, type VersionNegotiationOptions } from "@modelcontextprotocol/client";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { countTokens } from "gpt-tokenizer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let config = "";
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  config = join(folder, "codemode.json");
  await writeFile(
    config,
    JSON.stringify({ mcpServers: { calculator: fixtureServer("calculator"), exits: fixtureServer("exits-at-once") } }),
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
        env: { ...getDefaultEnvironment(), XDG_CACHE_HOME: dirname(config) },
        stderr: "ignore",
      }),
    ),
  );
  afterAll(() => client.close());
  const call = (name: string, args: Record<string, unknown>): ReturnType<Client["callTool"]> => client.callTool({ name, arguments: args });

  test("speaks that era and lists its four tools, always alike and within the budget", async () => {
    expect(client.getProtocolEra()).toBe(era);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["search_tools", "get_tool_details", "execute_code", "list_skills"]);
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
    expect((await call("list_skills", {})).structuredContent).toMatchObject({ skills: [] });
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
