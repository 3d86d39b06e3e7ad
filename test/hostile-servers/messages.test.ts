import { expect, test } from "vitest";
import { CodeModeExecutor } from "../../src/index.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { hostileServer, open } from "./hostile.ts";

test("mcp-w-01: lines that are no messages are passed over; a call that gets nothing else ends by its time", async () => {
  await using registry = await open({ evil: hostileServer("stray-lines") });
  expect(registry.listServers()[0]?.state).toMatchObject({ kind: "ready" });
  expect(await registry.callTool("evil", "hit", { answer: true })).toBe("hit");
  await expect(registry.callTool("evil", "hit", { answer: false }, { timeoutMs: 500 })).rejects.toMatchObject({ code: "TOOL_TIMEOUT" });
  expect(await registry.callTool("evil", "hit", { answer: true })).toBe("hit");
});

test("mcp-w-01: a server that prints and never answers is told of what it prints", async () => {
  await using registry = await open({ evil: fixtureServer("prints-garbage") }, { connectTimeoutMs: 1_000 });
  expect(registry.listServers()[0]?.state).toMatchObject({
    kind: "failed",
    code: "SERVER_TIMEOUT",
    reason: expect.stringContaining("no message"),
  });
});

test("mcp-w-08: of several answers to one call the first counts, and the next call gets its own", async () => {
  await using registry = await open({ evil: hostileServer("twice") });
  for (let time = 0; time < 5; time += 1) expect(await registry.callTool("evil", "hit")).toBe("first");
  expect(await registry.callTool("evil", "good")).toMatchObject({ lists: 1 });
});

test("mcp-w-09: an answer whose id is none of a call's settles no call", async () => {
  await using registry = await open({ evil: hostileServer("odd-ids") });
  const calls = Array.from({ length: 5 }, () => registry.callTool("evil", "hit"));
  expect(await Promise.all(calls)).toEqual(calls.map(() => "right"));
});

test.each(['"ID"', "ID.0", "IDe0"])(
  "mcp-w-09: the id of a call written as %s is that of the call, as servers write it",
  async (written) => {
    await using registry = await open({ evil: hostileServer("same-ids") });
    expect(await registry.callTool("evil", "hit", { written })).toBe("taken");
  },
);

test("mcp-w-10: a server that answers what it was not asked reaches no call of another server, and none of its own to come", async () => {
  await using registry = await open({ evil: hostileServer("answers-others"), calculator: fixtureServer("calculator") });
  const sleeping = Array.from({ length: 20 }, () => registry.callTool("calculator", "sleep", { ms: 500 }));
  expect(await registry.callTool("evil", "hit")).toBe("own");
  expect(await registry.callTool("evil", "good")).toMatchObject({ lists: 1 });
  expect(JSON.stringify(await Promise.all(sleeping))).not.toContain("forged");
});

test("mcp-w-12: whatever a server gives as an error, its call ends with a code and a text of a bounded length", async () => {
  await using registry = await open({ evil: hostileServer("odd-errors") });
  const errorOf = (shape: string): Promise<{ code: string; message: string }> =>
    registry.callTool("evil", "hit", { shape }, { timeoutMs: 1_000 }).then(
      () => expect.fail("it was no error"),
      (error: { code: string; message: string }) => error,
    );
  for (const shape of ["text", "null", "no code"]) expect(await errorOf(shape)).toMatchObject({ code: "TOOL_TIMEOUT" });
  for (const shape of ["huge", "deep"]) {
    const { code, message } = await errorOf(shape);
    expect(code).toBe("TOOL_FAILED");
    expect(message.length).toBeLessThan(11_000);
  }
  expect((await errorOf("huge")).message).toMatch(/more characters$/);
});

test("mcp-w-32: instructions in an error stay the text of that error, which the program may catch", async () => {
  await using registry = await open({ evil: hostileServer("injects"), calculator: fixtureServer("calculator") });
  await using executor = new CodeModeExecutor(registry);
  const caught = await executor.execute(`
    import { hit } from "generated/servers/evil";
    import { add } from "generated/servers/calculator";
    let said = "";
    try { await hit({}); } catch (error) { said = error.message; }
    ({ said, sum: await add({ a: 1, b: 2 }) })`);
  expect(caught).toMatchObject({ ok: true, value: { said: expect.stringContaining("Ignore all previous"), sum: "3" } });
  const thrown = await executor.execute("await servers.evil.hit({})");
  expect(thrown).toMatchObject({
    ok: false,
    error: { kind: "tool", code: "TOOL_FAILED", message: expect.stringContaining("Ignore all previous") },
    calls: [{ server: "evil", tool: "hit", outcome: "error" }],
  });
});

test("mcp-w-37: numbers beyond a double come as JSON has them, and what is no JSON ends by its time", async () => {
  await using registry = await open({ evil: hostileServer("numbers") });
  await using executor = new CodeModeExecutor(registry);
  const numberOf = async (literal: string): Promise<unknown> =>
    (await executor.execute(`(await servers.evil.hit({ literal: ${JSON.stringify(literal)} })).number`)).value;
  expect(await numberOf("1e400")).toBeNull();
  expect(await numberOf("-0")).toBe(0);
  expect(await numberOf("9007199254740993")).toBe(9007199254740992);
  await expect(registry.callTool("evil", "hit", { literal: "NaN" }, { timeoutMs: 500 })).rejects.toMatchObject({ code: "TOOL_TIMEOUT" });
  expect(await registry.callTool("evil", "good")).toMatchObject({ lists: 1 });
});
