import { expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";
import { isAlive, waitFor } from "../fixtures/processes.ts";
import { hostileProcesses, hostileServer, open } from "./hostile.ts";

test("mcp-w-20: a server that answers after a minute fails by the time to connect, and holds nobody", async () => {
  const started = performance.now();
  const registry = await open({ evil: hostileServer("late"), calculator: fixtureServer("calculator") }, { connectTimeoutMs: 1_500 });
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(registry.listServers().map(({ state }) => state)).toMatchObject([{ kind: "failed", code: "SERVER_TIMEOUT" }, { kind: "ready" }]);
  await registry[Symbol.asyncDispose]();
  expect(hostileProcesses("late")).toEqual([]);
});

test.each([
  ["mcp-w-22", "a kill", "killed"],
  ["mcp-w-23", "half a line", "half-line"],
])(
  "%s: %s in the middle of a call ends it and the others at that server with a code; the server comes back",
  async (_, _what, behaviour) => {
    await using registry = await open({ evil: hostileServer(behaviour), calculator: fixtureServer("calculator") });
    const beside = registry.callTool("calculator", "sleep", { ms: 300 });
    const calls = [registry.callTool("evil", "hit"), registry.callTool("evil", "hit")];
    for (const call of calls) await expect(call).rejects.toMatchObject({ name: "ToolError", code: "SERVER_CLOSED", retryable: true });
    await beside;
    await waitFor(() => registry.listServers()[0]?.state.kind === "ready");
    expect(await registry.callTool("evil", "good")).toMatchObject({ lists: 1 });
  },
);

test("mcp-w-24: a server that takes nothing any more and lives is ended at the next call, which says so, and started again", async () => {
  await using registry = await open({ evil: hostileServer("deaf") });
  const [pid = 0] = hostileProcesses("deaf");
  expect(await registry.callTool("evil", "hit")).toBe("deaf from now on");
  const started = performance.now();
  await expect(registry.callTool("evil", "good")).rejects.toMatchObject({ code: "SERVER_CLOSED", retryable: true });
  expect(performance.now() - started).toBeLessThan(10_000);
  await waitFor(() => !isAlive(pid));
  await waitFor(() => registry.listServers()[0]?.state.kind === "ready");
  expect(await registry.callTool("evil", "good")).toMatchObject({ lists: 1 });
});

test("mcp-w-25: a server that ignores SIGTERM and the end of its input is gone soon after it is closed", async () => {
  const registry = await open({ evil: hostileServer("stubborn") });
  const [pid = 0] = hostileProcesses("stubborn");
  expect(isAlive(pid)).toBe(true);
  await registry[Symbol.asyncDispose]();
  expect(isAlive(pid)).toBe(false);
});

test.each(["9999-01-01", "1999-01-01", "empty", "number", "null", "huge"])(
  "mcp-w-29: the protocol version %s is refused with a code and a reason of a bounded length",
  async (version) => {
    const evil = hostileServer("odd-version", version);
    const servers = { evil, legacy: { ...evil, protocol: "legacy" }, calculator: fixtureServer("calculator") };
    await using registry = await open(servers, { connectTimeoutMs: 3_000 });
    const statusOf = (server: string) => registry.listServers().find(({ name }) => name === server);
    for (const server of ["evil", "legacy"]) {
      // One that has failed is soon tried again.
      await waitFor(() => statusOf(server)?.state.kind === "failed");
      expect(statusOf(server)?.state).toMatchObject({ kind: "failed", code: "SERVER_PROTOCOL" });
      expect(JSON.stringify(statusOf(server)).length).toBeLessThan(11_000);
    }
    expect(statusOf("calculator")?.state).toMatchObject({ kind: "ready" });
    await expect(registry.callTool("evil", "good")).rejects.toMatchObject({ code: "SERVER_PROTOCOL" });
  },
);
