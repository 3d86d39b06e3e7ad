import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ask,
  connect,
  eras,
  execute,
  GatewayFolder,
  modernKnock,
  open,
  openMcpSession,
  statusOf,
  type Gateway,
} from "../fixtures/http-gateway.ts";
import { randomBits } from "../fixtures/random-bits.ts";

let folder: GatewayFolder;
beforeEach(async () => {
  folder = await GatewayFolder.make();
});
afterEach(() => folder[Symbol.asyncDispose]());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const bearer = ({ token }: Gateway): Record<string, string> => ({ authorization: `Bearer ${token}` });

test("names and origins that nobody has allowed are refused on every route", async () => {
  const gateway = await folder.start({ hosts: ["tools.example"], origins: ["https://app.example"] });
  const refused: Record<string, string>[] = [
    { host: "evil.example" },
    { host: "evil.example:80" },
    { host: "127.0.0.1.evil.example" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://app.example.evil.example" },
  ];
  for (const given of refused)
    for (const path of ["/mcp", "/health", "/none", "/.well-known/oauth-protected-resource"])
      expect([given, path, await statusOf(gateway.url, { headers: { ...bearer(gateway), ...given }, path })]).toEqual([given, path, 403]);
  expect(await statusOf(gateway.url, { headers: { ...bearer(gateway), host: "localhost@evil.example" } })).toBe(400);
  for (const given of [{ host: "tools.example" }, { host: "LOCALHOST:1" }, { host: "[::1]:80" }, { origin: "https://app.example" }])
    expect(await statusOf(gateway.url, { headers: { ...bearer(gateway), ...given } })).toBe(200);
  expect(await statusOf(gateway.url, { path: "/health" })).toBe(200);
  expect(await statusOf(gateway.url, { path: "/none", headers: bearer(gateway) })).toBe(404);
});

test("a page of an origin that is allowed may ask first, and read the answer", async () => {
  const gateway = await folder.start({ origins: ["https://app.example"] });
  const origin = "https://app.example";
  const asked = await ask(gateway.url, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization,mcp-session-id" },
  });
  expect(asked).toMatchObject({ status: 204, headers: { "access-control-allow-origin": origin } });
  expect(asked.headers["access-control-allow-headers"]).toContain("mcp-session-id");
  const answered = await ask(gateway.url, { headers: { ...bearer(gateway), origin } });
  expect(answered).toMatchObject({ status: 200, headers: { "access-control-allow-origin": origin } });
  expect(answered.headers["access-control-expose-headers"]).toContain("Mcp-Session-Id");
});

test("a request that is too long or no JSON is refused, one more than may be is told to come again, and the gateway goes on", async () => {
  const gateway = await folder.start({ maxRequests: 1, maxRequestBytes: 10_000 });
  const headers = bearer(gateway);
  expect(await statusOf(gateway.url, { headers, body: "x".repeat(20_000) })).toBe(413);
  expect(await statusOf(gateway.url, { headers, body: "no json" })).toBe(400);
  expect(await statusOf(gateway.url, { headers, body: "" })).toBe(400);
  expect(await statusOf(gateway.url, { headers: { ...headers, "content-type": "text/plain" } })).toBe(415);
  const client = await connect(gateway, { mode: { pin: "2026-07-28" } });
  const session = { ...headers, "mcp-session-id": await openMcpSession(gateway.url, headers) };
  const running = execute(client, "await new Promise((done) => setTimeout(done, 1_500)); 'done'");
  while ((await statusOf(gateway.url, { headers })) !== 503) await pause(20);
  // What is no request holds no slot: an answer to what is in work always gets in.
  expect(await statusOf(gateway.url, { headers: session, body: { jsonrpc: "2.0", method: "notifications/initialized" } })).toBe(202);
  expect(await running).toMatchObject({ value: "done" });
  expect(await statusOf(gateway.url, { headers })).toBe(200);
  await client.close();
});

test("a stream that only listens holds no slot of a request, and there are so many and no more", async () => {
  const gateway = await folder.start({ maxRequests: 1, maxStreams: 2 });
  const headers = bearer(gateway);
  const sessions = await Promise.all(
    [0, 1].map(async () => ({ ...headers, "mcp-session-id": await openMcpSession(gateway.url, headers) })),
  );
  const legacy = await open(gateway.url, { method: "GET", headers: sessions[0] as Record<string, string> });
  const modern = await open(gateway.url, modernKnock("subscriptions/listen", { notifications: { toolsListChanged: true } }, headers));
  expect([legacy.statusCode, modern.statusCode, modern.headers["content-type"]]).toEqual([200, 200, "text/event-stream"]);
  expect(await statusOf(gateway.url, { headers })).toBe(200);
  expect(await statusOf(gateway.url, { method: "GET", headers: sessions[1] as Record<string, string> })).toBe(503);
  expect(await statusOf(gateway.url, modernKnock("subscriptions/listen", { notifications: {} }, headers))).toBe(503);
  legacy.destroy();
  const again = async (): Promise<number> => {
    const stream = await open(gateway.url, { method: "GET", headers: sessions[1] as Record<string, string> });
    if (stream.statusCode !== 200) stream.destroy();
    return stream.statusCode as number;
  };
  while ((await again()) !== 200) await pause(20);
  modern.destroy();
});

test.each([
  ["that says its length", { "content-length": String(2 ** 30) }],
  ["that does not say its length", {}],
])("a body of 1 GB %s is refused before it is read", async (_, length) => {
  const gateway = await folder.start();
  const { hostname, port } = new URL(gateway.url);
  for (const headers of [bearer(gateway), {}]) {
    const sent = request({
      hostname,
      port,
      path: "/mcp",
      method: "POST",
      headers: { "content-type": "application/json", ...length, ...headers },
    });
    sent.on("error", () => {});
    const answered = once(sent, "response");
    const chunk = Buffer.alloc(2 ** 20, "x");
    const flood = (async () => {
      for (let megabytes = 0; megabytes < 1_024 && !sent.destroyed; megabytes++)
        if (!sent.write(chunk)) await Promise.race([once(sent, "drain"), once(sent, "close")]).catch(() => {});
      sent.end();
    })();
    const [response] = (await answered) as [{ statusCode: number }];
    expect(response.statusCode).toBe("authorization" in headers ? 413 : 401);
    sent.destroy();
    await flood;
  }
  if (process.platform === "linux") {
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${gateway.child.pid}/status`, "utf8")) ?? [];
    expect(Number(peak)).toBeLessThan(500_000);
  }
  expect(await statusOf(gateway.url, { headers: bearer(gateway) })).toBe(200);
});

test("each principal has so many requests in a minute, who has no token shares those of the address, and /health is free", async () => {
  const gateway = await folder.start({ rateLimit: 5 });
  const headers = bearer(gateway);
  const wrong = { authorization: "Bearer wrong" };
  for (let count = 0; count < 5; count++) {
    expect(await statusOf(gateway.url, { headers })).toBe(200);
    expect(await statusOf(gateway.url, { headers: wrong })).toBe(401);
  }
  for (const knock of [{ headers }, { headers: wrong }, {}]) {
    const refused = await ask(gateway.url, knock);
    expect([refused.status, Number(refused.headers["retry-after"])]).toEqual([429, expect.closeTo(30, -2)]);
  }
  expect(await statusOf(gateway.url, { path: "/health" })).toBe(200);
  const unguarded = await folder.start({ rateLimit: 2 }, "--auth", "none");
  expect(await Promise.all([1, 2, 3].map(() => statusOf(unguarded.url)))).toEqual(expect.arrayContaining([200, 200, 429]));
});

test("a request whose headers say something else than its body is refused", async () => {
  const gateway = await folder.start();
  const headers = bearer(gateway);
  const call = { name: "list_skills", arguments: {} };
  expect(await statusOf(gateway.url, modernKnock("tools/call", call, headers))).toBe(200);
  const lies: Record<string, string>[] = [
    { "mcp-method": "tools/list" },
    { "mcp-name": "execute_code" },
    { "mcp-protocol-version": "2025-11-25" },
    { "mcp-protocol-version": "2099-01-01" },
  ];
  for (const lie of lies) {
    const refused = await ask(gateway.url, modernKnock("tools/call", call, { ...headers, ...lie }));
    expect([lie, refused.status, "error" in JSON.parse(refused.text)]).toEqual([lie, 400, true]);
  }
  const session = { ...headers, "mcp-session-id": await openMcpSession(gateway.url, headers) };
  for (const version of ["2099-01-01", "2026-07-28"])
    for (const given of [headers, session])
      expect([version, await statusOf(gateway.url, { headers: { ...given, "mcp-protocol-version": version } })]).toEqual([version, 400]);
  expect(await statusOf(gateway.url, { headers: { ...session, "mcp-protocol-version": "2025-11-25" } })).toBe(200);
});

describe.each(eras)("two %s clients that use the same JSON-RPC id at once", (era) => {
  test("get each their own answer, and no third", async () => {
    const gateway = await folder.start();
    const headers = bearer(gateway);
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, number) => {
        const call = {
          name: "execute_code",
          arguments: { code: `await new Promise((done) => setTimeout(done, ${100 * (10 - number)})); ${number}` },
        };
        if (era === "modern") return ask(gateway.url, modernKnock("tools/call", call, headers));
        const session = number % 2 === 0 ? { "mcp-session-id": await openMcpSession(gateway.url, headers) } : {};
        return ask(gateway.url, {
          headers: { ...headers, ...session },
          body: { jsonrpc: "2.0", id: 1, method: "tools/call", params: call },
        });
      }),
    );
    const messages = answers.map(({ text }) => text.match(/\{"(?:jsonrpc|result|id)".*\}/g)?.map((line) => JSON.parse(line)) ?? []);
    expect(messages.map((each) => each.map(({ id, result }) => [id, result.structuredContent.value]))).toEqual(
      Array.from({ length: 10 }, (_, number) => [[1, number]]),
    );
  });
});

test("an id that is in work in an MCP session is not taken a second time", async () => {
  const gateway = await folder.start();
  const headers = { ...bearer(gateway), "mcp-session-id": await openMcpSession(gateway.url, bearer(gateway)) };
  const call = (code: string): object => ({
    jsonrpc: "2.0",
    id: "same",
    method: "tools/call",
    params: { name: "execute_code", arguments: { code } },
  });
  const first = ask(gateway.url, { headers, body: call("await new Promise((done) => setTimeout(done, 1_000)); 'first'") });
  await pause(300);
  const second = await ask(gateway.url, { headers, body: call("'second'") });
  expect([second.status, JSON.parse(second.text)]).toEqual([400, expect.objectContaining({ id: "same", error: expect.anything() })]);
  expect((await first).text).toContain('"value":"first"');
  expect((await ask(gateway.url, { headers, body: call("'third'") })).text).toContain('"value":"third"');
});

test("fifty clients of both eras at once get each their own answers and variables", async () => {
  const gateway = await folder.start({ maxRequests: 200 });
  const values = await Promise.all(
    Array.from({ length: 50 }, async (_, number) => {
      const client = await connect(gateway, eras[number % 2]?.[1]);
      const first = await execute(client, `const mine = Number(await servers.calculator.add({ a: ${number}, b: 1 })); mine`);
      const era = client.getProtocolEra();
      await client.close();
      return [era, first.value];
    }),
  );
  expect(values).toEqual(Array.from({ length: 50 }, (_, number) => [eras[number % 2]?.[0], number + 1]));
});

test("ten thousand ids of MCP sessions have 122 random bits and no two are alike", async () => {
  const gateway = await folder.start({ rateLimit: 1_000_000, maxMcpSessions: 50 });
  const ids: string[] = [];
  const opener = async (): Promise<void> => {
    while (ids.length < 10_000) ids.push(await openMcpSession(gateway.url, bearer(gateway)));
  };
  await Promise.all(Array.from({ length: 20 }, opener));
  expect(randomBits(ids)).toBeGreaterThanOrEqual(122);
}, 180_000);
