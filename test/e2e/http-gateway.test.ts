import { once } from "node:events";
import { chmod, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ask, connect, eras, execute, GatewayFolder, open, openMcpSession, statusOf } from "../fixtures/http-gateway.ts";

let folder: GatewayFolder;
beforeEach(async () => {
  folder = await GatewayFolder.make();
});
afterEach(() => folder[Symbol.asyncDispose]());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(eras)("codemode serve --http to a %s client", (era, versionNegotiation) => {
  test("lists its tools, runs code, and keeps a session over requests and clients", async () => {
    const gateway = await folder.start();
    const client = await connect(gateway, versionNegotiation);
    expect(client.getProtocolEra()).toBe(era);
    expect((await client.listTools()).tools).toHaveLength(7);
    const code = 'import { add } from "generated/servers/calculator";\nlet n = Number(await add({ a: 20, b: 22 }));\nn';
    const { session_id, value } = await execute(client, code);
    expect(value).toBe(42);
    const other = await connect(gateway, versionNegotiation);
    expect(await execute(other, "n + 1", { session_id })).toMatchObject({ ok: true, value: 43 });
    await client.close();
    await other.close();
  });
});

test("the token is made once, shown once, readable by its owner alone, and nobody gets in without", async () => {
  const gateway = await folder.start();
  expect(gateway.token).toMatch(/^[\w-]{43}$/);
  expect(gateway.said()).toContain(`Bearer ${gateway.token}`);
  const file = join(folder.path, "codemode", "http-token");
  if (process.platform !== "win32") expect((await stat(file)).mode & 0o777).toBe(0o600);
  const refused: [object, string][] = [
    [{}, "Bearer"],
    [{ headers: { authorization: "Bearer wrong" } }, 'Bearer error="invalid_token"'],
    [{ headers: { authorization: `Bearer ${gateway.token}x` } }, 'Bearer error="invalid_token"'],
    [{ headers: { authorization: `Basic ${gateway.token}` } }, "Bearer"],
    [{ path: `/mcp?access_token=${gateway.token}`, method: "POST" }, "Bearer"],
    [{ path: `/mcp?token=${gateway.token}`, method: "POST" }, "Bearer"],
  ];
  for (const [knock, challenge] of refused) {
    const { status, headers } = await ask(gateway.url, knock);
    expect([knock, status, headers["www-authenticate"]]).toEqual([knock, 401, challenge]);
  }
  expect(await statusOf(gateway.url, { headers: { authorization: `Bearer ${gateway.token}` } })).toBe(200);
  await expect(connect({ ...gateway, token: "wrong" })).rejects.toThrow();
  gateway.child.kill();
  await once(gateway.child, "exit");
  const again = await folder.start();
  expect(again.token).toBe(gateway.token);
  expect(again.said()).not.toContain(gateway.token);
  again.child.kill();
  await chmod(file, 0o644);
  if (process.platform !== "win32") await expect(folder.start()).rejects.toThrow(/Others can read the token.*CONFIG_INVALID/s);
  await writeFile(file, "short\n", { mode: 0o600 });
  await chmod(file, 0o600);
  await expect(folder.start()).rejects.toThrow(/holds no token/);
});

test("without a token it says so, and listens on loopback alone", async () => {
  const gateway = await folder.start({}, "--auth", "none");
  expect(gateway.said()).toContain("warning: no token is asked for");
  expect(await statusOf(gateway.url)).toBe(200);
  expect(await folder.run("--http", "0.0.0.0:0", "--auth", "none")).toEqual([
    2,
    expect.stringContaining("a gateway without a token listens on loopback alone"),
  ]);
  expect(await folder.run("--http", "nonsense")).toEqual([2, expect.stringContaining("--http takes [host:]port")]);
  expect(await folder.run("--auth", "none")).toEqual([2, expect.stringContaining("--auth is for --http")]);
  expect(await folder.run("--http", "--auth", "basic")).toEqual([2, expect.stringContaining("--auth takes token, oauth or none")]);
  expect(await folder.run("--http", "--auth", "oauth")).toEqual([2, expect.stringContaining("needs codemode.http.oauth")]);
  expect(await folder.run("--http", new URL(gateway.url).host, "--auth", "none")).toEqual([2, expect.stringContaining("can't listen on")]);
});

describe.each(eras)("SIGTERM, with a %s client", (_, versionNegotiation) => {
  test("lets what is in work end, takes nothing new, does not wait for who only listens, and gives 0", async () => {
    const gateway = await folder.start();
    const headers = { authorization: `Bearer ${gateway.token}` };
    const clients = await Promise.all(Array.from({ length: 5 }, () => connect(gateway, versionNegotiation)));
    const session = await openMcpSession(gateway.url, headers);
    const listening = await open(gateway.url, { method: "GET", headers: { ...headers, "mcp-session-id": session } });
    expect(listening.statusCode).toBe(200);
    const cut = once(listening, "close");
    listening.on("error", () => {}).resume();
    const running = clients.map((client) => execute(client, "await new Promise((done) => setTimeout(done, 3_000)); 'done'"));
    await pause(1_000);
    const exited = once(gateway.child, "exit");
    gateway.child.kill("SIGTERM");
    const toldAt = performance.now();
    await pause(200);
    expect(await statusOf(gateway.url, { path: "/health" })).toBe(503);
    expect(await statusOf(gateway.url, { headers })).toBe(503);
    expect(await statusOf(gateway.url, { method: "GET", headers: { ...headers, "mcp-session-id": session } })).toBe(503);
    for (const result of await Promise.all(running)) expect(result).toMatchObject({ value: "done" });
    expect((await exited)[0]).toBe(0);
    // Eight seconds is what it would give to who has work.
    expect(performance.now() - toldAt).toBeLessThan(7_500);
    await cut;
    await expect(statusOf(gateway.url)).rejects.toThrow();
  });

  test("cancels what does not end by itself, and gives 0", async () => {
    const gateway = await folder.start();
    const client = await connect(gateway, versionNegotiation);
    const stuck = execute(client, "await new Promise(() => {})").catch((error: unknown) => error);
    await pause(500);
    const startedAt = performance.now();
    gateway.child.kill("SIGTERM");
    expect((await once(gateway.child, "exit"))[0]).toBe(0);
    expect(performance.now() - startedAt).toBeGreaterThan(7_000);
    await client.close();
    await stuck;
  });

  test("ends at once when it comes twice", async () => {
    const gateway = await folder.start();
    const client = await connect(gateway, versionNegotiation);
    execute(client, "await new Promise(() => {})").catch(() => {});
    await pause(500);
    const ended = once(gateway.child, "exit");
    gateway.child.kill("SIGTERM");
    await pause(300);
    expect(gateway.child.exitCode).toBeNull();
    gateway.child.kill("SIGTERM");
    expect((await ended)[0]).toBe(143);
    await client.close();
  });
});
