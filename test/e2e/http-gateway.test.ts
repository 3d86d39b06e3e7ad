import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport, type VersionNegotiationOptions } from "@modelcontextprotocol/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let folder: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-http-"));
});
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

interface Gateway {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string;
  /** All that it has said. */
  said(): string;
}

async function start(http: object = {}, ...args: string[]): Promise<Gateway> {
  const config = join(folder, "codemode.json");
  await writeFile(config, JSON.stringify({ mcpServers: { calculator: fixtureServer("calculator") }, codemode: { http } }));
  const child = spawn(process.execPath, [main, "serve", "--http", "0", "--config", config, ...args], {
    env: { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  started.push(child);
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  while (!/listening on .*\n.*token/.test(text)) {
    if (child.exitCode !== null) throw new Error(`It has ended with ${child.exitCode}: ${text}`);
    await Promise.race([once(child.stderr as NodeJS.ReadableStream, "data"), once(child, "exit")]);
  }
  const token = await readFile(join(folder, "codemode", "http-token"), "utf8").catch(() => "");
  return { child, url: /listening on (\S+)/.exec(text)?.[1] as string, token: token.trim(), said: () => text };
}

async function connect({ url, token }: Gateway, versionNegotiation: VersionNegotiationOptions = { mode: "auto" }): Promise<Client> {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation });
  const headers = token === "" ? {} : { Authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
}

/** A request by hand, because `fetch` does not let anybody choose `Host`. */
async function knock(
  url: string,
  headers: Record<string, string>,
  body = '{"jsonrpc":"2.0","id":1,"method":"ping"}',
  path = "/mcp",
): Promise<number> {
  const { hostname, port } = new URL(url);
  const sent = request({
    hostname,
    port,
    path,
    method: path === "/mcp" ? "POST" : "GET",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
  });
  sent.on("error", () => {});
  sent.end(path === "/mcp" ? body : undefined);
  const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  response.resume();
  return response.statusCode;
}

describe.each<[string, VersionNegotiationOptions]>([
  ["legacy", { mode: "legacy" }],
  ["modern", { mode: { pin: "2026-07-28" } }],
])("codemode serve --http to a %s client", (era, versionNegotiation) => {
  test("lists its tools, runs code, and keeps a session over requests and clients", async () => {
    const gateway = await start();
    const client = await connect(gateway, versionNegotiation);
    expect(client.getProtocolEra()).toBe(era);
    expect((await client.listTools()).tools).toHaveLength(6);
    const code = 'import { add } from "generated/servers/calculator";\nlet n = Number(await add({ a: 20, b: 22 }));\nn';
    const first = await client.callTool({ name: "execute_code", arguments: { code } });
    const { session_id, value } = first.structuredContent as { session_id: string; value: number };
    expect(value).toBe(42);
    const other = await connect(gateway, versionNegotiation);
    const next = await other.callTool({ name: "execute_code", arguments: { code: "n + 1", session_id } });
    expect(next.structuredContent).toMatchObject({ ok: true, value: 43 });
    await client.close();
    await other.close();
  });
});

test("twenty clients at once get each their own answer", async () => {
  const gateway = await start();
  const values = await Promise.all(
    Array.from({ length: 20 }, async (_, number) => {
      const client = await connect(gateway);
      const { structuredContent } = await client.callTool({
        name: "execute_code",
        arguments: { code: `Number(await servers.calculator.add({ a: ${number}, b: 1 }))` },
      });
      await client.close();
      return (structuredContent as { value?: number }).value;
    }),
  );
  expect(values).toEqual(Array.from({ length: 20 }, (_, number) => number + 1));
});

test("the token is made once, shown once, readable by its owner alone, and nobody gets in without", async () => {
  const gateway = await start();
  expect(gateway.token).toMatch(/^[\w-]{43}$/);
  expect(gateway.said()).toContain(`Bearer ${gateway.token}`);
  const file = join(folder, "codemode", "http-token");
  if (process.platform !== "win32") expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await knock(gateway.url, {})).toBe(401);
  expect(await knock(gateway.url, { authorization: "Bearer wrong" })).toBe(401);
  expect(await knock(gateway.url, { authorization: `Basic ${gateway.token}` })).toBe(401);
  expect(await knock(gateway.url, { authorization: `Bearer ${gateway.token}` })).toBe(200);
  await expect(connect({ ...gateway, token: "wrong" })).rejects.toThrow();
  gateway.child.kill();
  await once(gateway.child, "exit");
  const again = await start();
  expect(again.token).toBe(gateway.token);
  expect(again.said()).not.toContain(gateway.token);
  again.child.kill();
  await chmod(file, 0o644);
  if (process.platform !== "win32") await expect(start()).rejects.toThrow(/Others can read the token.*CONFIG_INVALID/s);
  await writeFile(file, "short\n", { mode: 0o600 });
  await chmod(file, 0o600);
  await expect(start()).rejects.toThrow(/holds no token/);
});

test("names and origins that nobody has allowed are refused on every route", async () => {
  const gateway = await start({ hosts: ["tools.example"], origins: ["https://app.example"] });
  const bearer = { authorization: `Bearer ${gateway.token}` };
  const refused: Record<string, string>[] = [
    { host: "evil.example" },
    { host: "evil.example:80" },
    { host: "127.0.0.1.evil.example" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://app.example.evil.example" },
  ];
  for (const headers of refused)
    for (const path of ["/mcp", "/health", "/none"])
      expect([headers, path, await knock(gateway.url, { ...bearer, ...headers }, "{}", path)]).toEqual([headers, path, 403]);
  expect(await knock(gateway.url, { ...bearer, host: "localhost@evil.example" })).toBe(400);
  for (const headers of [{ host: "tools.example" }, { host: "LOCALHOST:1" }, { host: "[::1]:80" }, { origin: "https://app.example" }])
    expect(await knock(gateway.url, { ...bearer, ...headers })).toBe(200);
  expect(await knock(gateway.url, {}, "", "/health")).toBe(200);
  expect(await knock(gateway.url, bearer, "", "/none")).toBe(404);
});

test("a request that is too long or no JSON is refused, one more than may be is told to come again, and the gateway goes on", async () => {
  const gateway = await start({ maxRequests: 1, maxRequestBytes: 10_000 });
  const bearer = { authorization: `Bearer ${gateway.token}` };
  expect(await knock(gateway.url, bearer, "x".repeat(20_000))).toBe(413);
  expect(await knock(gateway.url, bearer, "no json")).toBe(400);
  const client = await connect(gateway, { mode: { pin: "2026-07-28" } });
  const running = client.callTool({
    name: "execute_code",
    arguments: { code: "await new Promise((done) => setTimeout(done, 1_500)); 'done'" },
  });
  while ((await knock(gateway.url, bearer)) !== 503) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await running).structuredContent).toMatchObject({ value: "done" });
  expect(await knock(gateway.url, bearer)).toBe(200);
  await client.close();
});

test("without a token it says so, and listens on loopback alone", async () => {
  const gateway = await start({}, "--auth", "none");
  expect(gateway.said()).toContain("warning: no token is asked for");
  expect(await knock(gateway.url, {})).toBe(200);
  const run = async (...args: string[]): Promise<[number, string]> => {
    const child = spawn(process.execPath, [main, "serve", ...args], {
      env: { PATH: process.env.PATH, HOME: folder },
      stdio: ["ignore", "ignore", "pipe"],
    });
    started.push(child);
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    const [code] = (await once(child, "close")) as [number];
    return [code, text];
  };
  expect(await run("--http", "0.0.0.0:0", "--auth", "none")).toEqual([
    2,
    expect.stringContaining("a gateway without a token listens on loopback alone"),
  ]);
  expect(await run("--http", "nonsense")).toEqual([2, expect.stringContaining("--http takes [host:]port")]);
  expect(await run("--auth", "none")).toEqual([2, expect.stringContaining("--auth is for --http")]);
  expect(await run("--http", new URL(gateway.url).host, "--auth", "none")).toEqual([2, expect.stringContaining("can't listen on")]);
});

test("SIGTERM lets what is in work end, takes nothing new, and gives 0; a second one ends at once", async () => {
  const gateway = await start();
  const bearer = { authorization: `Bearer ${gateway.token}` };
  const clients = await Promise.all(Array.from({ length: 5 }, () => connect(gateway)));
  const code = "await new Promise((done) => setTimeout(done, 2_000)); 'done'";
  const running = clients.map((client) => client.callTool({ name: "execute_code", arguments: { code } }));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const exited = once(gateway.child, "exit");
  gateway.child.kill("SIGTERM");
  for (const each of await Promise.all(running)) expect(each.structuredContent).toMatchObject({ value: "done" });
  await expect(knock(gateway.url, bearer)).rejects.toThrow();
  expect((await exited)[0]).toBe(0);
  const stuck = await start();
  const client = await connect(stuck);
  client.callTool({ name: "execute_code", arguments: { code: "await new Promise(() => {})" } }).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 500));
  const ended = once(stuck.child, "exit");
  stuck.child.kill("SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(stuck.child.exitCode).toBeNull();
  stuck.child.kill("SIGTERM");
  expect((await ended)[0]).toBe(143);
});
