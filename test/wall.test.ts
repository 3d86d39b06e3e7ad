import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDenoDriver, denoCommand, denoEnvironment } from "../src/sandbox/drivers/deno.ts";
import { defaultLimits, maxLineBytes, resolveLimits } from "../src/sandbox/limits.ts";
import { Sandbox, type RunOutcome } from "../src/sandbox/sandbox.ts";

const program = (name: string): URL => new URL(`./fixtures/programs/${name}.ts`, import.meta.url);

describe("a process started as a sandbox, with the full Deno object", () => {
  const server = createServer((_, response) => response.end("reached"));
  let port = 0;
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => void server.close());

  async function probe(extra: readonly string[]): Promise<Record<string, string>> {
    const command = denoCommand(program("wall-probe"), { memoryMb: 256 });
    const at = command.indexOf("run") + 1;
    const [file = "", ...args] = [...command.slice(0, at), ...extra, ...command.slice(at), String(port)];
    const { stdout } = await promisify(execFile)(file, args, { env: denoEnvironment, timeout: 20_000 });
    return JSON.parse(stdout) as Record<string, string>;
  }

  test("gets out in no way", async () => {
    const outcomes = await probe([]);
    expect(Object.keys(outcomes)).toHaveLength(18);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome === "OPEN")).toEqual([]);
  });

  test("gets out in most ways when the permissions are given, so the probe can tell", async () => {
    const open = Object.values(await probe(["--allow-all"])).filter((outcome) => outcome === "OPEN");
    expect(open.length).toBeGreaterThanOrEqual(9);
  });
});

describe("a guest that owns its process", () => {
  const driver = createDenoDriver({ main: program("hostile-guest") });
  const limits = resolveLimits({
    maxValueBytes: 100_000,
    maxArgumentBytes: 100_000,
    maxOutputBytes: 50_000,
    totalTimeMs: 3_000,
    guestTimeMs: 1_000,
    maxCalls: 10,
  });

  async function play(lines: string): Promise<RunOutcome> {
    const sandbox = new Sandbox(await driver.start({ memoryMb: 256, maxLineBytes: maxLineBytes(limits) }));
    const outcome = await sandbox.run({
      message: { program: { file: "x.ts", code: lines }, servers: [], skills: [], values: "json" },
      limits,
      signal: new AbortController().signal,
      answer: () => Promise.resolve("answered"),
      onOutput: () => {},
    });
    await sandbox.kill();
    return outcome;
  }

  test("may end a run as the protocol says", async () => {
    expect(await play('{"kind":"done","run":1,"value":7}\n')).toMatchObject({ kind: "value", value: 7 });
  });

  test.each([
    ["no JSON", "hello\n"],
    ["an unknown kind", '{"kind":"open-sesame"}\n'],
    ["no object", "[1]\n"],
    ["the end of another run", '{"kind":"done","run":2}\n'],
    ["a second start", '{"kind":"ready"}\n'],
    [
      "a number used twice",
      '{"kind":"call","run":1,"id":1,"server":"s","tool":"t","args":{}}\n{"kind":"call","run":1,"id":1,"server":"s","tool":"t","args":{}}\n',
    ],
    ["a negative number", '{"kind":"call","run":1,"id":-1,"server":"s","tool":"t","args":{}}\n'],
    ["a name that is no string", '{"kind":"call","run":1,"id":1,"server":{"toString":1},"tool":"t","args":{}}\n'],
    ["a name that is too long", `{"kind":"call","run":1,"id":1,"server":"${"x".repeat(2_000)}","tool":"t","args":{}}\n`],
    ["an error that is none", '{"kind":"failed","run":1,"error":null}\n'],
    ["an unknown output level", '{"kind":"output","run":1,"level":"shout","text":"x"}\n'],
  ])("is ended for %s", async (_, lines) => {
    expect(await play(lines)).toMatchObject({ kind: "stopped", error: { code: "SANDBOX_PROTOCOL" } });
  });

  test("is ended for a line without end, and the host does not hold it", async () => {
    const outcome = await play("x".repeat(5_000_000));
    expect(outcome).toMatchObject({ kind: "stopped", error: { code: expect.stringMatching(/SANDBOX_(?:PROTOCOL|DIED)/) } });
  });

  test("is ended for a flood of calls", async () => {
    const flood = Array.from({ length: 5_000 }, (_, id) => `{"kind":"call","run":1,"id":${id},"server":"s","tool":"t","args":{}}`).join(
      "\n",
    );
    expect(await play(`${flood}\n`)).toMatchObject({ kind: "stopped", error: { code: "LIMIT_CALLS" } });
  });

  test("that says nothing is ended by the clock", async () => {
    expect(await play("")).toMatchObject({ kind: "stopped", error: { code: "LIMIT_GUEST_TIME" } });
  });

  test("does not pollute prototypes through arguments or values", async () => {
    await play('{"kind":"done","run":1,"value":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}\n');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test("limits that are not named have their documented defaults", () => {
  expect(defaultLimits).toMatchObject({
    guestTimeMs: 30_000,
    totalTimeMs: 600_000,
    memoryMb: 256,
    maxCalls: 1_000,
    maxParallelCalls: 64,
    maxCallsInFlight: 1_000,
    maxOutputBytes: 1_048_576,
    maxValueBytes: 8_388_608,
  });
  fc.assert(
    fc.property(fc.integer({ max: 0 }), (wrong) => void expect(() => resolveLimits({ maxCalls: wrong })).toThrow(/positive whole number/)),
  );
});
