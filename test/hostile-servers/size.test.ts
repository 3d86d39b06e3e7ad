import { expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";
import { isAlive, waitFor } from "../fixtures/processes.ts";
import { strainOf } from "../fixtures/strain.ts";
import { hostileProcesses, hostileServer, open } from "./hostile.ts";

const LIMIT = 32 * 2 ** 20;

/** Calls `hit` of a server that sends too much, beside a good server. */
async function floodFrom(behaviour: string, args: Readonly<Record<string, unknown>> = {}) {
  await using registry = await open({ evil: hostileServer(behaviour), calculator: fixtureServer("calculator") });
  const [pid = 0] = hostileProcesses(behaviour);
  expect(isAlive(pid)).toBe(true);
  let error: unknown;
  let beside: unknown;
  const strain = await strainOf(async () => {
    [error, beside] = await Promise.all([
      registry.callTool("evil", "hit", args).catch((thrown: unknown) => thrown),
      registry.callTool("calculator", "add", { a: 1, b: 2 }),
    ]);
  });
  expect(beside).toBe("3");
  return { error, strain, state: registry.listServers()[0]?.state, pid };
}

test.each([
  ["mcp-w-03", "a line of 100 MB", "long-line", { megabytes: 100 }, "maxMessageBytes"],
  ["mcp-w-04", "a line of 1 GB that never ends", "no-newline", {}, "maxMessageBytes"],
  ["mcp-w-33", "an image of 200 MB", "odd-content", { type: "image", megabytes: 200 }, "maxMessageBytes"],
  ["mcp-w-03", "ten million empty objects", "many-parts", {}, "maxMessageParts"],
] as const)("%s: %s is ended by a limit that is named, and the host does not grow or halt", async (_, _what, behaviour, args, limit) => {
  const { error, strain, state, pid } = await floodFrom(behaviour, args);
  expect(error).toMatchObject({ name: "ToolError", code: "SERVER_LIMIT", retryable: false, message: expect.stringContaining(limit) });
  expect(state).toMatchObject({ kind: "failed", code: "SERVER_LIMIT" });
  expect(strain.grownBytes).toBeLessThan(3 * LIMIT);
  expect(strain.stallMs).toBeLessThan(1_000);
  await waitFor(() => !isAlive(pid));
});

test("mcp-w-03: a message just below the limit arrives, and the server is there again after one above it", async () => {
  await using registry = await open({ evil: hostileServer("long-line") });
  const strain = await strainOf(async () => {
    expect(await registry.callTool("evil", "hit", { megabytes: 31 })).toHaveLength(31 * 2 ** 20);
  });
  expect(strain.stallMs).toBeLessThan(1_000);
  await expect(registry.callTool("evil", "hit", { megabytes: 33 })).rejects.toMatchObject({ code: "SERVER_LIMIT" });
  await waitFor(() => registry.listServers()[0]?.state.kind === "ready");
  expect(await registry.callTool("evil", "hit", { megabytes: 1 })).toHaveLength(2 ** 20);
});

test("mcp-w-33: content of a type that nobody knows is an error of its call, and the next call goes on", async () => {
  await using registry = await open({ evil: hostileServer("odd-content") });
  await expect(registry.callTool("evil", "hit")).rejects.toMatchObject({ code: "SERVER_PROTOCOL" });
  expect(await registry.callTool("evil", "good")).toMatchObject({ lists: 1 });
});

test("mcp-w-36: an answer that is nested without end is an error of its call", async () => {
  await using registry = await open({ evil: hostileServer("deep") });
  await expect(registry.callTool("evil", "hit", { levels: 500_000 })).rejects.toMatchObject({
    code: "SERVER_LIMIT",
    message: expect.stringContaining("maxDepth"),
  });
  expect(await registry.callTool("evil", "good")).toMatchObject({ lists: 1 });
  expect(await registry.callTool("evil", "hit", { levels: 900 })).toHaveProperty("deep");
  const logs: unknown[] = [];
  expect(await registry.callTool("evil", "hit", { levels: 500_000, logged: true }, { onLog: (log) => logs.push(log) })).toBe("logged");
  expect(logs).toEqual([]);
  expect(await registry.callTool("evil", "hit", { levels: 10, logged: true }, { onLog: (log) => logs.push(log) })).toBe("logged");
  expect(logs).toHaveLength(1);
  await expect(registry.callTool("evil", "hit", { levels: 1_000_001 })).rejects.toMatchObject({
    code: "SERVER_LIMIT",
    message: expect.stringContaining("maxMessageParts"),
  });
});
