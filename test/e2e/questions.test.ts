import type { Client, ClientCapabilities, ElicitResult, VersionNegotiationOptions } from "@modelcontextprotocol/client";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { connectGateway, eras, removeCache } from "../fixtures/gateway-client.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

/** One for all tests of an era, and one that can't be asked. */
const connected = new Map<string, Promise<Client>>();
let seen: string[] = [];
let answer: (name: string) => ElicitResult;

beforeEach(() => {
  seen = [];
  answer = (name) => ({ action: "accept", content: { colour: `${name}-blue` } });
});
afterAll(async () => {
  for (const client of connected.values()) await (await client).close();
  await removeCache();
});

const config = {
  mcpServers: {
    legacy: { ...fixtureServer("asks"), protocol: "legacy" },
    modern: { ...fixtureServer("asks"), protocol: "modern" },
  },
};

const everything: ClientCapabilities = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

/** A client whose user has a colour for everybody, after a moment. */
function connect(era: VersionNegotiationOptions, capabilities: ClientCapabilities = everything): Promise<Client> {
  const key = JSON.stringify([era, capabilities]);
  const prepare = (client: Client): void => {
    if (capabilities.elicitation)
      client.setRequestHandler("elicitation/create", async ({ params }) => {
        seen.push(params.message);
        await new Promise((resolve) => setTimeout(resolve, 30));
        if (params.mode === "url") return { action: params.url === "https://example.com/sign-in" ? "accept" : "cancel" };
        return answer(/Which colour, (.*)\?/.exec(params.message)?.[1] ?? "nobody");
      });
    if (capabilities.sampling)
      client.setRequestHandler("sampling/createMessage", async () => ({
        model: "m",
        role: "assistant",
        content: { type: "text", text: "2" },
      }));
    if (capabilities.roots) client.setRequestHandler("roots/list", async () => ({ roots: [{ uri: "file:///home" }] }));
  };
  const client = connected.get(key) ?? connectGateway(config, { era, capabilities, prepare });
  connected.set(key, client);
  return client;
}

async function run(client: Client, code: string, language = "typescript"): Promise<Record<string, unknown>> {
  const { structuredContent } = await client.callTool({ name: "execute_code", arguments: { code, language } });
  return structuredContent as Record<string, unknown>;
}

describe.each(eras)("a %s client", (eraName, era) => {
  describe.each(["legacy", "modern"])("and a %s server", (server) => {
    test("questions inside Promise.all reach the user, each answer goes to its own call, and nothing runs before it", async () => {
      const client = await connect(era);
      const result = await run(
        client,
        `const names = ["ann", "bob", "cid"];
         let done = 0;
         const all = await Promise.all(names.map(async (name) => { const said = await servers.${server}.greet({ name }); done += 1; return said; }));
         ({ all, done })`,
      );
      expect(result).toMatchObject({ ok: true, value: { all: ["ann: ann-blue", "bob: bob-blue", "cid: cid-blue"], done: 3 } });
      expect(seen.toSorted()).toEqual(["Which colour, ann?", "Which colour, bob?", "Which colour, cid?"]);
    });

    test("questions inside asyncio.gather do, too", async () => {
      const client = await connect(era);
      const result = await run(
        client,
        `import asyncio\nawait asyncio.gather(*(servers.${server}.greet(name=name) for name in ["ann", "bob"]))`,
        "python",
      );
      expect(result).toMatchObject({ ok: true, value: ["ann: ann-blue", "bob: bob-blue"] });
      expect(seen).toHaveLength(2);
    });

    test("one question after the other, in one execution, also where the user says no", async () => {
      const client = await connect(era);
      answer = (name) => (name === "bob" ? { action: "decline" } : { action: "accept", content: { colour: "red" } });
      const result = await run(
        client,
        `const all = []; for (const name of ["ann", "bob", "cid"]) all.push(await servers.${server}.greet({ name })); all`,
      );
      expect(result).toMatchObject({ value: ["ann: red", "bob: decline", "cid: red"] });
    });

    test("a visit to an address, a model's answer and folders are passed on", async () => {
      const client = await connect(era);
      const { visit, think, where } = {
        visit: `servers.${server}.visit()`,
        think: `servers.${server}.think()`,
        where: `servers.${server}.where()`,
      };
      expect(await run(client, `[await ${visit}, await ${think}, await ${where}]`)).toMatchObject({
        value: ["visit: accept", "thought: 2", "folders: file:///home"],
      });
    });

    test("of a client that can't be asked the server is told so, and the program can go on", async () => {
      const client = await connect(era, {});
      const result = await run(
        client,
        `let said; try { said = await servers.${server}.greet({ name: "ann" }); } catch (error) { said = error.message; } said`,
      );
      expect(result.ok).toBe(true);
      expect(result.value).toMatch(/elicitation/);
    });

    test("what a call reports and logs reaches the client", async () => {
      const client = await connect(era);
      const reports: unknown[] = [];
      const logs: unknown[] = [];
      client.setNotificationHandler("notifications/message", ({ params }) => void logs.push(params.data));
      await client.callTool(
        {
          name: "execute_code",
          arguments: { code: `await servers.${server}.work()` },
          _meta: { "io.modelcontextprotocol/logLevel": "info" },
        },
        { onprogress: (progress) => reports.push(progress) },
      );
      expect(reports).toEqual([1, 2, 3].map((progress) => ({ progress, total: 3, message: `step ${progress}` })));
      expect(logs).toEqual(["it is getting warm"]);
    });
  });

  test.skipIf(eraName === "legacy")(
    "a state that was changed, or is of another request, is refused, and the execution waits on",
    async () => {
      const client = await connect(era);
      const args = { code: 'await servers.modern.greet({ name: "ann" })' };
      const send = (method: "tools/call", params: object): Promise<Record<string, unknown>> =>
        client.request({ method, params: params as never }, { allowInputRequired: true }) as Promise<Record<string, unknown>>;
      const asked = await send("tools/call", { name: "execute_code", arguments: args });
      expect(asked.resultType).toBe("input_required");
      const { requestState, inputRequests } = asked as { requestState: string; inputRequests: object };
      const inputResponses = { [Object.keys(inputRequests)[0] as string]: { action: "accept", content: { colour: "red" } } };
      const [version, body = "", seal] = requestState.split(".");
      const payload = JSON.parse(Buffer.from(body, "base64url").toString()) as { p: object };
      const other = Buffer.from(JSON.stringify({ ...payload, p: { ...payload.p, work: "another" } })).toString("base64url");
      for (const state of [`${version}.${other}.${seal}`, `${requestState.slice(0, -2)}AA`, "nothing"])
        await expect(send("tools/call", { name: "execute_code", arguments: args, inputResponses, requestState: state })).rejects.toThrow(
          "Invalid or expired requestState",
        );
      const answered = await send("tools/call", { name: "execute_code", arguments: args, inputResponses, requestState });
      expect(answered.structuredContent).toMatchObject({ value: "ann: red" });
    },
  );

  test("what a program reports itself reaches the client, in both languages", async () => {
    const client = await connect(era);
    // The SDK's client drops a report that comes in one piece with the answer.
    for (const [code, language] of [
      [
        "progress(1, 4, 'one'); await new Promise((r) => setTimeout(r, 400)); progress(4, 4); await new Promise((r) => setTimeout(r, 400));",
        "typescript",
      ],
      ["import asyncio\nprogress(1, 4, 'one')\nawait asyncio.sleep(0.4)\nprogress(4, 4)\nawait asyncio.sleep(0.4)", "python"],
    ]) {
      const reports: unknown[] = [];
      await client.callTool({ name: "execute_code", arguments: { code, language } }, { onprogress: (progress) => reports.push(progress) });
      expect(reports).toEqual([
        { progress: 1, total: 4, message: "one" },
        { progress: 4, total: 4 },
      ]);
    }
  });
});
