import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCodemode, type Codemode, type TraceEvent } from "../src/index.ts";
import { fixtureServer } from "./fixtures/server-config.ts";

let folder: string;
const opened: Codemode[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-learned-"));
});
afterAll(async () => {
  for (const codemode of opened) await codemode[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A server whose tool `say` gives its argument back as text, and promises nothing. */
async function open(resultShapes?: { folder: string } | false): Promise<Codemode> {
  const codemode = createCodemode({ servers: { s: fixtureServer("says") }, ...(resultShapes === undefined ? {} : { resultShapes }) });
  opened.push(codemode);
  await codemode.registry.discoverAll();
  return codemode;
}

const say = (text: string): string => `await servers.s.say({ text: ${JSON.stringify(text)} })`;

test("a result's type is learned, shown as observed, and mistakes by it only warn", async () => {
  const codemode = await open();
  expect(codemode.describeTool("s.say").declaration).toContain("Promise<unknown>");
  await codemode.executor.execute(say('{"id":1,"name":"x"}'));
  const { declaration } = codemode.describeTool("s.say");
  expect(declaration).toContain("observed in earlier results; the tool promises none");
  expect(declaration).toMatch(/Promise<\{\s+id: number;\s+name: string;\s+\}>/);
  const result = await codemode.executor.execute(`const r = ${say('{"id":2,"name":"y"}')};\nr.nme`);
  expect(result).toMatchObject({ ok: true, calls: [{ outcome: "ok" }] });
  expect(result.warnings?.join()).toMatch(/results that were seen so far, line 2, column 3: There is no "nme".*Did you mean "name"/);
});

test("the first result settles whether texts are parsed", async () => {
  const codemode = await open();
  expect((await codemode.executor.execute(say("plain"))).value).toBe("plain");
  expect((await codemode.executor.execute(say('{"id":1}'))).value).toBe('{"id":1}');
  const parsed = await open();
  expect((await parsed.executor.execute(say('{"id":1}'))).value).toEqual({ id: 1 });
  const events: TraceEvent[] = [];
  const result = await parsed.executor.execute(say("plain"), { onEvent: (event) => void events.push(event) });
  expect(result.value).toBe("plain");
  expect(events).toContainEqual(expect.objectContaining({ kind: "call-warned", message: expect.stringContaining("JSON before") }));
});

test("with learning switched off every text is read by itself, and nothing is remembered", async () => {
  const codemode = await open(false);
  await codemode.executor.execute(say("plain"));
  expect((await codemode.executor.execute(say('{"id":1}'))).value).toEqual({ id: 1 });
  expect(codemode.describeTool("s.say").declaration).toContain("Promise<unknown>");
});

test("a result that is not as its schema promises is given, and the trace warns", async () => {
  const codemode = await open();
  const events: TraceEvent[] = [];
  const result = await codemode.executor.execute("await servers.s.lie({})", { onEvent: (event) => void events.push(event) });
  expect(result.value).toEqual({ count: "many" });
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: "call-warned",
      tool: "lie",
      message: expect.stringContaining("result.count must be number, not string"),
    }),
  );
});
