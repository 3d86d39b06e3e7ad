import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect, eras, execute, GatewayFolder } from "../fixtures/http-gateway.ts";
import { commandOf, descendants, isAlive, waitFor } from "../fixtures/processes.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

let folder: GatewayFolder;
beforeEach(async () => {
  folder = await GatewayFolder.make();
  const { command, args } = fixtureServer("holds");
  folder.servers = { holds: { command, args: [...args, join(folder.path, "effects.jsonl")] } };
});
afterEach(() => folder[Symbol.asyncDispose]());

async function effects(): Promise<{ what: string; at: number }[]> {
  const text = await readFile(join(folder.path, "effects.jsonl"), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { what: string; at: number });
}

/** How long a client that goes may still be waited for: before 2026-07-28 a lost stream is no cancellation, and it may come back. */
const GRACE_MS = { legacy: 10_000, modern: 0 };

test.each(eras)(
  "a %s client that goes in the middle of an execution ends its guest and the call, and nothing is called after",
  async (era, negotiation) => {
    const gateway = await folder.start();
    const client = await connect(gateway, negotiation);
    await execute(client, "0");
    const code = `try { await servers.holds.hold({ which: "a", ms: 60_000 }); } finally { await servers.holds.hold({ which: "after", ms: 1 }); }`;
    const running = execute(client, code).catch(() => {});
    await waitFor(async () => (await effects()).some(({ what }) => what === "begun"));
    const guests = descendants(gateway.child.pid as number).filter((pid) => / run .*--no-prompt/.test(commandOf(pid)));
    expect(guests.length).toBeGreaterThan(0);
    const at = Date.now();
    await (client.transport as StreamableHTTPClientTransport).close();
    await waitFor(async () => (await effects()).some(({ what }) => what === "cancelled"), 20_000);
    await waitFor(() => guests.some((pid) => !isAlive(pid)));
    const cancelledAt = (await effects()).find(({ what }) => what === "cancelled")?.at ?? Infinity;
    expect(cancelledAt - at).toBeLessThan(GRACE_MS[era] + 2_000);
    await running;
    expect((await effects()).map(({ what }) => what)).toEqual(["begun", "cancelled"]);
  },
);
