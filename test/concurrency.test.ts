import { afterAll, beforeAll, expect, test } from "vitest";
import { CodeModeExecutor } from "../src/executor/executor.ts";
import { ToolRegistry } from "../src/registry/registry.ts";
import { createDenoDriver } from "../src/sandbox/drivers/deno.ts";
import type { SandboxDriver } from "../src/sandbox/driver.ts";
import { isAlive, waitFor } from "./fixtures/processes.ts";
import { fixtureServer } from "./fixtures/server-config.ts";

const registry = new ToolRegistry();
beforeAll(async () => {
  registry.addServer("calculator", fixtureServer("calculator"));
  await registry.discoverAll();
});
afterAll(() => registry[Symbol.asyncDispose]());

/** A driver that counts what lives. */
function counted(): { driver: SandboxDriver; pids: number[]; most: () => number } {
  const inner = createDenoDriver({ outerWall: "off" });
  const pids: number[] = [];
  let now = 0;
  let most = 0;
  const driver: SandboxDriver = {
    name: inner.name,
    async start(options) {
      most = Math.max(most, (now += 1));
      const started = await inner.start(options);
      pids.push(started.pid);
      void started.exited.then(() => (now -= 1));
      return started;
    },
  };
  return { driver, pids, most: () => most };
}

test("1,000 executions at once: each gets its own answer, and there are never more processes than may be", async () => {
  const { driver, pids, most } = counted();
  const executor = new CodeModeExecutor(registry, { driver, maxSessions: 6, warm: 2, check: "off" });
  const results = await Promise.all(
    Array.from({ length: 1_000 }, async (_, n) => {
      const nonce = `nonce-${n}-${Math.random()}`;
      const code = `globalThis.mine ??= ${JSON.stringify(nonce)}; const a = await servers.calculator.add({ a: ${n}, b: 1 }); console.log(mine); [mine, a]`;
      const result = await executor.execute(code);
      return result.ok && result.output === `${nonce}\n` && JSON.stringify(result.value) === JSON.stringify([nonce, String(n + 1)]);
    }),
  );
  expect(results.filter((right) => !right)).toEqual([]);
  expect(most()).toBeLessThanOrEqual(8);
  await executor[Symbol.asyncDispose]();
  await waitFor(() => !pids.some(isAlive));
}, 300_000);

test("executions over the queue's length are refused with BUSY, the others run", async () => {
  await using executor = new CodeModeExecutor(registry, { maxSessions: 2, maxWaiting: 5, outerWall: "off" });
  const codes = await Promise.all(
    Array.from({ length: 20 }, () =>
      executor.execute("await servers.calculator.sleep({ ms: 20 }); 'ran'").then(
        ({ value }) => value,
        (error: { code: string }) => error.code,
      ),
    ),
  );
  expect(codes.filter((code) => code === "ran")).toHaveLength(7);
  expect(codes.filter((code) => code === "BUSY")).toHaveLength(13);
});

test("a session that asks for much leaves the others their turn", async () => {
  await using executor = new CodeModeExecutor(registry, { maxSessions: 2, outerWall: "off" });
  const [greedy, modest] = [await executor.createSession(), await executor.createSession()];
  const ended: string[] = [];
  const run = (sessionId: string, name: string): Promise<unknown> =>
    executor.execute("await servers.calculator.sleep({ ms: 20 })", { sessionId }).then(() => ended.push(name));
  // Both have their process, so that only turns are measured.
  await Promise.all([executor.execute("1", { sessionId: greedy }), executor.execute("1", { sessionId: modest })]);
  await Promise.all([...Array.from({ length: 15 }, () => run(greedy, "greedy")), run(modest, "modest")]);
  expect(ended.indexOf("modest")).toBeLessThanOrEqual(2);
});

test("a session that is not used expires, and its process with it", async () => {
  const { driver, pids } = counted();
  await using executor = new CodeModeExecutor(registry, { driver, warm: 0, sessionIdleMs: 300 });
  const { session_id: sessionId } = await executor.execute("let kept = 1");
  expect((await executor.execute("kept", { sessionId })).value).toBe(1);
  await waitFor(() => !pids.some(isAlive));
  await expect(executor.execute("kept", { sessionId })).rejects.toMatchObject({ code: "SESSION_UNKNOWN" });
});
