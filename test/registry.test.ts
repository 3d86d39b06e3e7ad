import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ToolError } from "../src/errors.ts";
import { ToolRegistry } from "../src/registry/registry.ts";
import { fixtureServer, officialServer } from "./fixtures/server-config.ts";
import { accepts, commandOf, descendants, freePort, isAlive, waitFor } from "./fixtures/processes.ts";

const registries: ToolRegistry[] = [];
afterEach(async () => {
  await Promise.all(registries.splice(0).map((registry) => registry[Symbol.asyncDispose]()));
});

function open(servers: Record<string, Record<string, unknown>>, connectTimeoutMs = 20_000): ToolRegistry {
  const registry = new ToolRegistry({ connectTimeoutMs });
  registries.push(registry);
  for (const [name, config] of Object.entries(servers)) registry.addServer(name, config);
  return registry;
}

test("three real servers connect in parallel and their tools can be listed and called", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  await writeFile(join(folder, "a.txt"), "hello");
  const registry = open({
    filesystem: officialServer("filesystem", folder),
    memory: { ...officialServer("memory"), env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl") } },
    everything: officialServer("everything"),
  });
  expect((await registry.discoverAll()).map(({ name, state }) => [name, state.kind])).toEqual([
    ["filesystem", "ready"],
    ["memory", "ready"],
    ["everything", "ready"],
  ]);
  expect(registry.toolCount).toBe(registry.listTools().length);
  expect(registry.listTools("filesystem").map(({ name }) => name)).toContain("read_text_file");
  expect(await registry.callTool("filesystem", "read_text_file", { path: join(folder, "a.txt") })).toBe("hello");
  expect(await registry.callTool("memory", "read_graph")).toEqual({ entities: [], relations: [] });
});

test("a dead command, a silent server, a garbage printer and one that exits at once fail with a typed reason while the others go on", async () => {
  const registry = open(
    {
      missing: { command: "codemode-no-such-command" },
      silent: fixtureServer("never-answers"),
      garbage: fixtureServer("prints-garbage"),
      exits: fixtureServer("exits-at-once"),
      closedPort: { url: `http://127.0.0.1:${await freePort()}/mcp?key=secret` },
      calculator: fixtureServer("calculator"),
    },
    3_000,
  );
  const states = Object.fromEntries((await registry.discoverAll()).map(({ name, state }) => [name, state]));
  expect(states.calculator).toMatchObject({ kind: "ready" });
  expect(states.missing).toMatchObject({
    kind: "failed",
    code: "SERVER_START_FAILED",
    reason: expect.stringContaining("codemode-no-such-command"),
  });
  expect(states.silent).toMatchObject({ kind: "failed", code: "SERVER_TIMEOUT" });
  expect(states.garbage).toMatchObject({ kind: "failed", code: "SERVER_TIMEOUT" });
  expect(states.exits).toMatchObject({ kind: "failed", code: "SERVER_CLOSED", reason: expect.stringContaining("no database configured") });
  expect(states.closedPort).toMatchObject({
    kind: "failed",
    code: "SERVER_UNREACHABLE",
    reason: expect.stringMatching(/\/mcp can't be reached.*ECONNREFUSED/),
  });
  expect(await registry.callTool("calculator", "add", { a: 1, b: 2 })).toBe("3");
  await expect(registry.callTool("exits", "anything")).rejects.toMatchObject({ name: "ToolError", code: "SERVER_CLOSED", retryable: true });
  await expect(registry.callTool("calculater", "add")).rejects.toMatchObject({
    code: "SERVER_UNKNOWN",
    message: expect.stringContaining('"calculator"'),
  });
  await expect(registry.callTool("calculator", "ad")).rejects.toMatchObject({
    code: "TOOL_UNKNOWN",
    message: expect.stringContaining('"add"'),
  });
});

test("a server that dies in mid-call settles the call with a typed error, comes back by itself, and does not touch the others", async () => {
  const registry = open({ doomed: fixtureServer("calculator"), other: fixtureServer("calculator") });
  await registry.discoverAll();
  const slow = registry.callTool("doomed", "sleep", { ms: 60_000 });
  const crash = registry.callTool("doomed", "crash");
  for (const call of [slow, crash]) await expect(call).rejects.toMatchObject({ name: "ToolError", code: "SERVER_CLOSED", retryable: true });
  expect(registry.listServers()[0]?.state).toMatchObject({ kind: "failed", code: "SERVER_CLOSED" });
  expect(await registry.callTool("other", "add", { a: 2, b: 2 })).toBe("4");
  await waitFor(() => registry.listServers()[0]?.state.kind === "ready");
  expect(await registry.callTool("doomed", "add", { a: 2, b: 3 })).toBe("5");
});

test("results follow the design's rules", async () => {
  const registry = open({ calculator: fixtureServer("calculator") });
  await registry.discoverAll();
  const call = (tool: string, args = {}): Promise<unknown> => registry.callTool("calculator", tool, args);
  expect(await call("add", { a: 1, b: 2 })).toBe("3");
  expect(await call("json")).toEqual({ rows: [1, 2, 3] });
  expect(await call("wrapped")).toEqual([1, 2]);
  expect(await call("structured")).toEqual({ sum: 3, unit: "m" });
  expect(await call("blocks")).toMatchObject([{ type: "text", text: "one" }, { type: "image" }]);
  const failure = await call("fail", { message: "the moon is down" }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ToolError);
  expect(failure).toMatchObject({
    code: "TOOL_FAILED",
    server: "calculator",
    tool: "fail",
    message: "the moon is down",
    content: [{ type: "text" }],
  });
});

test("a call can be cancelled and has a time limit", async () => {
  const registry = open({ calculator: fixtureServer("calculator") });
  await registry.discoverAll();
  const controller = new AbortController();
  const cancelled = registry.callTool("calculator", "sleep", { ms: 60_000 }, { signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
  await expect(registry.callTool("calculator", "sleep", { ms: 60_000 }, { timeoutMs: 50 })).rejects.toMatchObject({
    code: "TOOL_TIMEOUT",
    retryable: true,
  });
});

test("progress of a call is passed on", async () => {
  const registry = open({ everything: officialServer("everything") });
  await registry.discoverAll();
  const seen: number[] = [];
  await registry.callTool(
    "everything",
    "trigger-long-running-operation",
    { duration: 1, steps: 3 },
    { onProgress: ({ progress }) => seen.push(progress) },
  );
  expect(seen.length).toBeGreaterThan(0);
});

test("a list in pages, with schemas that the SDK rejects, is read leniently", async () => {
  const registry = open({ odd: fixtureServer("odd-list") });
  await registry.discoverAll();
  expect(registry.listTools().map(({ name }) => name)).toEqual(["no-type", "no.schema", "array"]);
  expect(await registry.callTool("odd", "no-type", { x: "1" })).toBe("called no-type");
});

test("a server that speaks only the 2026-07-28 protocol is reached", async () => {
  const registry = open({ modern: fixtureServer("modern-only") });
  const [status] = await registry.discoverAll();
  expect(status?.state).toMatchObject({ kind: "ready", protocolVersion: "2026-07-28" });
  expect(await registry.callTool("modern", "hello", { name: "you" })).toBe("hello you");
});

test("tools that a server adds later appear", async () => {
  const registry = open({ calculator: fixtureServer("calculator") });
  await registry.discoverAll();
  await registry.callTool("calculator", "grow");
  await waitFor(() => registry.listTools().some(({ name }) => name === "grown"));
  expect(await registry.callTool("calculator", "grown")).toBe("grown");
});

test("a server gets the environment that its config names and nothing of ours beside PATH and the like", async () => {
  process.env.CM_TEST_SECRET = "secret";
  const registry = open({ calculator: { ...fixtureServer("calculator"), env: { GIVEN: "1" } } });
  await registry.discoverAll();
  const names = (await registry.callTool("calculator", "environment")) as string[];
  expect(names).toContain("PATH");
  expect(names).toContain("GIVEN");
  expect(names).not.toContain("CM_TEST_SECRET");
});

test.each(["streamableHttp", "sse"] as const)("the everything server is reached over %s", async (transport) => {
  const port = await freePort();
  const [script = ""] = officialServer("everything").args;
  const server = spawn(process.execPath, [script, transport], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    await once(server.stderr, "data");
    const path = transport === "sse" ? "sse" : "mcp";
    await waitFor(() => accepts(port));
    const registry = open({ remote: { url: `http://127.0.0.1:${port}/${path}`, headers: { "x-test": "1" } } });
    const [status] = await registry.discoverAll();
    expect(status?.state).toMatchObject({ kind: "ready" });
    expect(await registry.callTool("remote", "echo", { message: "over http" })).toBe("Echo: over http");
  } finally {
    server.kill("SIGKILL");
  }
});

test("a server that speaks only the 2026-07-28 protocol over HTTP is reached, with the headers of the config, and a missing sign-in is told", async () => {
  const port = await freePort();
  const { command, args } = fixtureServer("modern-http");
  const server = spawn(command, args, { env: { ...process.env, PORT: String(port) }, stdio: ["ignore", "ignore", "pipe"] });
  try {
    await once(server.stderr, "data");
    const url = `http://127.0.0.1:${port}/mcp`;
    const registry = open({ remote: { url, headers: { "x-key": "k" } }, locked: { url } });
    const [remote, locked] = await registry.discoverAll();
    expect(remote?.state).toMatchObject({ kind: "ready", protocolVersion: "2026-07-28" });
    expect(await registry.callTool("remote", "hello", { name: "you" })).toBe("hello you");
    server.kill("SIGKILL");
    await once(server, "exit");
    await expect(registry.callTool("remote", "hello", { name: "you" })).rejects.toMatchObject({
      code: "SERVER_UNREACHABLE",
      retryable: true,
    });
    expect(registry.listServers()[0]?.state).toMatchObject({ kind: "failed", code: "SERVER_CLOSED" });
    expect(locked?.state).toMatchObject({ kind: "failed", reason: expect.stringContaining("401") });
  } finally {
    server.kill("SIGKILL");
  }
});

test("closing ends a server that ignores the end of its input, and what it started", async () => {
  const registry = open({ nested: fixtureServer("spawns-child") });
  await registry.discoverAll();
  expect(await registry.callTool("nested", "add", { a: 1, b: 1 })).toBe("2");
  const group = descendants(process.pid).filter((pid) => /spawns-child|codemode-test-grandchild|calculator\.js/.test(commandOf(pid)));
  expect(group.length).toBeGreaterThanOrEqual(3);
  await registry.removeServer("nested");
  await waitFor(() => group.every((pid) => !isAlive(pid)));
  expect(registry.listServers()).toEqual([]);
});
