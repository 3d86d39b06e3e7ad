import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect, execute, GatewayFolder } from "../fixtures/http-gateway.ts";
import { descendants, isAlive, waitFor } from "../fixtures/processes.ts";

let folder: GatewayFolder;
beforeEach(async () => {
  folder = await GatewayFolder.make();
});
afterEach(() => folder[Symbol.asyncDispose]());

test(
  "with fifty executions in flight SIGTERM lets those end that do, cancels the others, leaves no process, and gives 0",
  { timeout: 180_000 },
  async () => {
    const gateway = await folder.start();
    const clients = await Promise.all(
      Array.from({ length: 50 }, (_, n) => connect(gateway, n % 2 === 0 ? { mode: "legacy" } : { mode: { pin: "2026-07-28" } })),
    );
    const ended: string[] = [];
    const running = clients.map(async (client, n) => {
      const ms = n < 10 ? 4_000 : 120_000;
      const result = await execute(client, `await new Promise((done) => setTimeout(done, ${ms})); 'done'`).catch((error: Error) => error);
      ended.push(result instanceof Error ? "gone" : String((result as { value?: unknown }).value ?? "cancelled"));
    });
    // As many as may run at once have begun; the others wait for their turn.
    await waitFor(() => descendants(gateway.child.pid as number).length >= 16, 60_000);
    const processes = descendants(gateway.child.pid as number);
    const exited = once(gateway.child, "exit");
    const at = performance.now();
    gateway.child.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    // Ten seconds is what the gateway gives itself; the rest is the machine's.
    expect(performance.now() - at).toBeLessThan(12_000);
    // Some would look for their stream for a while.
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(running);
    expect(ended).toHaveLength(50);
    expect(ended).not.toContain("undefined");
    expect(ended.filter((what) => what === "done").length).toBeGreaterThan(0);
    expect(ended.filter((what) => what !== "done").length).toBeGreaterThanOrEqual(34);
    await waitFor(() => processes.every((pid) => !isAlive(pid)));
  },
);
