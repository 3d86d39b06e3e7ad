import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createCodemode, type CodemodeOptions, type Codemode } from "../../src/index.ts";
import { installedWithout } from "../fixtures/installation.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { place } from "./subject.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

beforeEach(() => exporter.reset());
afterAll(() => {
  trace.disable();
  context.disable();
});

async function open(options: CodemodeOptions): Promise<Codemode> {
  const codemode = createCodemode(options);
  await codemode.registry.discoverAll();
  return codemode;
}

/** The spans of executions, and those of calls, in the order of their ends. */
function spans(): { readonly executions: ReadableSpan[]; readonly calls: ReadableSpan[] } {
  const all = exporter.getFinishedSpans();
  return { executions: all.filter(({ kind }) => kind !== SpanKind.CLIENT), calls: all.filter(({ kind }) => kind === SpanKind.CLIENT) };
}

test("an execution is a span, and its calls are spans in it that go along to the servers", async () => {
  await using here = await place();
  await using codemode = await open({ servers: { ledger: here.server }, telemetry: {} });
  const given = { traceparent, tracestate: "rojo=1", baggage: "user=a" };
  const result = await codemode.executor.execute(
    `await Promise.all([servers.ledger.act({ id: "secret-argument" }), servers.ledger.act({ id: "b", fails: true }).catch(() => {})])`,
    { traceContext: given },
  );
  const { executions, calls } = spans();
  expect(executions).toHaveLength(1);
  expect(executions[0]).toMatchObject({
    name: "execute_tool execute_code",
    kind: SpanKind.INTERNAL,
    status: { code: SpanStatusCode.UNSET },
    parentSpanContext: { traceId: traceparent.slice(3, 35), spanId: "00f067aa0ba902b7", isRemote: true },
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "execute_code",
      "codemode.execution.id": result.execution_id,
      "codemode.session.id": result.session_id,
      "codemode.language": "typescript",
      "codemode.calls": 2,
    },
  });
  expect(calls).toHaveLength(2);
  for (const call of calls) {
    expect(call).toMatchObject({
      name: "tools/call act",
      parentSpanContext: { spanId: executions[0]?.spanContext().spanId },
      attributes: {
        "mcp.method.name": "tools/call",
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "act",
        "mcp.protocol.version": expect.stringMatching(/^20/),
        "network.transport": "pipe",
        "codemode.server": "ledger",
      },
    });
  }
  const failed = calls.find(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed).toMatchObject({ attributes: { "error.type": "tool_error" }, status: { message: "TOOL_FAILED" } });

  // Each server's request has the span of its call as parent, in the trace that was given.
  const effects = await here.effects();
  expect(new Set(effects.map(({ meta }) => meta.traceparent))).toEqual(
    new Set(calls.map((call) => `00-${traceparent.slice(3, 35)}-${call.spanContext().spanId}-01`)),
  );
  for (const { meta } of effects) expect(meta).toMatchObject({ tracestate: "rojo=1", baggage: "user=a" });
  // Nothing of what was said is in them.
  expect(JSON.stringify(exporter.getFinishedSpans().map(({ attributes, status, events }) => [attributes, status, events]))).not.toMatch(
    /secret-argument|did |Promise/,
  );
});

test("with content, code, arguments, results and messages are in the spans", async () => {
  await using here = await place();
  await using codemode = await open({ servers: { ledger: here.server }, telemetry: { content: true } });
  await codemode.executor.execute('await servers.ledger.act({ id: "a" }); await servers.ledger.act({ id: "b", fails: true })');
  const { executions, calls } = spans();
  expect(executions[0]?.attributes["gen_ai.tool.call.arguments"]).toContain("servers.ledger.act");
  expect(executions[0]).toMatchObject({ status: { code: SpanStatusCode.ERROR, message: expect.stringContaining("did b") } });
  expect(calls[0]?.attributes).toMatchObject({ "gen_ai.tool.call.arguments": '{"id":"a"}', "gen_ai.tool.call.result": "did a" });
  expect(calls[1]).toMatchObject({ status: { message: expect.stringContaining("did b") } });
});

test("refused, cancelled and limited ones end their spans with the class of the error", async () => {
  await using here = await place();
  await using codemode = await open({ servers: { ledger: here.server }, telemetry: {} });
  const { executor } = codemode;
  await executor.execute("await servers.ledger.act({ id: 1 }).catch(() => {}); await servers.ledger.nothing({}).catch(() => {})", {
    check: "off",
  });
  const cancel = new AbortController();
  const onEvent = ({ kind }: { kind: string }): void => void (kind === "call-started" && setTimeout(() => cancel.abort(), 50));
  await executor.execute('await servers.ledger.act({ id: "slow", ms: 20_000 })', { signal: cancel.signal, onEvent });
  await executor.execute("for (;;);", { timeoutMs: 100 });
  const types = (all: readonly ReadableSpan[]): unknown[] => all.map(({ attributes }) => attributes["error.type"]);
  expect(types(spans().calls)).toEqual(["INVALID_ARGUMENTS", "TOOL_UNKNOWN", "CANCELLED"]);
  expect(types(spans().executions)).toEqual([undefined, "CANCELLED", "LIMIT_GUEST_TIME"]);
});

test("the span around a program's use of the library is the parent, of executions and of calls outside the sandbox", async () => {
  await using here = await place();
  await using codemode = await open({ servers: { ledger: here.server }, telemetry: {} });
  const around = trace.getTracer("application").startSpan("around", {}, ROOT_CONTEXT);
  await context.with(trace.setSpan(ROOT_CONTEXT, around), async () => {
    await codemode.executor.execute("1");
    await codemode.callTool("ledger", "act", { id: "direct" });
    await codemode.executor.execute("2", { traceContext: { traceparent } });
  });
  const id = around.spanContext().spanId;
  const { executions, calls } = spans();
  expect(executions[0]).toMatchObject({ parentSpanContext: { spanId: id } });
  expect(calls[0]).toMatchObject({ parentSpanContext: { spanId: id } });
  expect(executions[1]).toMatchObject({ parentSpanContext: { spanId: "00f067aa0ba902b7" }, links: [{ context: { spanId: id } }] });
});

test("a result that is not as its tool promised is an event; a call of a skill's code has the skill's name", async () => {
  await using here = await place();
  const skills = join(here.folder, "skills");
  await mkdir(skills);
  await writeFile(
    join(skills, "acts.ts"),
    '/** Acts. */\nimport { act } from "generated/servers/ledger";\nexport async function acts(id: string) { return act({ id }); }\n',
  );
  await using codemode = await open({
    servers: { ledger: here.server, says: fixtureServer("says") },
    telemetry: {},
    skills: [skills],
  });
  const result = await codemode.executor.execute('import { acts } from "skills/acts";\nawait acts("a")');
  expect(result).toMatchObject({ ok: true });
  expect(spans().calls[0]?.attributes).toMatchObject({ "codemode.skill": "skills/acts" });
  await codemode.callTool("says", "lie", {});
  expect(spans().calls[1]).toMatchObject({
    attributes: { "codemode.server": "says" },
    events: [{ name: "codemode.warning", attributes: {} }],
  });
});

test("without a provider the client's trace context goes along as it came", async () => {
  trace.disable();
  try {
    await using here = await place();
    await using codemode = await open({ servers: { ledger: here.server }, telemetry: {} });
    await codemode.executor.execute('await servers.ledger.act({ id: "a" })', { traceContext: { traceparent, tracestate: "a=b" } });
    expect((await here.effects())[0]?.meta).toMatchObject({ traceparent, tracestate: "a=b" });
  } finally {
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  }
});

describe("the command line", () => {
  test("codemode serve uses the provider of a module that node imports first, from the client's span to the server's", async () => {
    await using here = await place();
    const config = join(here.folder, "codemode.json");
    const file = join(here.folder, "spans.jsonl");
    await writeFile(config, JSON.stringify({ mcpServers: { ledger: here.server }, codemode: { telemetry: { enabled: true } } }));
    const client = new Client({ name: "test", version: "1" });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [main, "serve", "--config", config],
        env: {
          PATH: process.env.PATH ?? "",
          HOME: here.folder,
          SPANS: file,
          NODE_OPTIONS: `--import ${pathToFileURL(fileURLToPath(new URL("../fixtures/registers-telemetry.js", import.meta.url)))}`,
        },
      }),
    );
    await client.callTool({ name: "execute_code", arguments: { code: 'await servers.ledger.act({ id: "a" })' }, _meta: { traceparent } });
    await client.close();
    const [call, execution] = (await readFile(file, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(execution).toMatchObject({
      name: "tools/call execute_code",
      kind: SpanKind.SERVER,
      parent: "00f067aa0ba902b7",
      attributes: { "mcp.method.name": "tools/call", "network.transport": "pipe", "jsonrpc.request.id": expect.any(String) },
    });
    expect(call).toMatchObject({ name: "tools/call act", kind: SpanKind.CLIENT, parent: execution?.id, trace: traceparent.slice(3, 35) });
    expect((await here.effects())[0]?.meta).toMatchObject({ traceparent: `00-${traceparent.slice(3, 35)}-${call?.id as string}-01` });
  });

  test("where the API is not installed, asking for telemetry is an error that says how, and nothing else needs it", async () => {
    await using here = await place();
    const folder = await installedWithout("@opentelemetry");
    try {
      const config = join(here.folder, "codemode.json");
      const run = (codemode: object) =>
        writeFile(config, JSON.stringify({ codemode })).then(() =>
          promisify(execFile)(process.execPath, [join(folder, "dist/cli/main.js"), "run", "-e", "1 + 1", "--config", config]),
        );
      expect((await run({})).stdout).toContain("2");
      await expect(run({ telemetry: { enabled: true } })).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/npm install @opentelemetry\/api.*\[TELEMETRY_MISSING\]/),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
