import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import type { Behaviour } from "../fixtures/sign-in/authorization-server.ts";
import { AuthorizationServer } from "../fixtures/sign-in/authorization-server.ts";
import { Place } from "../fixtures/sign-in/place.ts";
import type { ProtectedBehaviour } from "../fixtures/sign-in/protected-server.ts";
import { freePort, waitFor } from "../fixtures/processes.ts";

const nothingKept = async (place: Place): Promise<string> => readFile(place.signIns, "utf8").catch(() => "");

test("a server that wants a sign-in says so, codemode login brings it, and then its tools work", async () => {
  await using place = await Place.make();
  const before = await place.run(["tools"]);
  expect(before.stderr).toContain("run: codemode login tickets");
  expect(before.stderr).toContain("SIGN_IN_REQUIRED");
  // Nobody is asked anything before the user wants it.
  expect(place.issuer.asked).toEqual([]);

  const login = await place.run(["login", "tickets"]);
  expect([login.code, login.stdout]).toEqual([0, "Signed in at tickets: 3 tools.\n"]);
  expect(login.stderr).toContain(`${place.issuer.issuer}/authorize?`);
  const [visit] = await place.visits();
  expect(visit).toMatchObject({ status: 200, headers: { "content-security-policy": expect.stringContaining("default-src 'none'") } });
  expect(visit?.page).toContain("You can close this window");
  const { searchParams } = new URL(visit?.url ?? "");
  expect(Object.fromEntries(searchParams)).toMatchObject({ code_challenge_method: "S256", resource: place.server.url, scope: "mcp" });
  expect(searchParams.get("redirect_uri")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  if (process.platform !== "win32") expect((await stat(place.signIns)).mode & 0o777).toBe(0o600);

  const ran = await place.code("await servers.tickets.whoami({})");
  expect([ran.code, ran.stdout.trim()]).toEqual([0, "ann"]);
  const listed = await place.run(["login", "--json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ server: "tickets", state: "signed in", issuer: place.issuer.issuer }]);
  const doctor = await place.run(["doctor", "--json"]);
  expect(JSON.parse(doctor.stdout).servers).toMatchObject([{ name: "tickets", state: "ready", auth: "signed in" }]);
});

test("the authorization server of these tests gives nothing for a code without its verifier, or with another", async () => {
  await using place = await Place.make();
  const { issuer } = place.issuer;
  place.issuer.clients.set("app", { redirectUris: ["http://127.0.0.1:1/callback"] });
  const statuses = [];
  for (const verifier of [undefined, "another"]) {
    const query = { client_id: "app", redirect_uri: "http://127.0.0.1:1/callback", code_challenge_method: "S256", code_challenge: "x" };
    const { headers } = await fetch(`${issuer}/authorize?${new URLSearchParams(query)}`, { redirect: "manual" });
    const code = new URL(headers.get("location") ?? "").searchParams.get("code") ?? "";
    const body = new URLSearchParams({ grant_type: "authorization_code", client_id: "app", code, redirect_uri: query.redirect_uri });
    if (verifier) body.set("code_verifier", verifier);
    statuses.push((await fetch(`${issuer}/token`, { method: "POST", body })).status);
  }
  expect(statuses).toEqual([400, 400]);
});

describe("nothing is kept, and the error says why, where", () => {
  const cases: [string, { issuer?: Behaviour; server?: ProtectedBehaviour; oauth?: object }, string][] = [
    ["the answer is of another issuer", { issuer: { iss: "https://evil.example" } }, "so its code is not used"],
    ["the answer does not say whose it is, and should", { issuer: { iss: null } }, "so its code is not used"],
    ["the metadata are those of another issuer", { issuer: { metadata: { issuer: "https://evil.example" } } }, "those of another issuer"],
    [
      "the server's metadata are those of another resource",
      { server: { resource: "https://other.example/mcp" } },
      "those of another resource",
    ],
    [
      "the config expects another issuer",
      { oauth: { issuer: "https://login.example" } },
      'the config expects https://login.example ("oauth.issuer")',
    ],
    ["the authorization server knows no PKCE", { issuer: { metadata: { code_challenge_methods_supported: ["plain"] } } }, "S256"],
    [
      "the authorization server does not say whether it knows PKCE",
      { issuer: { metadata: { code_challenge_methods_supported: undefined } } },
      "S256",
    ],
    ["the user says no", { issuer: { error: "access_denied" } }, "access_denied"],
    ["it can't be registered and has no id", { issuer: { noRegistration: true } }, "does not support dynamic client registration"],
  ];
  test.each(cases)("%s", async (_, { issuer, server, oauth }, said) => {
    await using place = await Place.make(oauth);
    Object.assign(place.issuer.behaves, issuer);
    Object.assign(place.server.behaves, server);
    const { code, stderr } = await place.run(["login", "tickets"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(stderr).toContain("SIGN_IN_FAILED");
    expect(await nothingKept(place)).toBe("");
    expect(place.issuer.count("POST /token authorization_code")).toBe(0);
    // What the browser is told is ours, whatever came along.
    for (const { page } of await place.visits()) expect(page).not.toContain("script");
  });
});

test("an answer with another state is turned away and ends nothing; SIGINT does", async () => {
  await using place = await Place.make();
  place.issuer.behaves.state = "another";
  const login = place.start(["login", "tickets"]);
  await waitFor(async () => (await place.visits()).length > 0, 20_000);
  expect(await place.visits()).toMatchObject([{ status: 400, page: expect.stringContaining("does not belong to the sign-in") }]);
  expect(login.exitCode).toBeNull();
  const ended = once(login, "exit");
  login.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  expect(await nothingKept(place)).toBe("");
  expect(place.issuer.count("POST /token authorization_code")).toBe(0);
});

test.each([
  ["a file", "file:///etc/passwd"],
  ["a script", "javascript:alert(1)"],
  ["another program", "vscode://evil/run"],
  ["the web without https", "http://evil.example/authorize"],
  ["an address with a name and a password", "https://user:password@evil.example/authorize"],
  ["an address where clouds keep credentials", "https://169.254.169.254/latest"],
])("a server that sends the browser to %s has nothing opened", async (_, endpoint) => {
  await using place = await Place.make();
  place.issuer.behaves.metadata = { authorization_endpoint: endpoint };
  const { code, stderr } = await place.run(["login", "tickets"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("SIGN_IN_FAILED")]);
  expect(await place.visits()).toEqual([]);
  expect(stderr).not.toContain("Your browser opens");
  expect(stderr).not.toContain("password");
});

test("without a browser the address is printed, and whoever goes there is who signs in", async () => {
  await using place = await Place.make();
  const login = place.start(["login", "tickets", "--no-browser", "--scope", "read write"]);
  const address = (): string | undefined => /^http\S+$/m.exec(place.said)?.[0];
  await waitFor(() => address() !== undefined, 20_000);
  expect(new URL(address() ?? "").searchParams.get("scope")).toBe("read write");
  const ended = once(login, "exit");
  const back = await fetch(address() ?? "");
  expect(back.status).toBe(200);
  expect(await ended).toEqual([0, null]);
  expect(await place.visits()).toEqual([]);
});

test("what listens on loopback answers one path, under its own name, to a GET", async () => {
  await using place = await Place.make();
  place.start(["login", "tickets", "--no-browser"]);
  await waitFor(() => place.said.includes("/authorize?"), 20_000);
  const { searchParams } = new URL(/^http\S+$/m.exec(place.said)?.[0] ?? "");
  const callback = searchParams.get("redirect_uri") ?? "";
  const answer = `?code=stolen&state=${searchParams.get("state")}`;
  const status = async (url: string, init?: RequestInit): Promise<number> => (await fetch(url, init)).status;
  expect(await status(new URL("/", callback).href)).toBe(404);
  expect(await status(callback + answer, { method: "POST" })).toBe(404);
  // Another name for loopback is how a page would read it.
  expect(await status(callback.replace("127.0.0.1", "localhost") + answer)).toBe(404);
  expect(await status(`${callback}${answer}&state=${searchParams.get("state")}`)).toBe(400);
  expect(place.issuer.count("POST /token authorization_code")).toBe(0);
});

test("a client is registered once, and comes back to the same port", async () => {
  await using place = await Place.make();
  for (let count = 0; count < 2; count += 1) expect((await place.run(["login", "tickets"])).code).toBe(0);
  expect(place.issuer.count("POST /register")).toBe(1);
  const [first, second] = (await place.visits()).map(({ url }) => new URL(url).searchParams.get("redirect_uri"));
  expect(second).toBe(first);
  // Where that port is taken, another registration is needed.
  const taken = createServer().listen(Number(new URL(first ?? "").port), "127.0.0.1");
  await once(taken, "listening");
  expect((await place.run(["login", "tickets"])).code).toBe(0);
  expect(place.issuer.count("POST /register")).toBe(2);
  taken.close();
});

test("a client that is known already signs in with its id, its secret and its port", async () => {
  await using place = await Place.make();
  const callbackPort = await freePort();
  place.issuer.clients.set("app", { secret: "s3cret-of-the-app", redirectUris: [`http://localhost:${callbackPort}/callback`] });
  const oauth = { clientId: "app", callbackPort, callbackHost: "localhost", issuer: place.issuer.issuer };
  await place.configure({ ...oauth, clientSecret: { command: [process.execPath, "-p", "'s3cret-of-the-' + 'app'"] } });
  expect(await place.run(["login", "tickets"])).toMatchObject({ code: 0 });
  expect(place.issuer.count("POST /register")).toBe(0);
  expect(await nothingKept(place)).not.toContain("s3cret");

  const taken = createServer().listen(callbackPort, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  expect(await place.run(["login", "tickets"])).toMatchObject({ code: 2, stderr: expect.stringContaining(`Port ${port} on loopback`) });
  taken.close();
});

test("a code is redeemed nowhere but where it was asked for, also where the server changes its mind meanwhile", async () => {
  await using place = await Place.make();
  await using other = await AuthorizationServer.start();
  const login = place.start(["login", "tickets", "--no-browser"]);
  await waitFor(() => place.said.includes("/authorize?"), 20_000);
  place.server.behaves.authorizationServer = other.issuer;
  const ended = once(login, "exit");
  await fetch(/^http\S+$/m.exec(place.said)?.[0] ?? "");
  await ended;
  expect(other.asked.filter((request) => request.startsWith("POST"))).toEqual([]);
});

test("codemode login without a server says which want one; one that is unknown, a command, or has credentials is told apart", async () => {
  await using place = await Place.make();
  await place.configure(undefined, {
    servers: { local: { command: "node" }, keyed: { url: place.server.url, headers: { authorization: "Bearer x-y-z" } } },
  });
  expect(await place.run(["login"])).toMatchObject({ code: 0, stdout: "tickets  wants a sign-in\n" });
  expect(await place.run(["login", "ticket"])).toMatchObject({ code: 2, stderr: expect.stringContaining('"tickets"') });
  expect(await place.run(["login", "local"])).toMatchObject({ code: 2, stderr: expect.stringContaining('"env"') });
  expect(await place.run(["login", "keyed"])).toMatchObject({ code: 2, stderr: expect.stringContaining('"headers"') });
});
