import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCodemode, type Codemode, type ExecutionResult } from "../../src/index.ts";
import { officialServer } from "../fixtures/server-config.ts";

const here = new URL(".", import.meta.url).pathname;
let folder: string;
let codemode: Codemode;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-check-"));
  await mkdir(join(folder, "sub"));
  await writeFile(join(folder, "notes.txt"), "alpha\nbeta beta\ngamma\n");
  await writeFile(
    join(folder, "data.json"),
    JSON.stringify({
      items: [
        { id: 1, price: 2.5 },
        { id: 2, price: 1 },
      ],
    }),
  );
  codemode = createCodemode({
    policy: { allow: ["*"] },
    servers: {
      filesystem: { ...officialServer("filesystem", folder), cwd: folder },
      memory: { ...officialServer("memory"), env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl") } },
      everything: officialServer("everything"),
    },
  });
  await codemode.registry.discoverAll();
  await codemode.executor.execute(
    'await servers.memory.create_entities({ entities: [{ name: "a", entityType: "letter", observations: ["the first"] }] })',
  );
});

afterAll(async () => {
  await codemode[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Program {
  readonly name: string;
  readonly code: string;
}

async function programs(kind: "mistakes" | "right"): Promise<Program[]> {
  const names = (await readdir(join(here, kind))).toSorted();
  return Promise.all(names.map(async (name) => ({ name, code: await readFile(join(here, kind, name), "utf8") })));
}

/** Runs a program, after what its comment wants to have run in its session. */
async function run({ code }: Program, check?: "off" | "warn"): Promise<ExecutionResult> {
  const before = /^\/\/ session (.*)$/m.exec(code)?.[1];
  const options = check === undefined ? {} : { check };
  const sessionId = before === undefined ? undefined : (await codemode.executor.execute(before, options)).session_id;
  return codemode.executor.execute(code, { ...options, ...(sessionId === undefined ? {} : { sessionId }) });
}

/** `// 3 "name"`: the line of the mistake and what the message must say. */
function expectation(code: string): { readonly line: number; readonly hint: string } {
  const [, line, hint = ""] = /^\/\/ (\d+) (?:[A-Z_]+ )?"?([^"\n]*)"?$/m.exec(code) ?? [];
  return { line: Number(line), hint };
}

describe("programs with a mistake", async () => {
  const all = await programs("mistakes");
  expect(all.length).toBeGreaterThanOrEqual(40);

  test.each(all)("$name is stopped before any call, with its line and a helpful word", async (program) => {
    const { line, hint } = expectation(program.code);
    const result = await run(program);
    expect(result).toMatchObject({ ok: false, calls: [], error: { kind: "check", line } });
    expect(`${result.error?.message}`).toContain(hint);
    expect(result.error?.detail).toContain("^");
  });

  test("with the check switched off, most of them run until they fail or give nonsense", async () => {
    const results = await Promise.all(all.map((program) => run(program, "off")));
    const stopped = results.filter(({ error }) => error?.code === "CHECK_FAILED");
    const called = results.filter(({ calls }) => calls.length > 0);
    expect(stopped).toEqual([]);
    expect(called.length).toBeGreaterThanOrEqual(25);
  });

  test("with the check only warning, they run, and the warning is what would have stopped them", async () => {
    const program = all.find(({ name }) => name.startsWith("misspelt-length")) as Program;
    const result = await run(program, "warn");
    expect(result.ok).toBe(true);
    expect(result.calls).toHaveLength(1);
    expect(result.warnings?.join()).toMatch(/Line 4, column 16: There is no "lenght".*Did you mean "length"/);
  });
});

describe("right programs", async () => {
  const all = await programs("right");
  expect(all.length).toBeGreaterThanOrEqual(60);

  test.each(all)("$name runs, and nothing warns", async (program) => {
    const result = await run(program);
    expect(result.error).toBeUndefined();
    expect(result.warnings ?? []).toEqual([]);
  });
});

test("sessions that take turns keep the types of their own variables", async () => {
  const { executor } = codemode;
  const { session_id: words } = await executor.execute('const value = "text";');
  const { session_id: numbers } = await executor.execute("const value = 5;");
  for (let turn = 0; turn < 3; turn += 1) {
    const right = await executor.execute(`value.length + ${turn}`, { sessionId: words });
    expect(right).toMatchObject({ ok: true, value: 4 + turn });
    const wrong = await executor.execute(`value.length + ${turn}`, { sessionId: numbers });
    expect(wrong.error).toMatchObject({ code: "CHECK_FAILED", message: expect.stringContaining('There is no "length" in 5') });
  }
});

test("a program of a session is checked by the earlier programs that it means, through those that they mean", async () => {
  const { executor } = codemode;
  const { session_id: sessionId } = await executor.execute('const words = ["a", "bcd"];');
  const next = (code: string): Promise<ExecutionResult> => executor.execute(code, { sessionId });
  await next("const unrelated = 1;");
  expect((await next("const long = words.filter((word) => word.length > 2);")).ok).toBe(true);
  const misspelt = { error: { code: "CHECK_FAILED", message: expect.stringContaining('There is no "lenght"') } };
  expect(await next("long[0].lenght")).toMatchObject(misspelt);
  expect(await next("const words = 1; long[0].lenght")).toMatchObject(misspelt);
  expect(await next("\\u0077ords[0].lenght")).toMatchObject(misspelt);
  expect(await next("[long[0].length, unrelated, \\u0077ords[0].length]")).toMatchObject({ ok: true, value: [3, 1, 1] });
});

test("a program of a session that has made global variables may use what nobody declares", async () => {
  const { executor } = codemode;
  const { session_id: sessionId } = await executor.execute("1;");
  expect(await executor.execute("made", { sessionId })).toMatchObject({ error: { code: "CHECK_FAILED" } });
  await executor.execute("globalThis.made = 2;", { sessionId });
  expect(await executor.execute("made", { sessionId })).toMatchObject({ ok: true, value: 2 });
});
