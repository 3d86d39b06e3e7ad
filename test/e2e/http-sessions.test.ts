import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ask,
  connect,
  execute,
  GatewayFolder,
  open,
  openMcpSession,
  statusOf,
  transportTo,
  type Gateway,
} from "../fixtures/http-gateway.ts";
import { Client } from "@modelcontextprotocol/client";

let folder: GatewayFolder;
beforeEach(async () => {
  folder = await GatewayFolder.make();
});
afterEach(() => folder[Symbol.asyncDispose]());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const bearer = ({ token }: Gateway): Record<string, string> => ({ authorization: `Bearer ${token}` });

async function session(gateway: Gateway): Promise<Record<string, string>> {
  return { ...bearer(gateway), "mcp-session-id": await openMcpSession(gateway.url, bearer(gateway)) };
}

function run(code: string, id: string | number = 2): object {
  return { jsonrpc: "2.0", id, method: "tools/call", params: { name: "execute_code", arguments: { code } } };
}

test("an MCP session lasts until its client ends it, and nothing gets in with an id that is none", async () => {
  const gateway = await folder.start();
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode: "legacy" } });
  const transport = transportTo(gateway);
  await client.connect(transport);
  const headers = { ...bearer(gateway), "mcp-session-id": transport.sessionId as string };
  expect(await execute(client, "1 + 1")).toMatchObject({ value: 2 });
  expect(await statusOf(gateway.url, { headers })).toBe(200);
  await transport.terminateSession();
  await client.close();
  for (const method of ["POST", "GET", "DELETE"]) {
    const gone = await ask(gateway.url, { method, headers });
    const never = await ask(gateway.url, { method, headers: { ...headers, "mcp-session-id": "never" } });
    expect([method, gone.status, gone.text]).toEqual([method, 404, never.text]);
  }
  expect(await statusOf(gateway.url, { method: "PUT", headers: await session(gateway) })).toBe(405);
});

test("variables are of the session that the result names, whatever MCP session asks for it", async () => {
  const gateway = await folder.start();
  const [first, second] = [await connect(gateway, { mode: "legacy" }), await connect(gateway, { mode: { pin: "2026-07-28" } })];
  const { session_id } = await execute(first, "let n = 1");
  await first.close();
  expect(await execute(second, "n + 1", { session_id })).toMatchObject({ value: 2 });
  await second.close();
});

test("as many MCP sessions are open as the config says", async () => {
  const gateway = await folder.start({ maxMcpSessions: 2 });
  const [first, second, third] = [await session(gateway), await session(gateway), await session(gateway)];
  expect(await Promise.all([first, second, third].map((headers) => statusOf(gateway.url, { headers })))).toEqual([404, 200, 200]);
});

test("an unused MCP session is closed when the config says, one whose client listens is not", async () => {
  const gateway = await folder.start({ mcpSessionIdleMs: 1_000 });
  const listens = await session(gateway);
  const listening = await open(gateway.url, { method: "GET", headers: listens });
  const unused = await session(gateway);
  await pause(3_000);
  expect(await Promise.all([listens, unused].map((headers) => statusOf(gateway.url, { headers })))).toEqual([200, 404]);
  listening.destroy();
});

test("a client whose stream breaks has its answer when it comes back, and only what it has not had", async () => {
  const gateway = await folder.start({ maxRequests: 1 });
  const headers = { ...(await session(gateway)), "mcp-protocol-version": "2025-11-25" };
  const broken = await open(gateway.url, { headers, body: run("await new Promise((done) => setTimeout(done, 1_000)); 'kept'") });
  const [first] = (await once(broken, "data")) as [Buffer];
  const id = /^id: (.*)$/m.exec(first.toString())?.[1] as string;
  broken.destroy();
  // It is in work until it has its answer, whether anybody waits for that or not.
  expect(await statusOf(gateway.url, { headers })).toBe(503);
  const rest = await ask(gateway.url, { method: "GET", headers: { ...headers, "last-event-id": id } });
  expect(rest.text).toContain('"value":"kept"');
  const last = /^id: (.*)$/m.exec(rest.text)?.[1] as string;
  const nothing = await ask(gateway.url, { method: "GET", headers: { ...headers, "last-event-id": last } });
  expect([nothing.status, nothing.text]).toEqual([200, ""]);
  const other = await session(gateway);
  expect(await statusOf(gateway.url, { method: "GET", headers: { ...other, "last-event-id": last } })).toBe(400);
});

test("SIGTERM waits also for what is in work for a client whose stream broke", async () => {
  const gateway = await folder.start();
  const headers = { ...(await session(gateway)), "mcp-protocol-version": "2025-11-25" };
  const code = "await new Promise((done) => setTimeout(done, 2_500)); 'kept'";
  const broken = await open(gateway.url, { headers, body: run(code) });
  const [first] = (await once(broken, "data")) as [Buffer];
  broken.destroy();
  await pause(500);
  const exited = once(gateway.child, "exit");
  gateway.child.kill("SIGTERM");
  await pause(500);
  expect(gateway.child.exitCode).toBeNull();
  expect(/^id: /m.test(first.toString())).toBe(true);
  expect(await statusOf(gateway.url, { path: "/health" })).toBe(503);
  expect((await exited)[0]).toBe(0);
});
