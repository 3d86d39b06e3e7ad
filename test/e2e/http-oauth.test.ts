import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { Client, ClientCredentialsProvider, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { exportJWK, generateKeyPair, UnsecuredJWT, type JWTPayload } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AuthorizationServer, type AuthorizationServerOptions } from "../fixtures/authorization-server.ts";
import { ask, connect, eras, execute, GatewayFolder, openMcpSession, statusOf, type Gateway } from "../fixtures/http-gateway.ts";

const AUDIENCE = "https://tools.example/mcp";
let folder: GatewayFolder;
const servers: AuthorizationServer[] = [];
beforeEach(async () => {
  folder = await GatewayFolder.make();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function startIssuer(options?: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const server = await AuthorizationServer.start(options);
  servers.push(server);
  return server;
}

async function startBoth(oauth: object = {}, ...args: string[]): Promise<{ issuer: AuthorizationServer; gateway: Gateway }> {
  const issuer = await startIssuer();
  const gateway = await folder.start({ oauth: { issuer: issuer.issuer, audience: AUDIENCE, ...oauth } }, "--auth", "oauth", ...args);
  return { issuer, gateway };
}

const bearer = (token: string): { headers: Record<string, string> } => ({ headers: { authorization: `Bearer ${token}` } });
const now = (): number => Math.floor(Date.now() / 1_000);

describe.each(eras)("a %s client with an access token", (_, versionNegotiation) => {
  test("gets in, and has sessions and executions that nobody else can reach", async () => {
    const { issuer, gateway } = await startBoth();
    const as = async (sub: string): Promise<Client> =>
      connect({ url: gateway.url, token: await issuer.sign({ aud: AUDIENCE, sub }) }, versionNegotiation);
    const [ann, annAgain, bob] = [await as("ann"), await as("ann"), await as("bob")];
    const first = await execute(ann, "let secret = 42; secret");
    const { session_id, execution_id } = first;
    expect(first).toMatchObject({ value: 42 });
    expect(await execute(annAgain, "secret", { session_id })).toMatchObject({ value: 42 });
    const stolen = await execute(bob, "secret", { session_id });
    const invented = await execute(bob, "secret", { session_id: "invented" });
    expect(JSON.stringify(stolen)).toContain("SESSION_UNKNOWN");
    expect(JSON.stringify(stolen).replace(session_id as string, "invented")).toBe(JSON.stringify(invented));
    const skill = { name: "save_skill", arguments: { name: "stolen", description: "Theirs.", execution_id } };
    expect(JSON.stringify((await bob.callTool(skill)).content)).toContain("There is no execution");
    for (const client of [ann, annAgain, bob]) await client.close();
  });
});

test("an MCP session is known to the principal that opened it, with whatever token they come, and to nobody else", async () => {
  const { issuer, gateway } = await startBoth();
  const as = async (claims: JWTPayload): Promise<{ authorization: string }> => ({
    authorization: `Bearer ${await issuer.sign({ aud: AUDIENCE, ...claims })}`,
  });
  const id = await openMcpSession(gateway.url, await as({ sub: "ann" }));
  const statusFor = async (claims: JWTPayload): Promise<number> =>
    statusOf(gateway.url, { headers: { ...(await as(claims)), "mcp-session-id": id } });
  expect(await statusFor({ sub: "ann", jti: "another" })).toBe(200);
  expect(await statusFor({ sub: "bob" })).toBe(404);
  // A client that calls itself as a user is called is not that user.
  expect(await statusFor({ client_id: "ann" })).toBe(404);
  expect(await statusFor({ client_id: "sub ann" })).toBe(404);
  const machine = await openMcpSession(gateway.url, await as({ client_id: "machine" }));
  const headers = { ...(await as({ client_id: "machine" })), "mcp-session-id": machine };
  expect(await statusOf(gateway.url, { headers })).toBe(200);
  expect(await statusOf(gateway.url, { headers: { ...headers, ...(await as({ sub: "machine" })) } })).toBe(404);
});

test("only a token of the issuer, for this gateway, in its time and signed with the issuer's key gets in", async () => {
  const { issuer, gateway } = await startBoth();
  const claims = { aud: AUDIENCE, sub: "ann" };
  const good = await issuer.sign(claims);
  const [header, payload, signature] = good.split(".") as [string, string, string];
  const foreign = await generateKeyPair("ES256");
  const refused: Record<string, string> = {
    "another audience": await issuer.sign({ ...claims, aud: "https://other.example/mcp" }),
    "an audience that begins like ours": await issuer.sign({ ...claims, aud: `${AUDIENCE}.evil.example` }),
    "no audience": await issuer.sign({ ...claims, aud: undefined }),
    "another issuer": await issuer.sign({ ...claims, iss: "https://evil.example" }),
    "no issuer": await issuer.sign({ ...claims, iss: undefined }),
    "a time that is over": await issuer.sign({ ...claims, exp: now() - 3_600 }),
    "a time that has not begun": await issuer.sign({ ...claims, nbf: now() + 3_600 }),
    "no end": await issuer.sign({ ...claims, exp: undefined }),
    "nobody behind it": await issuer.sign({ aud: AUDIENCE, client_id: undefined }),
    "the key of somebody else": await issuer.sign(claims, {}, foreign.privateKey),
    "a key that does not exist": await issuer.sign(claims, { kid: "k2" }, foreign.privateKey),
    "a key that it brings": await issuer.sign(claims, { jwk: await exportJWK(foreign.publicKey) }, foreign.privateKey),
    "no signature": new UnsecuredJWT({ ...claims, iss: issuer.issuer, exp: now() + 300 }).encode(),
    "a signature that is cut off": `${header}.${payload}.`,
    "the public key as a secret": await issuer.sign(claims, { alg: "HS256" }, new TextEncoder().encode(JSON.stringify(issuer.publicKey))),
    "another payload": `${header}.${Buffer.from(JSON.stringify({ ...claims, iss: issuer.issuer, exp: now() + 300, sub: "root" })).toString("base64url")}.${signature}`,
    "the kind of an ID token": await issuer.sign({ ...claims, nonce: "n" }, { typ: "JWT" }),
    "the kind of a logout token": await issuer.sign(claims, { typ: "logout+jwt" }),
    "an extension that must be understood": await issuer.sign(claims, { crit: ["x-new"], "x-new": true }),
    "nothing of a JWT": "opaque",
  };
  for (const [what, token] of Object.entries(refused)) {
    const { status, headers } = await ask(gateway.url, bearer(token));
    expect([what, status, headers["www-authenticate"]]).toEqual([what, 401, expect.stringContaining('error="invalid_token"')]);
  }
  for (const path of [`/mcp?access_token=${good}`, `/mcp?token=${good}`])
    expect(await statusOf(gateway.url, { path, method: "POST" })).toBe(401);
  expect(await statusOf(gateway.url, { headers: { authorization: `Basic ${good}` } })).toBe(401);
  for (const token of [
    good,
    await issuer.sign({ ...claims, aud: ["https://other.example", AUDIENCE] }),
    await issuer.sign(claims, { typ: "application/at+jwt" }),
    await issuer.sign(claims, { typ: undefined }),
    await issuer.sign({ ...claims, exp: now() - 5 }),
  ])
    expect(await statusOf(gateway.url, bearer(token))).toBe(200);
});

test("a client learns without a token where to get one, and what it must be for", async () => {
  const { issuer, gateway } = await startBoth({ requiredScopes: ["mcp", "tools:call"] });
  const metadataUrl = "https://tools.example/.well-known/oauth-protected-resource/mcp";
  const asked = await ask(gateway.url);
  expect([asked.status, asked.headers["www-authenticate"]]).toEqual([
    401,
    `Bearer resource_metadata="${metadataUrl}", scope="mcp tools:call"`,
  ]);
  for (const path of ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"]) {
    const { status, text } = await ask(gateway.url, { path });
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        resource: AUDIENCE,
        authorization_servers: [issuer.issuer],
        bearer_methods_supported: ["header"],
        scopes_supported: ["mcp", "tools:call"],
        resource_name: "mcp-codemode",
      },
    ]);
  }
  expect(await statusOf(gateway.url, { path: "/.well-known/oauth-protected-resource/other" })).toBe(401);
  expect(await statusOf(gateway.url, { path: "/none" })).toBe(401);
  for (const scopes of [{}, { scope: "mcp" }, { scope: "mcp tools" }, { scope: "mcp,tools:call" }]) {
    const { status, headers } = await ask(gateway.url, bearer(await issuer.sign({ aud: AUDIENCE, sub: "ann", ...scopes })));
    expect([scopes, status]).toEqual([scopes, 403]);
    for (const part of ['error="insufficient_scope"', 'scope="mcp tools:call"', `resource_metadata="${metadataUrl}"`])
      expect(headers["www-authenticate"]).toContain(part);
  }
  for (const scopes of [{ scope: "tools:call other mcp" }, { scp: ["mcp", "tools:call"] }])
    expect(await statusOf(gateway.url, bearer(await issuer.sign({ aud: AUDIENCE, sub: "ann", ...scopes })))).toBe(200);
});

describe.each(eras)("a %s client that knows nothing but the address", (_, versionNegotiation) => {
  test("finds the authorization server, gets a token and comes in", async () => {
    const port = await freePort();
    const audience = `http://127.0.0.1:${port}/mcp`;
    const issuer = await startIssuer();
    issuer.audience = audience;
    const gateway = await folder.start(
      { oauth: { issuer: issuer.issuer, audience, requiredScopes: ["mcp"] } },
      "--auth",
      "oauth",
      "--http",
      String(port),
    );
    const authProvider = new ClientCredentialsProvider({
      clientId: "machine",
      clientSecret: "secret",
      scope: "mcp",
      expectedIssuer: issuer.issuer,
    });
    const client = new Client({ name: "test", version: "1" }, { versionNegotiation });
    await client.connect(new StreamableHTTPClientTransport(new URL(gateway.url), { authProvider }));
    expect(await execute(client, "1 + 1")).toMatchObject({ value: 2 });
    await client.close();
  });
});

test("keys are found by the metadata of both kinds, or where the config says, and asked for once", async () => {
  for (const metadata of ["oauth", "openid", "none"] as const) {
    const issuer = await startIssuer({ metadata });
    const keys = metadata === "none" ? { jwksUri: issuer.keysUrl } : {};
    const gateway = await folder.start({ oauth: { issuer: issuer.issuer, audience: AUDIENCE, ...keys } });
    const foreign = await generateKeyPair("ES256");
    for (let count = 0; count < 5; count++) {
      expect(await statusOf(gateway.url, bearer(await issuer.sign({ aud: AUDIENCE, sub: `user ${count}` })))).toBe(200);
      const unknown = await issuer.sign({ aud: AUDIENCE, sub: "ann" }, { kid: `unknown ${count}` }, foreign.privateKey);
      expect(await statusOf(gateway.url, bearer(unknown))).toBe(401);
    }
    expect([metadata, issuer.asked.filter((path) => path === "/keys").length]).toEqual([metadata, 1]);
    gateway.child.kill();
  }
});

test("where the issuer's keys can't be had, the answer is to come again, and the reason is said", async () => {
  const lying = await startIssuer({ issuer: "https://evil.example" });
  const silent = await startIssuer({ metadata: "none" });
  const careless = await startIssuer({ keysUrl: "http://keys.example/keys" });
  for (const [issuer, reason] of [
    [lying, "evil.example"],
    [silent, 'no "jwks_uri" with https'],
    [careless, 'no "jwks_uri" with https'],
  ] as const) {
    const gateway = await folder.start({ oauth: { issuer: issuer.issuer, audience: AUDIENCE } });
    const refused = await ask(gateway.url, bearer(await issuer.sign({ aud: AUDIENCE, sub: "ann" })));
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "10"]);
    expect(gateway.said()).toContain(`the keys of ${issuer.issuer} can't be had`);
    expect(gateway.said()).toContain(reason);
    expect(await statusOf(gateway.url)).toBe(401);
  }
});

test("each principal has a rate of its own", async () => {
  const issuer = await startIssuer();
  const limited = await folder.start({ rateLimit: 3, oauth: { issuer: issuer.issuer, audience: AUDIENCE } });
  const as = async (sub: string): Promise<number> => statusOf(limited.url, bearer(await issuer.sign({ aud: AUDIENCE, sub })));
  for (let count = 0; count < 3; count++) expect(await as("ann")).toBe(200);
  expect([await as("ann"), await as("bob"), await statusOf(limited.url)]).toEqual([429, 200, 401]);
});

test("it works on an address that other machines reach, for the names that are allowed", async () => {
  const { issuer, gateway } = await startBoth({}, "--http", `0.0.0.0:${await freePort()}`);
  const url = gateway.url.replace("0.0.0.0", "127.0.0.1");
  const { headers } = bearer(await issuer.sign({ aud: AUDIENCE, sub: "ann" }));
  expect(await statusOf(url, { headers })).toBe(200);
  expect(await statusOf(url)).toBe(401);
  expect(await statusOf(url, { headers: { ...headers, host: "evil.example" } })).toBe(403);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
