import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve, type HttpBindings } from "@hono/node-server";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { McpServer, type AuthInfo } from "@modelcontextprotocol/server";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { LegacySessions, type LegacySessionsOptions } from "./legacy-sessions.ts";

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A server that asks its client, waits, and breaks its own streams. */
function testServer(): McpServer {
  const connection = new McpServer({ name: "test", version: "1" }, { capabilities: { tools: {}, logging: {} } });
  const { server } = connection;
  server.setRequestHandler("tools/list", () => ({ tools: [] }));
  server.setRequestHandler("tools/call", async ({ params }, { mcpReq, http }) => {
    const text = (value: string): { content: { type: "text"; text: string }[] } => ({ content: [{ type: "text", text: value }] });
    switch (params.name) {
      case "ask": {
        const schema = { type: "object" as const, properties: { name: { type: "string" as const } } };
        const { content } = await mcpReq.elicitInput({ mode: "form", message: "Who?", requestedSchema: schema });
        return text(String(content?.name));
      }
      case "wait":
        await new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, Number(params.arguments?.ms));
          mcpReq.signal.addEventListener("abort", () => {
            clearTimeout(timer);
            reject(new Error("aborted"));
          });
        });
        return text("waited");
      case "break":
        http?.closeSSE?.();
        await pause(100);
        return text("after the break");
      case "announce":
        await server.sendLoggingMessage({ level: "info", data: params.arguments?.word });
        return text("announced");
      case "who":
        return text(String(http?.authInfo?.extra?.principal));
      default:
        throw new Error("unknown");
    }
  });
  return connection;
}

interface Endpoint {
  readonly url: string;
  /** How many requests have no answer yet. */
  inWork(): number;
}

/** Serves over real HTTP; the principal is what stands in `Authorization`. */
async function listen(options: Omit<LegacySessionsOptions, "onError"> = {}): Promise<Endpoint> {
  const sessions = new LegacySessions(testServer, { ...options, onError: () => {} });
  let inWork = 0;
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all("/mcp", async (context) => {
    const principal = context.req.header("authorization");
    const body = context.req.method === "POST" ? ((await context.req.json()) as unknown) : undefined;
    const authInfo: AuthInfo = { token: "", clientId: "", scopes: [], extra: { principal } };
    const { response, answered } = await sessions.handle({
      request: context.req.raw,
      body,
      ended: once(context.env.outgoing, "close"),
      ...(principal === undefined ? {} : { authInfo }),
    });
    inWork++;
    void answered.finally(() => inWork--);
    return response;
  });
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }) as Server;
  await once(server, "listening");
  ended.push(async () => {
    await sessions[Symbol.asyncDispose]();
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, inWork: () => inWork };
}

interface Connected {
  readonly client: Client;
  readonly transport: StreamableHTTPClientTransport;
}

async function connect({ url }: Endpoint, name = "somebody"): Promise<Connected> {
  const client = new Client(
    { name, version: "1" },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: "legacy" } },
  );
  client.setRequestHandler("elicitation/create", async () => {
    await pause(50);
    return { action: "accept" as const, content: { name } };
  });
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: name } } });
  await client.connect(transport);
  ended.push(() => client.close());
  return { client, transport };
}

async function call({ client }: Connected, name: string, args: Record<string, unknown> = {}, signal?: AbortSignal): Promise<string> {
  const { content } = await client.callTool({ name, arguments: args }, signal ? { signal } : {});
  return (content[0] as { text: string }).text;
}

/** The status of a request by hand. */
async function knock({ url }: Endpoint, method: string, headers: Record<string, string>, body?: unknown): Promise<number> {
  const stop = new AbortController();
  const { status } = await fetch(url, {
    method,
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    signal: stop.signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  stop.abort();
  return status;
}

const ping = { jsonrpc: "2.0", id: "ping", method: "ping" };
const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "by-hand", version: "1" } },
};

test("servers ask each their own client, also when all do at once with the same ids", async () => {
  const endpoint = await listen();
  const names = Array.from({ length: 10 }, (_, number) => `client-${number}`);
  const clients = await Promise.all(names.map((name) => connect(endpoint, name)));
  expect(new Set(clients.map(({ transport }) => transport.sessionId)).size).toBe(10);
  expect(await Promise.all(clients.map((client) => call(client, "ask")))).toEqual(names);
  expect(await Promise.all(clients.map((client) => call(client, "who")))).toEqual(names);
});

test("what a server says by itself reaches the client that listens, and no other", async () => {
  const endpoint = await listen();
  const [ann, bob] = [await connect(endpoint, "ann"), await connect(endpoint, "bob")];
  const heard: [string, unknown][] = [];
  for (const [name, { client }] of [
    ["ann", ann],
    ["bob", bob],
  ] as const)
    client.setNotificationHandler("notifications/message", ({ params }) => void heard.push([name, params.data]));
  await pause(200);
  await call(ann, "announce", { word: "hello" });
  while (heard.length === 0) await pause(20);
  await pause(100);
  expect(heard).toEqual([["ann", "hello"]]);
});

test("an answer whose stream has ended before it comes when the client asks for the rest", async () => {
  const connected = await connect(await listen());
  expect(await call(connected, "break")).toBe("after the break");
});

test("an event of one client is unknown to the others", async () => {
  const endpoint = await listen();
  const open = async (name: string): Promise<[Record<string, string>, string]> => {
    const headers = { authorization: name, "content-type": "application/json", accept: "application/json, text/event-stream" };
    const response = await fetch(endpoint.url, { method: "POST", headers, body: JSON.stringify(initialize) });
    const id = /^id: (.*)$/m.exec(await response.text())?.[1] as string;
    return [{ authorization: name, "mcp-session-id": response.headers.get("mcp-session-id") as string }, id];
  };
  const [ann, annsEvent] = await open("ann");
  const [bob] = await open("bob");
  expect(annsEvent).toMatch(/^\d+\./);
  expect(await knock(endpoint, "GET", { ...ann, "last-event-id": annsEvent })).toBe(200);
  expect(await knock(endpoint, "GET", { ...bob, "last-event-id": annsEvent })).toBe(400);
  expect(await knock(endpoint, "GET", { ...ann, "last-event-id": "nonsense" })).toBe(400);
});

test("an MCP session is known to who has opened it alone, for others it is as one that never was", async () => {
  const endpoint = await listen();
  const ann = await connect(endpoint, "ann");
  const id = ann.transport.sessionId as string;
  for (const headers of [{ authorization: "bob" }, {}] as Record<string, string>[]) {
    for (const method of ["POST", "GET", "DELETE"])
      for (const given of [id, randomUUID()])
        expect([
          method,
          await knock(endpoint, method, { ...headers, "mcp-session-id": given }, method === "POST" ? ping : undefined),
        ]).toEqual([method, 404]);
  }
  expect(await call(ann, "who")).toBe("ann");
  await ann.transport.terminateSession();
  expect(await knock(endpoint, "POST", { authorization: "ann", "mcp-session-id": id }, ping)).toBe(404);
});

test("a client that opens no session is served request by request", async () => {
  const endpoint = await listen();
  expect(await knock(endpoint, "POST", {}, ping)).toBe(200);
  expect(await knock(endpoint, "GET", {})).toBe(405);
  expect(await knock(endpoint, "DELETE", {})).toBe(405);
  expect(await knock(endpoint, "POST", { accept: "text/html" }, initialize)).toBe(406);
});

test("what is cancelled leaves nothing in work and no stream open", async () => {
  const endpoint = await listen();
  const connected = await connect(endpoint);
  const stop = new AbortController();
  const waiting = call(connected, "wait", { ms: 60_000 }, stop.signal);
  while (endpoint.inWork() === 0) await pause(20);
  stop.abort();
  await expect(waiting).rejects.toThrow();
  while (endpoint.inWork() > 0) await pause(20);
});

test("what is in work for a client that has gone is cancelled after a while, unless it comes back or another of its streams is open", async () => {
  const endpoint = await listen({ goneMs: 500 });
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2025-11-25",
  };
  const wait = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "wait", arguments: { ms: 2_000 } } };
  const broken = async (): Promise<Record<string, string>> => {
    const opened = await fetch(endpoint.url, { method: "POST", headers, body: JSON.stringify(initialize) });
    await opened.text();
    const session = { ...headers, "mcp-session-id": opened.headers.get("mcp-session-id") as string };
    const stop = new AbortController();
    const response = await fetch(endpoint.url, { method: "POST", headers: session, body: JSON.stringify(wait), signal: stop.signal });
    const { value } = await (response.body as ReadableStream<Uint8Array>).getReader().read();
    stop.abort();
    return { ...session, "last-event-id": /^id: (.*)$/m.exec(new TextDecoder().decode(value))?.[1] as string };
  };
  const rest = async (given: Record<string, string>): Promise<string> => (await fetch(endpoint.url, { headers: given })).text();
  const [away, back] = [await broken(), await broken()];
  const { "last-event-id": _, ...listens } = await broken();
  const stream = await fetch(endpoint.url, { headers: listens });
  expect(await rest(back)).toContain("waited");
  expect(await rest(away)).toContain("This request was cancelled.");
  while (endpoint.inWork() > 0) await pause(20);
  await stream.body?.cancel();
});

test("an unused session is closed after a while, one with a request in work or a client that listens is not", async () => {
  const endpoint = await listen({ mcpSessionIdleMs: 1_000 });
  const open = async (): Promise<Record<string, string>> => {
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const response = await fetch(endpoint.url, { method: "POST", headers, body: JSON.stringify(initialize) });
    await response.text();
    return { "mcp-session-id": response.headers.get("mcp-session-id") as string };
  };
  const [idle, working, listening] = [await open(), await open(), await open()];
  const wait = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "wait", arguments: { ms: 3_000 } } };
  const answered = fetch(endpoint.url, {
    method: "POST",
    headers: { ...working, "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify(wait),
  }).then((response) => response.text());
  const stream = await fetch(endpoint.url, { headers: { ...listening, accept: "text/event-stream" } });
  expect(stream.status).toBe(200);
  await pause(2_500);
  expect(await knock(endpoint, "POST", idle, ping)).toBe(404);
  expect(await knock(endpoint, "POST", listening, ping)).toBe(200);
  expect(await answered).toContain("waited");
  await stream.body?.cancel();
  await pause(2_500);
  expect(await knock(endpoint, "POST", listening, ping)).toBe(404);
  expect(await knock(endpoint, "POST", working, ping)).toBe(404);
});

test("the session unused for longest makes room, one that listens goes last, and where all have work there is none", async () => {
  const endpoint = await listen({ maxMcpSessions: 2 });
  const listens = await connect(endpoint, "listens");
  await pause(100);
  const open = async (): Promise<string> => {
    const headers = { authorization: "b", "content-type": "application/json", accept: "application/json, text/event-stream" };
    const response = await fetch(endpoint.url, { method: "POST", headers, body: JSON.stringify(initialize) });
    await response.text();
    return response.headers.get("mcp-session-id") ?? String(response.status);
  };
  const first = await open();
  const second = await open();
  expect(await knock(endpoint, "POST", { authorization: "b", "mcp-session-id": first }, ping)).toBe(404);
  expect(await call(listens, "who")).toBe("listens");
  const work = call(listens, "wait", { ms: 1_000 });
  const wait = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "wait", arguments: { ms: 1_000 } } };
  const other = fetch(endpoint.url, {
    method: "POST",
    headers: {
      authorization: "b",
      "mcp-session-id": second,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify(wait),
  }).then((response) => response.text());
  while (endpoint.inWork() < 2) await pause(20);
  expect(await open()).toBe("503");
  expect([await work, await other]).toEqual(["waited", expect.stringContaining("waited")]);
  expect(await open()).toMatch(/-/);
});
