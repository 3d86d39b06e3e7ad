import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport, type ClientOptions } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, test } from "vitest";
import { createCodemode, type TraceEvent } from "../../src/index.ts";
import { serveHttpGateway } from "../../src/gateway/http/http.ts";
import { place } from "./subject.ts";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const eras: [string, ClientOptions][] = [
  ["legacy", { versionNegotiation: { mode: "legacy" } }],
  ["modern", { versionNegotiation: { mode: "auto" } }],
];

test.each(eras)("a %s client's trace context goes through the gateway on standard input to the server", async (_, options) => {
  await using here = await place();
  const config = join(here.folder, "codemode.json");
  await writeFile(config, JSON.stringify({ mcpServers: { ledger: here.server } }));
  await using client = await connected(options, (each) =>
    each.connect(new StdioClientTransport({ command: process.execPath, args: [main, "serve", "--config", config] })),
  );
  const context = { traceparent, tracestate: "rojo=1", baggage: "user=a" };
  await client.callTool({ name: "execute_code", arguments: { code: 'await servers.ledger.act({ id: "a" })' }, _meta: context });
  await client.callTool({ name: "execute_code", arguments: { code: 'await servers.ledger.act({ id: "b" })' } });
  await client.callTool({
    name: "execute_code",
    arguments: { code: 'await servers.ledger.act({ id: "c" })' },
    _meta: { traceparent: "no trace" },
  });
  const [a, b, c] = await here.effects();
  expect(a?.meta).toMatchObject(context);
  for (const effect of [b, c]) expect(Object.keys(effect?.meta ?? {})).not.toContain("traceparent");
});

test("over HTTP the header counts where the request has none in its _meta; the trace tells who asks", async () => {
  await using here = await place();
  const events: TraceEvent[] = [];
  await using codemode = createCodemode({ servers: { ledger: here.server }, executor: { trace: (event) => void events.push(event) } });
  const gateway = await serveHttpGateway(codemode, { port: 0, auth: { kind: "none" } });
  await using client = await connected({ versionNegotiation: { mode: "auto" } }, (each) =>
    each.connect(new StreamableHTTPClientTransport(new URL(gateway.url), { requestInit: { headers: { traceparent, tracestate: "x=y" } } })),
  );
  const own = "00-11111111111111111111111111111111-2222222222222222-00";
  await client.callTool({ name: "execute_code", arguments: { code: 'await servers.ledger.act({ id: "header" })' } });
  await client.callTool({
    name: "execute_code",
    arguments: { code: 'await servers.ledger.act({ id: "meta" })' },
    _meta: { traceparent: own },
  });
  await gateway.close(0);
  const [header, meta] = await here.effects();
  expect(header?.meta).toMatchObject({ traceparent, tracestate: "x=y" });
  expect(meta?.meta).toMatchObject({ traceparent: own });
  expect(meta?.meta).not.toHaveProperty("tracestate");
  const started = events.filter((event) => event.kind === "execution-started");
  expect(started[0]).toMatchObject({ traceContext: { traceparent }, caller: { mcp: { transport: "tcp", client: "test 1" } } });
});

test("a call outside the sandbox is in the trace, under an execution id of its own and without a session", async () => {
  await using here = await place();
  const events: TraceEvent[] = [];
  await using codemode = createCodemode({ servers: { ledger: here.server }, executor: { trace: (event) => void events.push(event) } });
  await codemode.registry.discoverAll();
  await codemode.callTool("ledger", "act", { id: "direct" });
  await expect(codemode.callTool("ledger", "act", { id: 1 })).rejects.toMatchObject({ code: "INVALID_ARGUMENTS" });
  expect(events.map(({ kind }) => kind)).toEqual(["call-started", "call-ended", "call-started", "call-ended"]);
  expect(events.some((event) => "sessionId" in event)).toBe(false);
  expect(new Set(events.map(({ executionId }) => executionId)).size).toBe(2);
  expect(events[3]).toMatchObject({ record: { outcome: "error", error: { code: "INVALID_ARGUMENTS" } } });
});

test("an execution that can't be run is in the trace with its end", async () => {
  const events: TraceEvent[] = [];
  await using codemode = createCodemode({
    executor: {
      trace: (event) => void events.push(event),
      warm: 0,
      driver: { name: "broken", start: () => Promise.reject(new Error("no process")) },
    },
  });
  await expect(codemode.executor.execute("1")).rejects.toThrow("no process");
  expect(events.map(({ kind }) => kind)).toEqual(["execution-started", "execution-failed"]);
});

async function connected(options: ClientOptions, connect: (client: Client) => Promise<void>): Promise<Client & AsyncDisposable> {
  const client = new Client({ name: "test", version: "1" }, options);
  await connect(client);
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}
