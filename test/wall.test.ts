import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDenoDriver, denoCommand, denoEnvironment } from "../src/sandbox/drivers/deno.ts";
import { denoBuiltinModules } from "../src/sandbox/drivers/deno-refused-modules.ts";
import { defaultLimits, maxLineBytes, resolveLimits } from "../src/sandbox/limits.ts";
import { resourceLimits } from "../src/sandbox/resource-limits.ts";
import type { RunOutcome } from "../src/sandbox/run.ts";
import { Sandbox } from "../src/sandbox/sandbox.ts";

const program = (name: string): string => fileURLToPath(new URL(`./fixtures/programs/${name}.ts`, import.meta.url));

describe("a process started as a sandbox, with the full Deno object", () => {
  const server = createServer((_, response) => response.end("reached"));
  let port = 0;
  let folder = "";
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as { port: number }).port;
    folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
    await writeFile(join(folder, "secret.txt"), "secret");
    await writeFile(join(folder, "secret.json"), '"secret"');
    await writeFile(join(folder, "module.js"), "globalThis.postMessage?.(1)");
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  interface Probed {
    readonly outcomes: Readonly<Record<string, string>>;
    readonly builtinModules: readonly string[];
  }

  async function probe(change: (command: string[]) => string[]): Promise<Probed> {
    const [file = "", ...args] = change([
      ...resourceLimits(256),
      ...denoCommand(program("wall-probe"), { memoryMb: 256 }),
      String(port),
      folder,
    ]);
    const { stdout } = await promisify(execFile)(file, args, { cwd: folder, env: denoEnvironment, timeout: 30_000 });
    return JSON.parse(stdout) as Probed;
  }

  test("gets out in no way", async () => {
    const { outcomes } = await probe((command) => command);
    expect(Object.keys(outcomes).length).toBeGreaterThanOrEqual(40);
    const open = Object.keys(outcomes).filter((way) => outcomes[way] === "OPEN");
    // Where Deno lies and stands is no secret: docs/security.md says so. It stands in an empty folder.
    expect(open).toEqual(["read the path of the binary", "read the working directory"]);
    expect(await readdir(folder)).toHaveLength(3);
  });

  test("gets out in most ways when permissions, import map and kernel limits are taken away, so the probe can tell", async () => {
    const open = (command: string[]): string[] =>
      command.slice(command.indexOf("--") + 1).filter((argument) => !/^--(?:import-map|no-remote|no-npm|cached-only)/.test(argument));
    const { outcomes } = await probe((command) => open(command).flatMap((each) => (each === "run" ? ["run", "--allow-all"] : [each])));
    const ways = Object.keys(outcomes).filter((way) => outcomes[way] === "OPEN");
    expect(ways.length).toBeGreaterThanOrEqual(25);
    expect(ways).toEqual(expect.arrayContaining(["read a file", "start a process", "fetch", "open a database file", "import node:fs"]));
  });

  test("without the import map Node's modules are there, so the map is what refuses them", async () => {
    const { outcomes } = await probe((command) => command.filter((argument) => !argument.startsWith("--import-map")));
    expect(outcomes).toMatchObject({ "import node:fs": "OPEN", "import node:sqlite": "OPEN" });
  });

  test("every module of Node's that Deno knows is refused by the import map", async () => {
    const { builtinModules } = await probe((command) => command);
    const names = builtinModules.map((name) => name.replace(/^node:/, ""));
    expect(names.filter((name) => !denoBuiltinModules.includes(name))).toEqual([]);
  });
});

test("a sandbox can't write one byte to a file, whatever opens it, and without the kernel's limit it could", async () => {
  const spill =
    "const { DatabaseSync } = process.getBuiltinModule('node:sqlite'); const db = new DatabaseSync(':memory:'); db.exec(\"PRAGMA temp_store = 1; PRAGMA cache_size = 1; CREATE TEMP TABLE spill (b)\"); db.exec(\"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) INSERT INTO spill SELECT randomblob(1000) FROM n\"); console.log('spilled')";
  const main = `data:text/javascript,${encodeURIComponent(spill)}`;
  const run = ([file = "", ...args]: readonly string[]): Promise<string> =>
    promisify(execFile)(file, args, { env: denoEnvironment }).then(
      ({ stdout }) => stdout.trim(),
      (error: { signal: string }) => error.signal,
    );
  const command = denoCommand(main, { memoryMb: 256 });
  const limits = resourceLimits(256);
  if (limits.length === 0) return;
  expect(await run([...limits, ...command])).toBe("SIGXFSZ");
  expect(await run(command)).toBe("spilled");
});

test("no process leaves a trace of itself in its DENO_DIR, and none can be made there, even by root", async () => {
  const driver = createDenoDriver({ outerWall: "off" });
  const started = await driver.start({ memoryMb: 128, maxLineBytes: 100_000 });
  await started.kill();
  expect(existsSync(denoEnvironment.DENO_DIR)).toBe(false);
  await expect(mkdir(denoEnvironment.DENO_DIR, { recursive: true })).rejects.toMatchObject({ code: "ENOTDIR" });
});

test("a sandbox has four harmless variables as its environment, stands in an empty folder, and leads its own process group", async () => {
  const started = await createDenoDriver({ outerWall: "off" }).start({ memoryMb: 128, maxLineBytes: 100_000 });
  const environment = readFileSync(`/proc/${started.pid}/environ`, "utf8").split("\0").filter(Boolean);
  expect(environment.toSorted()).toEqual(["DENO_DIR=/dev/null/none", "LANG=en_US.UTF-8", "NO_COLOR=1", "TZ=UTC"]);
  expect(await readdir(readlinkSync(`/proc/${started.pid}/cwd`))).toEqual([]);
  expect(readFileSync(`/proc/${started.pid}/stat`, "utf8").split(") ")[1]?.split(" ")[2]).toBe(String(started.pid));
  await started.kill();
});

describe("a guest that owns its process", () => {
  const driver = createDenoDriver({ main: program("hostile-guest"), outerWall: "off" });
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

  test("may ask to be woken, but not more often than there is time", async () => {
    const wake = '{"kind":"wake","run":1,"ms":1}\n';
    expect(await play(`${wake.repeat(100)}{"kind":"done","run":1,"value":7}\n`)).toMatchObject({ kind: "value", value: 7 });
    expect(await play(wake.repeat(50_000))).toMatchObject({
      kind: "stopped",
      error: { code: "SANDBOX_PROTOCOL", message: expect.stringContaining("woken") as string },
    });
  });

  test("can't say that a program was not started after that has printed, called or ended", async () => {
    const refused = '{"kind":"refused","run":1,"code":"SYNTAX","mistakes":[{"line":1,"column":1,"message":"no"}]}\n';
    expect(await play(refused)).toMatchObject({ kind: "refused", code: "SYNTAX" });
    for (const before of [
      '{"kind":"output","run":1,"level":"log","text":"hi"}\n',
      '{"kind":"call","run":1,"id":1,"server":"a","tool":"b","args":{}}\n',
      '{"kind":"call","run":1,"id":1,"server":"a","tool":"b","args":{}}\n{"kind":"done","run":1}\n',
    ])
      expect(await play(before + refused)).toMatchObject({ kind: "stopped", error: { code: "SANDBOX_PROTOCOL" } });
  });

  test("may tell mistakes once, and not without end", async () => {
    const mistakes = (length: number, count: number): string =>
      `{"kind":"mistakes","run":1,"mistakes":${JSON.stringify(Array.from({ length: count }, () => ({ line: 1, column: 1, message: "x".repeat(length) })))}}\n`;
    expect(await play(`${mistakes(10, 2)}{"kind":"done","run":1,"value":7}\n`)).toMatchObject({ kind: "value", value: 7 });
    for (const lines of [mistakes(10, 2).repeat(2), mistakes(10, 101), mistakes(4_001, 1)])
      expect(await play(`${lines}{"kind":"done","run":1,"value":7}\n`)).toMatchObject({
        kind: "stopped",
        error: { code: "SANDBOX_PROTOCOL" },
      });
  });

  test("is not believed that it ended a program gently, where its engine does not", async () => {
    const outcome = await play('{"kind":"exceeded","run":1,"limit":"LIMIT_GUEST_TIME","gently":true}\n');
    expect(outcome).toMatchObject({ kind: "stopped", error: { code: "LIMIT_GUEST_TIME" } });
  });

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
    const outcome = await play("x".repeat(1_000_000));
    expect(outcome).toMatchObject({ kind: "stopped", error: { code: expect.stringMatching(/SANDBOX_(?:PROTOCOL|DIED)/) } });
  });

  test("is ended for a flood of calls", async () => {
    const flood = Array.from({ length: 5_000 }, (_, id) => `{"kind":"call","run":1,"id":${id},"server":"s","tool":"t","args":{}}`).join(
      "\n",
    );
    expect(await play(`${flood}\n`)).toMatchObject({ kind: "stopped", error: { code: "LIMIT_CALLS" } });
  });

  test("is ended for threads over the limit, and only for those", async () => {
    const threads = createDenoDriver({ main: program("many-threads"), outerWall: "off" });
    const run = async (maxThreads: number): Promise<RunOutcome> => {
      const sandbox = new Sandbox(await threads.start({ memoryMb: 4_096, maxLineBytes: 100_000 }));
      return sandbox.run({
        message: { program: { file: "x.ts", code: "20" }, servers: [], skills: [], values: "json" },
        limits: resolveLimits({ maxThreads, memoryMb: 4_096, guestTimeMs: 3_000 }),
        signal: new AbortController().signal,
        answer: () => Promise.resolve(null),
        onOutput: () => {},
      });
    };
    expect(await run(12)).toMatchObject({ kind: "stopped", error: { code: "LIMIT_THREADS", data: { maxThreads: 12 } } });
    // With room for threads it is the kernel's limit of open files that ends it.
    expect(await run(200)).toMatchObject({ kind: "stopped", error: { code: "SANDBOX_DIED" } });
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
    fc.property(
      fc.integer({ max: 0 }),
      (wrong) => void expect(() => resolveLimits({ guestTimeMs: wrong })).toThrow(/whole number of at least/),
    ),
  );
});

test("the guest's own code is strict: boot evaluates it as a script, which is not so by itself", async () => {
  const bundle = await readFile(new URL("../dist/sandbox/guest/deno.js", import.meta.url), "utf8");
  expect(bundle).toMatch(/^\(function\(\) \{\s*"use strict";/);
});
