import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { createCodemode, type Codemode } from "../../src/codemode.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { HttpServerConfig } from "../../src/config/config.ts";
import { KnownSecrets } from "../../src/secrets/known-secrets.ts";
import { keptSignIns } from "../../src/sign-in/kept-sign-in.ts";
import { SignInStore } from "../../src/sign-in/sign-in-store.ts";
import { StateFile } from "../../src/files/state-file.ts";
import { AuthorizationServer } from "../fixtures/sign-in/authorization-server.ts";
import { Place, type Ended } from "../fixtures/sign-in/place.ts";
import { freePort, waitFor } from "../fixtures/processes.ts";

const REFRESH = "POST /token refresh_token";
const MACHINE = "POST /token client_credentials";

async function signedIn(oauth?: object): Promise<Place> {
  const place = await Place.make(oauth);
  const { code, stderr } = await place.run(["login", "tickets"]);
  expect([code, stderr]).toEqual([0, expect.anything()]);
  return place;
}

/** What a gateway has, in this process. */
async function open(place: Place): Promise<Codemode> {
  const config = await loadConfig({ file: place.config, environment: place.environment });
  const codemode = createCodemode({ config, resultShapes: false });
  await codemode.registry.discoverAll();
  return codemode;
}

const stateOf = ({ registry }: Codemode): unknown => registry.listServers()[0]?.state;
const whoami = ({ registry }: Codemode): Promise<unknown> => registry.callTool("tickets", "whoami");

test("an access token that ends soon is refreshed before it is sent, and one that is refused after that", async () => {
  await using place = await signedIn();
  await using codemode = await open(place);
  expect(place.issuer.count(REFRESH)).toBe(0);
  place.issuer.endAccessTokens();
  expect(await whoami(codemode)).toBe("ann");
  expect(place.issuer.count(REFRESH)).toBe(1);
  place.issuer.endAccessTokens();
  place.issuer.behaves.expiresIn = 8;
  expect(await whoami(codemode)).toBe("ann");
  place.issuer.behaves.expiresIn = 3_600;
  await sleep(4_100);
  const { refused } = place.server;
  expect(await whoami(codemode)).toBe("ann");
  expect([place.issuer.count(REFRESH), place.server.refused]).toEqual([3, refused]);
  expect(place.issuer.reused).toBe(0);
});

test("where it can't be refreshed before it ends, it is sent as long as it lasts", async () => {
  await using place = await signedIn();
  await using codemode = await open(place);
  place.issuer.endAccessTokens();
  place.issuer.behaves.expiresIn = 60;
  expect(await whoami(codemode)).toBe("ann");
  place.issuer.behaves.refreshFails = { status: 503, error: "temporarily_unavailable" };
  const state = new StateFile(place.signIns, { what: "", schema: z.record(z.string(), z.unknown()), empty: {} });
  await state.update((now) => JSON.parse(JSON.stringify(now).replace(/"renewAtMs":\d+/, '"renewAtMs":1')) as typeof now);
  await sleep(1_100);
  const refreshes = place.issuer.count(REFRESH);
  expect(await whoami(codemode)).toBe("ann");
  expect(place.issuer.count(REFRESH)).toBeGreaterThan(refreshes);
  place.issuer.endAccessTokens();
  await expect(whoami(codemode)).rejects.toMatchObject({
    code: "SIGN_IN_FAILED",
    message: expect.stringContaining("temporarily_unavailable"),
  });
  // That was no end of the sign-in.
  delete place.issuer.behaves.refreshFails;
  expect(await whoami(codemode)).toBe("ann");
});

test("calls at once make one refresh, and so do processes at once: no refresh token is used twice", async () => {
  await using place = await signedIn();
  place.issuer.behaves.refreshTakesMs = 300;
  await using codemode = await open(place);
  place.issuer.endAccessTokens();
  expect(await Promise.all([...Array(20)].map(() => whoami(codemode)))).toEqual(Array(20).fill("ann"));
  expect(place.issuer.count(REFRESH)).toBe(1);
  place.issuer.endAccessTokens();
  // Longer than they take to start one after the other.
  place.issuer.behaves.refreshTakesMs = 5_000;
  const both = await Promise.all([1, 2, 3].map(() => place.code("await servers.tickets.whoami({})")));
  expect(both.map(({ code, stdout }) => `${code} ${stdout.trim()}`)).toEqual(Array(3).fill("0 ann"));
  expect([place.issuer.count(REFRESH), place.issuer.reused]).toEqual([2, 0]);
  // And this one goes on with what another has brought.
  expect(await whoami(codemode)).toBe("ann");
  expect([place.issuer.count(REFRESH), place.issuer.reused]).toEqual([2, 0]);
});

test("a refresh token that nobody takes is asked with once; then a sign-in is wanted, and seen without a new start", async () => {
  await using place = await signedIn();
  await using codemode = await open(place);
  place.issuer.endAccessTokens();
  place.issuer.endRefreshTokens();
  for (let count = 0; count < 3; count += 1)
    await expect(whoami(codemode)).rejects.toMatchObject({
      code: "SIGN_IN_REQUIRED",
      message: expect.stringContaining("codemode login tickets"),
    });
  expect(place.issuer.count(REFRESH)).toBe(1);
  expect(await readFile(place.signIns, "utf8")).not.toContain("refresh_token");
  await using another = await open(place);
  expect(stateOf(another)).toMatchObject({
    kind: "failed",
    code: "SIGN_IN_REQUIRED",
    reason: expect.stringContaining("codemode login tickets"),
  });
  const { requests } = place.server;
  await sleep(1_500);
  expect(place.server.requests - requests).toBeLessThan(4);
  expect(place.issuer.count(REFRESH)).toBe(1);
  expect((await place.run(["login", "tickets"])).code).toBe(0);
  await waitFor(() => (stateOf(another) as { kind: string }).kind === "ready");
  expect([await whoami(another), await whoami(codemode)]).toEqual(["ann", "ann"]);
});

test("a sign-in is news once it is there, and what the server has refused is none", async () => {
  await using place = await Place.make();
  const signIns = { folder: join(place.home, "codemode"), store: "file" } as const;
  const { servers } = await loadConfig({ file: place.config, environment: place.environment });
  const config = servers.get("tickets") as HttpServerConfig;
  const signIn = keptSignIns(signIns)({ name: "tickets", config, secrets: new KnownSecrets(), fetch });
  const refused = async (token: string | undefined): Promise<unknown> =>
    signIn?.answer({ status: 401, token, again: false, fetch }).catch((error: unknown) => error);
  expect(await signIn?.hasNews?.()).toBe(false);
  expect(await refused(undefined)).toMatchObject({ code: "SIGN_IN_REQUIRED" });
  expect(await signIn?.hasNews?.()).toBe(false);
  const kept = { client: { client_id: "app" }, tokens: { access_token: "access-token" } };
  await new SignInStore(signIns).update(place.server.url, () => ({ issuer: "https://i.example", byIssuer: { "https://i.example": kept } }));
  expect([await signIn?.hasNews?.(), await refused(undefined)]).toEqual([true, true]);
  expect(await refused("access-token")).toMatchObject({ code: "SIGN_IN_REQUIRED" });
  expect(await signIn?.hasNews?.()).toBe(false);
});

test("a token for somebody else is refused by the server, told once, and not refreshed again and again", async () => {
  await using place = await Place.make();
  place.issuer.behaves.audience = "https://other.example/mcp";
  const login = await place.run(["login", "tickets"]);
  expect([login.code, login.stderr]).toEqual([
    1,
    expect.stringContaining("does not take the access token that its authorization server gave"),
  ]);
  expect(place.issuer.count(REFRESH)).toBe(1);
  await using codemode = await open(place);
  expect(stateOf(codemode)).toMatchObject({ code: "SIGN_IN_REQUIRED" });
  await sleep(3_000);
  expect(place.issuer.count(REFRESH)).toBe(2);
});

test("a token of one issuer is for no other: a server that names another wants a sign-in there", async () => {
  await using place = await signedIn();
  await using other = await AuthorizationServer.start();
  await using codemode = await open(place);
  place.server.behaves.authorizationServer = other.issuer;
  place.issuer.endAccessTokens();
  await expect(whoami(codemode)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
  expect(other.asked.filter((request) => request !== "GET metadata")).toEqual([]);
  expect(place.issuer.count(REFRESH)).toBe(0);
  delete place.server.behaves.authorizationServer;
  expect((await place.run(["login", "tickets"])).code).toBe(0);
  expect(await whoami(codemode)).toBe("ann");
});

test("metadata of another resource, or that call their issuer otherwise, bring no refresh", async () => {
  await using place = await signedIn();
  await using codemode = await open(place);
  place.issuer.endAccessTokens();
  place.server.behaves.resource = "https://other.example/mcp";
  await expect(whoami(codemode)).rejects.toMatchObject({ code: "SIGN_IN_FAILED", message: expect.stringContaining("another resource") });
  delete place.server.behaves.resource;
  place.issuer.behaves.metadata = { issuer: "https://evil.example" };
  await expect(whoami(codemode)).rejects.toMatchObject({ code: "SIGN_IN_FAILED", message: expect.stringContaining("another issuer") });
  expect(place.issuer.count(REFRESH)).toBe(0);
});

test("a token is for one server, also at the same issuer", async () => {
  await using place = await signedIn();
  await using second = await Place.make();
  second.server.behaves.authorizationServer = place.issuer.issuer;
  await place.configure(undefined, { servers: { second: { url: second.server.url } } });
  await using codemode = await open(place);
  expect(codemode.registry.listServers().map(({ state }) => state.kind)).toEqual(["ready", "failed"]);
  expect([...second.server.seen]).toEqual([]);
});

test("a call that needs more rights says which, and leaves the connection as it is", async () => {
  await using place = await signedIn();
  await using codemode = await open(place);
  place.server.behaves.scope = "admin";
  await expect(whoami(codemode)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED", message: expect.stringContaining('--scope "admin"') });
  expect(stateOf(codemode)).toMatchObject({ kind: "ready" });
  expect((await place.run(["login", "tickets", "--scope", "mcp admin"])).code).toBe(0);
  await waitFor(async () => (await whoami(codemode).catch(() => undefined)) === "ann");
});

test("codemode logout forgets the sign-in and tells the authorization server", async () => {
  await using place = await signedIn();
  const logout = await place.run(["logout", "tickets"]);
  expect([logout.code, logout.stdout]).toEqual([0, expect.stringContaining("takes the tokens no more")]);
  expect(place.issuer.count("POST /revoke")).toBe(1);
  expect(await readFile(place.signIns, "utf8")).not.toContain("token");
  expect((await place.run(["tools"])).stderr).toContain("SIGN_IN_REQUIRED");
  expect(await place.run(["logout", "tickets"])).toMatchObject({ code: 0, stderr: expect.stringContaining("There is no sign-in") });
  // Who can't be told is told so, and the sign-in is gone all the same.
  expect((await place.run(["login", "tickets"])).code).toBe(0);
  place.issuer.behaves.metadata = { issuer: "https://evil.example" };
  expect(await place.run(["logout", "tickets"])).toMatchObject({ code: 0, stdout: expect.stringContaining("could not be told") });
  expect(await readFile(place.signIns, "utf8")).not.toContain("token");
});

test("with client credentials nobody is asked; the secret comes from a file or a command, and its tokens are kept nowhere", async () => {
  await using place = await Place.make();
  const secret = "m4chine-s3cret";
  place.issuer.clients.set("machine", { secret, redirectUris: [] });
  const file = join(place.home, "secret");
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  const oauth = { grant: "client_credentials", clientId: "machine", issuer: place.issuer.issuer, scopes: ["mcp"] };
  for (const clientSecret of [{ file: "secret" }, { command: ["cat", file] }, "${MACHINE_SECRET}"]) {
    await place.configure({ ...oauth, clientSecret });
    const ran = await place.run(["run", "-e", "await servers.tickets.whoami({})"], { MACHINE_SECRET: secret });
    expect([ran.code, ran.stdout.trim(), ran.stderr]).toEqual([0, "ann", ""]);
  }
  await place.configure({ ...oauth, clientSecret: { file: "secret" } });
  expect(await place.run(["login", "tickets"])).toMatchObject({ code: 0, stdout: "Signed in at tickets: 3 tools.\n" });
  expect(await place.visits()).toEqual([]);
  await expect(readFile(place.signIns)).rejects.toMatchObject({ code: "ENOENT" });

  await using codemode = await open(place);
  const before = place.issuer.count(MACHINE);
  place.issuer.endAccessTokens();
  expect(await Promise.all([whoami(codemode), whoami(codemode)])).toEqual(["ann", "ann"]);
  expect(place.issuer.count(MACHINE)).toBe(before + 1);

  // The secret is for the issuer of the config, whatever the server names.
  await using other = await AuthorizationServer.start();
  place.server.behaves.authorizationServer = other.issuer;
  place.issuer.endAccessTokens();
  await expect(whoami(codemode)).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
  expect(other.asked).toEqual(["GET metadata"]);
});

test("a wrong secret in the config ends no sign-in", async () => {
  await using place = await Place.make();
  const port = await freePort();
  place.issuer.clients.set("app", { secret: "right-s3cret", redirectUris: [`http://127.0.0.1:${port}/callback`] });
  await place.configure({ clientId: "app", callbackPort: port, issuer: place.issuer.issuer, clientSecret: "${SECRET}" });
  const run = (secret: string, ...args: string[]): Promise<Ended> => place.run(args, { SECRET: secret });
  expect(await run("right-s3cret", "login", "tickets")).toMatchObject({ code: 0 });
  place.issuer.endAccessTokens();
  expect((await run("wrong-s3cret", "tools")).stderr).toMatch(/invalid_client.*SIGN_IN_FAILED/);
  expect(await run("right-s3cret", "tools")).toMatchObject({ stdout: expect.stringContaining("tickets.whoami"), stderr: "" });
});

test("a secret that can't be had is the failure of its server alone, and its text is nowhere", async () => {
  await using place = await Place.make();
  await writeFile(join(place.home, "open"), "s3cret-for-all", { mode: 0o644 });
  await chmod(join(place.home, "open"), 0o644);
  const leaks = "process.stdout.write('s3cret-in-' + 'stdout'); process.stderr.write('s3cret-in-' + 'stderr'); process.exit(3)";
  const header = (value: object): object => ({ url: place.server.url, headers: { "X-Key": value } });
  await place.configure(undefined, {
    servers: {
      shared: header({ file: "open" }),
      gone: header({ file: "gone" }),
      fails: header({ command: [process.execPath, "-e", leaks] }),
      lines: header({ command: [process.execPath, "-p", "'two\\nlines'"] }),
      missing: { command: "node", env: { KEY: { command: ["codemode-no-such-command"] } } },
    },
  });
  const { stderr } = await place.run(["tools"]);
  for (const [server, said] of [
    ["shared", "chmod 600"],
    ["gone", "ENOENT"],
    ["fails", "exit code 3"],
    ["lines", "more than one line"],
    ["missing", "ENOENT"],
  ] as const) {
    const line = stderr.split("\n").find((each) => each.includes(`server "${server}" is not available`));
    expect(line).toContain(said);
    expect(line).toContain(server === "missing" ? 'field "env.KEY"' : 'field "headers.X-Key"');
    expect(line).toContain("SECRET_FAILED");
  }
  expect(stderr).not.toMatch(/s3cret|two/);
});
