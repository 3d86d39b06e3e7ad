import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { FetchLike } from "@modelcontextprotocol/client";
import { expect, test } from "vitest";
import type { ServerToSignIn, SignIn } from "../../src/registry/sign-in.ts";
import { interactiveSignIn, type SignInProvider } from "../../src/sign-in/interactive-sign-in.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { strainOf } from "../fixtures/strain.ts";
import { hostileHttp } from "./hostile-http.ts";
import { open } from "./hostile.ts";

const LIMIT = 32 * 2 ** 20;

test.each(["large-json", "large-event", "endless-event", "large-error"])(
  "mcp-w-03: an answer over HTTP that is too large (%s) ends its call by a limit that is named, and no other call of that server",
  async (behaviour) => {
    await using server = await hostileHttp(behaviour);
    await using registry = await open({ evil: { url: server.url }, calculator: fixtureServer("calculator") });
    let error: unknown;
    const strain = await strainOf(async () => {
      [error] = await Promise.all([
        registry.callTool("evil", "hit").catch((thrown: unknown) => thrown),
        registry.callTool("evil", "good"),
        registry.callTool("calculator", "add", { a: 1, b: 2 }),
      ]);
    });
    expect(error).toMatchObject({ name: "ToolError", code: "SERVER_LIMIT", message: expect.stringContaining("maxMessageBytes") });
    expect(registry.listServers()[0]?.state).toMatchObject({ kind: "ready" });
    expect((error as Error).message.length).toBeLessThan(1_000);
    expect(strain.grownBytes).toBeLessThan(3 * LIMIT);
    expect(strain.stallMs).toBeLessThan(1_000);
    expect(await registry.callTool("evil", "good")).toMatchObject({ streams: 0 });
  },
);

test.each(["429", "503"])(
  "mcp-w-46: a call that is answered %s with Retry-After of thirty years ends at once with a code",
  async (status) => {
    await using server = await hostileHttp("busy", status);
    await using registry = await open({ evil: { url: server.url } });
    const started = performance.now();
    await expect(registry.callTool("evil", "hit")).rejects.toMatchObject({
      code: "SERVER_UNREACHABLE",
      retryable: true,
      message: expect.stringContaining(status),
    });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await registry.callTool("evil", "good")).toMatchObject({ streams: 0 });
  },
);

test.each(["429", "503"])("mcp-w-46: a server that is always %s fails with a code and is tried again within a minute", async (status) => {
  await using server = await hostileHttp("unavailable", status);
  await using registry = await open({ evil: { url: server.url }, calculator: fixtureServer("calculator") });
  const [evil, calculator] = registry.listServers().map(({ state }) => state);
  expect(evil).toMatchObject({ kind: "failed", reason: expect.stringContaining(status) });
  expect(evil?.kind === "failed" && evil.retryAtMs - Date.now()).toBeLessThan(60_000);
  expect(calculator).toMatchObject({ kind: "ready" });
});

test("mcp-w-46: a server that wants its stream opened again at once, without end, is asked a few times in a second", async () => {
  await using server = await hostileHttp("reconnects");
  await using registry = await open({ evil: { url: server.url } });
  await sleep(1_500);
  const { streams } = (await registry.callTool("evil", "good")) as { streams: number };
  expect(streams).toBeGreaterThan(1);
  expect(streams).toBeLessThan(20);
});

test.each(["both", "reversed", "twice", "negative", "text"])(
  "mcp-w-48: an answer with lengths that contradict each other (%s) is refused, and nothing of it is taken",
  async (lengths) => {
    await using server = await hostileHttp("two-lengths", lengths);
    await using registry = await open({ evil: { url: server.url } });
    const error = await registry.callTool("evil", "hit", {}, { timeoutMs: 10_000 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ToolError", code: "SERVER_PROTOCOL" });
    expect(String(error)).not.toContain("smuggled");
    expect(await registry.callTool("evil", "good")).toMatchObject({ streams: 0 });
  },
);

/** Something inside that counts who comes. */
async function internalListener(): Promise<{ readonly url: string; readonly asked: string[] } & AsyncDisposable> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Somebody who would sign in wherever they are sent. */
function signIn({ config }: ServerToSignIn): SignIn {
  const provider: SignInProvider = {
    redirectUrl: "http://127.0.0.1:1/callback",
    clientMetadata: { redirect_uris: ["http://127.0.0.1:1/callback"] },
    clientInformation: () => undefined,
    saveClientInformation: () => {},
    tokens: () => undefined,
    saveTokens: () => {},
    redirectToAuthorization: () => {},
    saveCodeVerifier: () => {},
    codeVerifier: () => "verifier",
    authorizationResponse: () => Promise.reject(new Error("nobody is there")),
  };
  return interactiveSignIn(provider, new URL(config.url));
}

test("mcp-w-43: without a sign-in a challenge is an error, and what it points to is not asked", async () => {
  await using inside = await internalListener();
  await using server = await hostileHttp("challenges", inside.url);
  await using registry = await open({ evil: { url: server.url } });
  expect(registry.listServers()[0]?.state).toMatchObject({ kind: "failed", reason: expect.stringContaining("401") });
  expect(inside.asked).toEqual([]);
});

test.each([
  ["an address", (url: string) => url],
  ["a name", (url: string) => url.replace("127.0.0.1", "localhost")],
  ["an address of IPv4 in IPv6", (url: string) => url.replace("127.0.0.1", "[::ffff:127.0.0.1]")],
])("mcp-w-43: a server of the internet sends no sign-in to %s inside", async (_, spelled) => {
  await using inside = await internalListener();
  await using server = await hostileHttp("challenges", spelled(inside.url));
  // The server is reached under an address of the internet, as by a proxy.
  const behind: FetchLike = (input, init) => fetch(String(input).replace("http://203.0.113.7", new URL(server.url).origin), init);
  await using registry = await open({ evil: { url: "http://203.0.113.7/mcp" } }, { fetch: behind, signIn });
  expect(registry.listServers()[0]?.state).toMatchObject({ kind: "failed" });
  expect(inside.asked).toEqual([]);
});

test("mcp-w-43: a redirect of the metadata leads nobody inside", async () => {
  await using inside = await internalListener();
  await using redirects = await hostileHttp("redirects", inside.url);
  await using server = await hostileHttp("challenges", "http://203.0.113.8/metadata");
  const asked: string[] = [];
  const behind: FetchLike = (input, init) => {
    asked.push(String(input));
    const to = String(input).startsWith("http://203.0.113.8") ? redirects.url : server.url;
    return fetch(String(input).replace(/http:\/\/203\.0\.113\.\d/, new URL(to).origin), init);
  };
  await using registry = await open({ evil: { url: "http://203.0.113.7/mcp" } }, { fetch: behind, signIn });
  expect(registry.listServers()[0]?.state).toMatchObject({ kind: "failed" });
  expect(asked).toContain("http://203.0.113.8/metadata");
  expect(inside.asked).toEqual([]);
});

test("mcp-w-43: a server inside may send the sign-in to another address inside", async () => {
  await using inside = await internalListener();
  await using server = await hostileHttp("challenges", inside.url);
  await using registry = await open({ evil: { url: server.url } }, { signIn });
  expect(registry.listServers()[0]?.state).toMatchObject({ kind: "failed" });
  expect(inside.asked).toContain("GET /secret");
});

test("mcp-w-43: a server that redirects to an internal address gets nobody there", async () => {
  await using inside = await internalListener();
  await using server = await hostileHttp("redirects", inside.url);
  await using registry = await open({ evil: { url: server.url } });
  expect(registry.listServers()[0]?.state).toMatchObject({ kind: "failed" });
  expect(inside.asked).toEqual([]);
});
