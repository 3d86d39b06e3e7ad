import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/client";
import type { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectGateway, eras, removeCache } from "../fixtures/gateway-client.ts";
import { commandOf, descendants, isAlive, waitFor } from "../fixtures/processes.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

let folder: string;
let client: Client;

afterEach(async () => {
  await client.close();
  await rm(folder, { recursive: true, force: true });
});
afterAll(removeCache);

interface Effect {
  readonly what: "begun" | "cancelled" | "ended";
  readonly which: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

async function effects(): Promise<Effect[]> {
  const text = await readFile(join(folder, "effects.jsonl"), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Effect);
}

async function begun(which: string): Promise<void> {
  await waitFor(async () => (await effects()).some((effect) => effect.what === "begun" && effect.which === which));
}

interface Execution {
  readonly status: string;
  readonly execution_id: string;
  readonly session_id: string;
}

function execute(args: Record<string, unknown>, options: { signal?: AbortSignal } = {}): Promise<Execution> {
  return client
    .callTool({ name: "execute_code", arguments: args }, options)
    .then(({ structuredContent }) => structuredContent as unknown as Execution);
}

function wait(args: Record<string, unknown>): Promise<unknown> {
  return client.callTool({ name: "wait_execution", arguments: args }).then((result) => result.structuredContent ?? result);
}

/** The processes that run guests. */
function guests(): number[] {
  const gateway = (client.transport as StdioClientTransport).pid as number;
  return descendants(gateway).filter((pid) => / run .*(?:--no-prompt|guest)|python/.test(commandOf(pid)));
}

describe.each(eras)("a %s client", (_, era) => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "codemode-long-"));
    const { command, args } = fixtureServer("holds");
    client = await connectGateway({ mcpServers: { holds: { command, args: [...args, join(folder, "effects.jsonl")] } } }, { era });
    // The first one waits for the checker, too.
    await execute({ code: "0" });
  });

  test("an execution that takes longer than its yield_ms is waited for later; what was printed is told once", async () => {
    const code = `console.log("one"); await servers.holds.hold({ which: "a", ms: 4_000 }); console.log("two"); 42`;
    const first = await execute({ code, yield_ms: 1_500 });
    expect(first).toMatchObject({ status: "running", output: "one\n", execution_id: expect.any(String), session_id: expect.any(String) });
    const { execution_id } = first;
    expect(await wait({ execution_id, yield_ms: 50 })).toMatchObject({ status: "running", execution_id, output: "" });
    expect(await wait({ execution_id })).toMatchObject({
      status: "done",
      execution_id,
      session_id: first.session_id,
      ok: true,
      output: "two\n",
      value: 42,
    });
    expect(await wait({ execution_id })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining("EXECUTION_UNKNOWN") }],
    });
  });

  test("an execution that is left running is cancelled by name", async () => {
    const { execution_id } = await execute({ code: `await servers.holds.hold({ which: "a", ms: 60_000 })`, yield_ms: 300 });
    await begun("a");
    expect(await wait({ execution_id, cancel: true })).toMatchObject({ status: "done", ok: false, error: { code: "CANCELLED" } });
    await waitFor(async () => (await effects()).some(({ what }) => what === "cancelled"));
  });

  test("cancelling ends the guest within 500 ms and its call at the server within 250 ms, and no further call is made", async () => {
    const tries = [];
    for (const which of ["a", "b", "c"]) {
      const stop = new AbortController();
      const running = execute(
        {
          code: `try { await servers.holds.hold({ which: "${which}", ms: 60_000 }); } finally { await servers.holds.hold({ which: "after", ms: 1 }); }`,
        },
        { signal: stop.signal },
      );
      await begun(which);
      const before = guests();
      expect(before.length).toBeGreaterThan(0);
      const at = Date.now();
      stop.abort();
      await expect(running).rejects.toThrow();
      await waitFor(() => before.some((pid) => !isAlive(pid)));
      const guestMs = Date.now() - at;
      await waitFor(async () => (await effects()).some((effect) => effect.what === "cancelled" && effect.which === which));
      tries.push({
        guestMs,
        callMs: ((await effects()).find((effect) => effect.what === "cancelled" && effect.which === which)?.at ?? Infinity) - at,
      });
    }
    // The machine may be busy with something else; it is not so three times.
    expect(Math.min(...tries.map(({ guestMs }) => guestMs))).toBeLessThan(500);
    expect(Math.min(...tries.map(({ callMs }) => callMs))).toBeLessThan(250);
    expect((await effects()).filter(({ which }) => which === "after")).toEqual([]);
  });

  test("a client that goes ends its guests and their calls", async () => {
    void execute({ code: `await servers.holds.hold({ which: "a", ms: 60_000 })` }).catch(() => {});
    await begun("a");
    const before = guests();
    const gateway = (client.transport as StdioClientTransport).pid as number;
    await client.close();
    await waitFor(() => !isAlive(gateway) && before.every((pid) => !isAlive(pid)));
    expect((await effects()).map(({ what }) => what)).not.toContain("ended");
  });
});
