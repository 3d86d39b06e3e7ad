import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FetchLike } from "@modelcontextprotocol/client";
import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/load.ts";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { keptSignIns } from "../../src/sign-in/kept-sign-in.ts";
import { login } from "../../src/sign-in/login.ts";
import { SignInStore } from "../../src/sign-in/sign-in-store.ts";
import { Place } from "../fixtures/sign-in/place.ts";

const SERVER = "https://203.0.113.7/mcp";
const ISSUER = "https://203.0.113.8";
const METADATA = `https://203.0.113.7/.well-known/oauth-protected-resource/mcp`;

/** The servers of a place as if they were in the internet, and an address inside that counts who comes. */
async function abroad(
  place: Place,
  endpoints: (inside: string) => Record<string, string>,
): Promise<{ fetch: FetchLike; inside: string[] }> {
  const address = "http://127.0.0.1:1/inside";
  Object.assign(place.server.behaves, { resource: SERVER, authorizationServer: ISSUER, metadataUrl: METADATA });
  const all = {
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/authorize`,
    token_endpoint: `${ISSUER}/token`,
    registration_endpoint: `${ISSUER}/register`,
  };
  place.issuer.behaves.metadata = { ...all, ...endpoints(address) };
  place.issuer.behaves.iss = ISSUER;
  const inside: string[] = [];
  return {
    inside,
    fetch: (input, init) => {
      const url = String(input);
      if (url.includes(":1/")) inside.push(`${init?.method} ${url}`);
      return fetch(url.replace("https://203.0.113.7", new URL(place.server.url).origin).replace(ISSUER, place.issuer.issuer), init);
    },
  };
}

const spellings: [string, (url: string) => string][] = [
  ["an address", (url) => url],
  ["a name", (url) => url.replace("127.0.0.1", "localhost")],
  ["a number", (url) => url.replace("127.0.0.1", "2130706433")],
  ["IPv4 in IPv6", (url) => url.replace("http://127.0.0.1", "https://[::ffff:127.0.0.1]")],
];

test.each(spellings)("a refresh token and a client's secret go to no token endpoint inside, as %s", async (_, spelled) => {
  await using place = await Place.make();
  const { fetch: behind, inside } = await abroad(place, (url) => ({ token_endpoint: spelled(url) }));
  const folder = await mkdtemp(join(tmpdir(), "codemode-addresses-"));
  const store = new SignInStore({ folder, store: "file" });
  const signedIn = { client: { client_id: "app" }, tokens: { access_token: "access-token", refresh_token: "refresh-token" } };
  await store.update(SERVER, () => ({ issuer: ISSUER, byIssuer: { [ISSUER]: signedIn } }));
  for (const oauth of [undefined, { grant: "client_credentials", clientId: "app", clientSecret: "s3cret-s3cret", issuer: ISSUER }]) {
    await using registry = new ToolRegistry({ fetch: behind, signIn: keptSignIns({ folder, store: "file" }) });
    registry.addServer("tickets", { url: SERVER, type: "http", ...(oauth ? { oauth } : {}) });
    await registry.discoverAll();
    expect(registry.listServers()[0]?.state).toMatchObject({ code: "SIGN_IN_FAILED", reason: expect.stringContaining("internal address") });
  }
  expect(inside).toEqual([]);
  // What could not be asked for has cost nothing.
  expect(await store.read(SERVER)).toMatchObject({ byIssuer: { [ISSUER]: { tokens: { refresh_token: "refresh-token" } } } });
});

test.each(["registration_endpoint", "authorization_endpoint", "token_endpoint"])(
  "a sign-in over the browser goes to no %s inside",
  async (endpoint) => {
    await using place = await Place.make();
    const { fetch: behind, inside } = await abroad(place, (url) => ({ [endpoint]: url }));
    const store = new SignInStore({ folder: await mkdtemp(join(tmpdir(), "codemode-addresses-")), store: "file" });
    const config = parseConfig({ mcpServers: { tickets: { url: SERVER } } }).servers.get("tickets");
    if (config?.kind !== "http") throw new Error("no server");
    const shown: string[] = [];
    const show = (url: string): void => {
      shown.push(url);
      void behind(url);
    };
    const done = login({ server: "tickets", config, store, show, signal: AbortSignal.timeout(20_000), fetch: behind });
    await expect(done).rejects.toMatchObject({ code: "SIGN_IN_FAILED", message: expect.stringContaining("internal address") });
    expect(inside).toEqual([]);
    expect(shown.length).toBe(endpoint === "token_endpoint" ? 1 : 0);
    expect(await store.list()).toEqual([]);
  },
);

test("the same servers sign somebody in where they name themselves", async () => {
  await using place = await Place.make();
  const { fetch: behind } = await abroad(place, () => ({}));
  const store = new SignInStore({ folder: await mkdtemp(join(tmpdir(), "codemode-addresses-")), store: "file" });
  const config = parseConfig({ mcpServers: { tickets: { url: SERVER } } }).servers.get("tickets");
  if (config?.kind !== "http") throw new Error("no server");
  const show = (url: string): void => void behind(url);
  const done = login({ server: "tickets", config, store, show, signal: AbortSignal.timeout(20_000), fetch: behind });
  expect(await done).toEqual({ issuer: ISSUER });
});

test("a server without https gets no token, and nobody signs in there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-addresses-"));
  const store = new SignInStore({ folder, store: "file" });
  const url = "http://203.0.113.7/mcp";
  const signedIn = { client: { client_id: "app" }, tokens: { access_token: "access-token", refresh_token: "refresh-token" } };
  await store.update(url, () => ({ issuer: ISSUER, byIssuer: { [ISSUER]: signedIn } }));
  const sent: string[] = [];
  const refuses: FetchLike = async (input, init) => {
    sent.push(`${String(input)} ${new Headers(init?.headers).get("authorization")}`);
    return new Response("no", { status: 401 });
  };
  await using registry = new ToolRegistry({ fetch: refuses, signIn: keptSignIns({ folder, store: "file" }) });
  registry.addServer("tickets", { url, type: "http" });
  await registry.discoverAll();
  expect(registry.listServers()[0]?.state).toMatchObject({ code: "SIGN_IN_FAILED", reason: expect.stringContaining("no https") });
  expect(new Set(sent)).toEqual(new Set([`${url} null`]));
  const config = parseConfig({ mcpServers: { tickets: { url } } }).servers.get("tickets");
  if (config?.kind !== "http") throw new Error("no server");
  const done = login({ server: "tickets", config, store, show: () => {}, signal: AbortSignal.timeout(20_000), fetch: refuses });
  await expect(done).rejects.toMatchObject({ code: "SIGN_IN_FAILED", message: expect.stringContaining("no https") });
});
