import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { StreamableHTTPClientTransport, Client, type Transport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, test } from "vitest";
import { createCodemode } from "../../src/codemode.ts";
import { loadConfig } from "../../src/config/load.ts";
import { main } from "../fixtures/http-gateway.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { waitFor } from "../fixtures/processes.ts";
import { Place } from "../fixtures/sign-in/place.ts";
import { found } from "../fixtures/sign-in/spellings.ts";

const HEADER = "header-s3cret-0123456789";
const VARIABLE = "variable-s3cret-0123456789";
const CLIENT = "client-s3cret-0123456789";
const REFERRED = "referred-s3cret-0123456789";

/** All that a program can see of servers and their errors. */
const NOSY = `
const say = (value: unknown) => console.log(typeof value === "string" ? value : JSON.stringify(value));
const all: any = servers;
const reach: [string, string][] = [["keyed", "any"], ["local", "any"], ["calculator", "add"]];
for (const tool of ["whoami", "echo_headers", "fail_with_headers", "none"]) reach.push(["tickets", tool]);
for (const [server, tool] of reach) {
  try { say(await all[server][tool]({})); } catch (error: any) { say(error.message); say(error.content); say(error.stack); say({ ...error }); }
}
say(await tools.search("who headers"));
try { say(await tools.describe("tickets.echo_headers")); } catch (error: any) { say(error.message); }
say(Object.getOwnPropertyNames(globalThis).map((name) => { try { return JSON.stringify((globalThis as any)[name]); } catch { return ""; } }));
say("all was " + "said");
"done"`;

async function careless(): Promise<Place> {
  const place = await Place.make();
  place.issuer.clients.set("app", { secret: CLIENT, redirectUris: [] });
  const says = "console.error(process.env.API_KEY); process.exit(1)";
  place.server.behaves.repeats = true;
  await place.configure(
    { issuer: place.issuer.issuer },
    {
      tickets: { headers: { "X-Key": "${HEADER}", "X-Referred": { command: [process.execPath, "-p", `'${REFERRED}'`] } } },
      servers: {
        // One that takes no credentials and repeats them, and one that prints its own before it ends.
        keyed: {
          url: place.server.url,
          headers: { Authorization: { command: [process.execPath, "-p", `'${REFERRED}'`], prefix: "Bearer " } },
        },
        local: { command: process.execPath, args: ["-e", says], env: { API_KEY: "${VARIABLE}" } },
        calculator: { ...fixtureServer("calculator"), env: { SERVICE_TOKEN: "${VARIABLE}" } },
      },
      codemode: { audit: { file: "./audit.jsonl", content: true }, telemetry: { enabled: true, content: true } },
    },
  );
  return place;
}

/** What stands in all files of the home but the two that are there for it. */
async function kept(place: Place): Promise<string> {
  const files = await readdir(place.home, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile() && ![place.signIns, place.browserLog, place.config].includes(join(file.parentPath, file.name)))
    .map((file) => readFile(join(file.parentPath, file.name), "latin1"));
  return (await Promise.all(texts)).join("\n");
}

test(
  "no secret is in anything that a gateway, a command or a program says or writes, however careless the servers are",
  { timeout: 180_000 },
  async () => {
    await using place = await careless();
    const spans = pathToFileURL(fileURLToPath(new URL("../fixtures/registers-telemetry.js", import.meta.url)));
    const environment = { HEADER, VARIABLE, NODE_OPTIONS: `--import ${spans}`, SPANS: join(place.home, "spans.jsonl") };
    const secrets = (): Set<string> => new Set([...place.issuer.secrets, HEADER, VARIABLE, REFERRED]);
    const run = (...args: string[]): Promise<unknown> => place.run(args, environment);
    let replies = "";
    const talk = async (transport: Transport): Promise<void> => {
      transport.onmessage = (message) => void (replies += JSON.stringify(message));
      const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode: "auto" } });
      await client.connect(transport);
      await client.listTools();
      for (const code of [NOSY, "import { echo_headers } from 'generated/servers/tickets'; await echo_headers({})"])
        await client.callTool({ name: "execute_code", arguments: { code } });
      await client.callTool({ name: "search_tools", arguments: { query: "headers" } });
      await client.close();
    };

    // A sign-in that fails at its last step, one that works, and everything that there is to say about it.
    place.issuer.behaves.codeFails = true;
    await run("login", "tickets");
    delete place.issuer.behaves.codeFails;
    expect(await run("login", "tickets")).toMatchObject({ code: 0 });
    for (const args of [
      ["login"],
      ["login", "--json"],
      ["doctor"],
      ["doctor", "--json"],
      ["tools", "--json"],
      ["run", "--json", "-e", NOSY],
    ])
      await run(...args);
    const stdio = new StdioClientTransport({
      command: process.execPath,
      args: [main, "serve", "--config", place.config],
      env: { ...(place.environment as Record<string, string>), ...environment },
      stderr: "pipe",
    });
    stdio.stderr?.on("data", (chunk: Buffer) => (replies += String(chunk)));
    await talk(stdio);

    place.start(["serve", "--http", "0"], environment);
    await waitFor(() => /listening on .*\n.*token/.test(place.said), 30_000);
    const url = /listening on (\S+)/.exec(place.said)?.[1] ?? "";
    const token = (await readFile(join(place.home, "codemode", "http-token"), "utf8")).trim();
    const headers = { Authorization: `Bearer ${token}` };
    const overHttp = (): Promise<void> => talk(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
    await overHttp();
    replies += await (await fetch(new URL("/metrics", url), { headers })).text();

    // The authorization server repeats what it gets in its errors, in the text and in the code.
    for (const error of ["invalid_request", "TOKEN", "invalid_grant"]) {
      place.issuer.endAccessTokens();
      place.issuer.behaves.refreshFails = { status: 400, error };
      await overHttp();
      await run("tools");
    }
    delete place.issuer.behaves.refreshFails;
    await run("login", "tickets");
    await run("logout", "tickets");

    // It has all happened, and is all there.
    expect(secrets().size).toBeGreaterThan(8);
    const files = await kept(place);
    for (const part of ['"content"', "[secret]", "ann", "execute_tool"]) expect(files + replies).toContain(part);
    for (const text of [place.said, replies]) expect(text).toContain("all was said");
    expect(place.said).toContain("[secret]");
    // The address that the user goes to holds the digest of the verifier and no secret.
    for (const text of [place.said, replies, files]) expect(found(secrets(), text)).toEqual([]);
  },
);

test(
  "client credentials and what they are exchanged for are nowhere, also where the authorization server does not take them",
  { timeout: 180_000 },
  async () => {
    await using place = await careless();
    const client = { grant: "client_credentials", clientId: "app", issuer: place.issuer.issuer };
    for (const secret of [CLIENT, `${CLIENT}-wrong`]) {
      await place.configure({ ...client, clientSecret: "${CLIENT}" });
      for (const args of [
        ["tools", "--json"],
        ["doctor", "--json"],
        ["login", "tickets"],
        ["run", "-e", NOSY],
      ])
        await place.run(args, { CLIENT: secret });
    }
    expect(place.issuer.count("POST /token client_credentials")).toBeGreaterThan(4);
    expect(place.said).toContain("ann");
    expect(place.said).toContain("invalid_client");
    expect(found([...place.issuer.secrets, CLIENT], place.said + (await kept(place)))).toEqual([]);
  },
);

test("the trace that a program is told has no secret, also of results, errors and warnings", async () => {
  await using place = await careless();
  expect(await place.run(["login", "tickets"], { HEADER, VARIABLE })).toMatchObject({ code: 0 });
  const config = await loadConfig({ file: place.config, environment: { ...place.environment, HEADER, VARIABLE } });
  let told = "";
  const trace = (event: unknown): void => void (told += JSON.stringify(event));
  await using codemode = createCodemode({ config, audit: false, telemetry: false, resultShapes: false, executor: { trace } });
  await codemode.registry.discoverAll();
  const result = await codemode.executor.execute(NOSY);
  await codemode.callTool("tickets", "fail_with_headers", {}).catch((error: unknown) => (told += JSON.stringify(error)));
  expect(result.output).toContain("all was said");
  place.server.behaves.breaks = true;
  const broken = await codemode.callTool("tickets", "whoami", {}).catch((error: unknown) => error);
  expect(broken).toMatchObject({ code: "SERVER_PROTOCOL", message: expect.stringContaining("[secret]") });
  told += inspect(broken, { depth: 10 });
  told += JSON.stringify([result, codemode.registry.listServers(), await codemode.searchTools("headers")]);
  expect(told).toContain("[secret]");
  expect(found([...place.issuer.secrets, HEADER, VARIABLE, REFERRED], told)).toEqual([]);
});
