import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CodeModeExecutor } from "../src/executor/executor.ts";
import type { ExecuteOptions } from "../src/executor/executor-options.ts";
import type { ExecutionResult } from "../src/executor/result.ts";
import type { TraceEvent } from "../src/executor/trace.ts";
import { ToolRegistry } from "../src/registry/registry.ts";
import { fixtureServer } from "./fixtures/server-config.ts";

const skillCode: Record<string, string> = {
  double:
    'import { triple } from "skills/triple";\nexport function double(n: number): number { return 2 * n }\nexport const six = (n: number) => double(triple(n));',
  triple: "export function triple(n: number) { return 3 * n }",
  adds: 'import { add } from "generated/servers/calculator";\nexport async function plus(a: number, b: number) { return Number(await add({ a, b })) }',
  later: "export async function later() { await Promise.resolve(); throw new Error('late'); }",
  round: 'import "skills/about"; export const r = 1',
  about: 'import "skills/round"; export const a = 1',
  broken: "export const x = ;",
};
const registry = new ToolRegistry();
const events: TraceEvent[] = [];
const executor = new CodeModeExecutor(registry, {
  trace: (event) => events.push(event),
  skills: { get: (name) => Promise.resolve({ name, code: skillCode[name] ?? "", language: "typescript", functions: [] }) },
});

beforeAll(async () => {
  registry.addServer("calculator", fixtureServer("calculator"));
  await Promise.all([registry.discoverAll(), executor.setup()]);
});
afterAll(async () => {
  await executor[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
});

const run = (code: string, options?: ExecuteOptions): Promise<ExecutionResult> => executor.execute(code, options);
const valueOf = async (code: string): Promise<unknown> => (await run(code)).value;

describe("the value", () => {
  test.each([
    ["the last expression", "const a: number = 20;\na + 22", 42],
    ["an object literal in parentheses", "({ a: 1 })", { a: 1 }],
    ["a top-level return", "if (true) return 'early';\n'late'", "early"],
    ["an async arrow function", "async () => { return await Promise.resolve(7) }", 7],
    ["a default export", "export default async function main() { return 8 }", 8],
    ["a Markdown fence", "```ts\nconst k: string = 'fenced';\nk\n```", "fenced"],
    [
      "an enum and a class with private fields",
      "enum E { P = 3 }\nclass A { #x = 1; get x() { return this.#x } }\n[E.P, new A().x]",
      [3, 1],
    ],
    ["a BigInt as its digits", "2n ** 70n", "1180591620717411303424"],
    ["a function as its name", "({ f() {} })", { f: "[Function: f]" }],
    ["a cycle by a mark", "const c: Record<string, unknown> = { n: 1 }; c.self = c; c", { n: 1, self: "[Circular]" }],
    [
      "dates, maps, sets and typed arrays as JSON",
      "[new Date(0), new Map([['k', 1]]), new Set([1]), new Uint8Array([1, 2])]",
      ["1970-01-01T00:00:00.000Z", { k: 1 }, [1], [1, 2]],
    ],
    ["__proto__ as data", `JSON.parse('{"__proto__": {"a": 1}}')`, JSON.parse('{"__proto__": {"a": 1}}')],
  ])("is %s", async (_, code, expected) => {
    expect(await valueOf(code)).toEqual(expected);
  });

  test("is absent where it is undefined", async () => {
    const result = await run("undefined");
    expect(result.ok).toBe(true);
    expect("value" in result).toBe(false);
  });
});

describe("a session", () => {
  test("keeps variables, functions, classes and imports, and lets them be declared again", async () => {
    const { session_id: sessionId } = await run(
      'import { add } from "generated/servers/calculator";\nlet x = 5;\nconst c = 1;\nfunction inc() { x += 1; return x }\nclass P { v = c }',
    );
    expect((await run("inc(); inc(); [x, new P().v, await add({ a: 1, b: 1 })]", { sessionId })).value).toEqual([7, 1, "2"]);
    expect((await run("let x = 'again'; const c = 2; [x, c, inc()]", { sessionId })).value).toEqual(["again", 2, 8]);
    expect((await run("x = 'assigned'; x", { sessionId })).value).toBe("assigned");
    expect((await run("c = 3", { sessionId })).error).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining("constant variable 'c'"),
    });
  });

  test("is not seen by another", async () => {
    await run("globalThis.leak = 1; let own = 2");
    expect(await valueOf("[typeof leak, typeof own]")).toEqual(["undefined", "undefined"]);
  });

  test("survives a failed program with what it had set before", async () => {
    const { session_id: sessionId } = await run("let before = 1; throw new Error('x'); let after = 2");
    expect((await run("[before, typeof after]", { sessionId })).value).toEqual([1, "undefined"]);
  });

  test("that is unknown or closed is a typed error", async () => {
    await expect(run("1", { sessionId: "nope" })).rejects.toMatchObject({ code: "SESSION_UNKNOWN" });
    const sessionId = await executor.createSession();
    await executor.closeSession(sessionId);
    await expect(run("1", { sessionId })).rejects.toMatchObject({ code: "SESSION_UNKNOWN" });
  });

  test("runs one execution after the other, in the order asked", async () => {
    const sessionId = await executor.createSession();
    const codes = ["await servers.calculator.sleep({ ms: 100 }); let seen = [1]", "seen.push(2)", "seen.push(3)", "seen"];
    const results = await Promise.all(codes.map((code) => run(code, { sessionId })));
    expect(results.at(-1)?.value).toEqual([1, 2, 3]);
  });

  test("makes room for a new one when the maximum is reached, the one unused for longest first", async () => {
    await using small = new CodeModeExecutor(registry, { maxSessions: 2, warm: 0 });
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push((await small.execute("1")).session_id);
    await expect(small.execute("1", { sessionId: ids[0] as string })).rejects.toMatchObject({ code: "SESSION_UNKNOWN" });
    expect((await small.execute("2", { sessionId: ids[1] as string })).value).toBe(2);
  });
});

describe("tools", () => {
  test("are called through imports, by name, and in parallel, and every call is recorded", async () => {
    const result = await run(
      'import { add, sleep } from "generated/servers/calculator";\nconst [a, , b] = await Promise.all([add({ a: 1, b: 2 }), sleep({ ms: 100 }), servers.calculator["add"]({ a: 3, b: 4 })]);\n[a, b]',
    );
    expect(result.value).toEqual(["3", "7"]);
    expect(result.calls.map(({ server, tool, outcome }) => `${server}.${tool} ${outcome}`)).toEqual([
      "calculator.add ok",
      "calculator.sleep ok",
      "calculator.add ok",
    ]);
    expect(result.calls[0]).toMatchObject({ argument_bytes: 13, result_bytes: 3 });
    expect(result.calls[1]?.duration_ms).toBeGreaterThanOrEqual(99);
  });

  test("throw a ToolError with the tool's own text, which a program can catch", async () => {
    const result = await run(
      "let seen; try { await servers.calculator.fail({ message: 'the moon is down' }) } catch (e) { seen = [e instanceof ToolError, e instanceof Error, e.name, e.code, e.server, e.tool, e.message, e.content.length, e.retryable] }\nseen",
    );
    expect(result.value).toEqual([true, true, "ToolError", "TOOL_FAILED", "calculator", "fail", "the moon is down", 1, false]);
    expect(result.calls[0]).toMatchObject({ outcome: "error", error: { code: "TOOL_FAILED" } });
  });

  test("that nobody caught end the execution with place, calls and output so far", async () => {
    const result = await run(
      "console.log('before');\nawait servers.calculator.add({ a: 1, b: 1 });\nconst x: number = 1;\nawait servers.calculator.fail({ message: 'no' });",
    );
    expect(result).toMatchObject({ ok: false, output: "before\n", error: { kind: "tool", code: "TOOL_FAILED", message: "no", line: 4 } });
    expect(result.calls).toHaveLength(2);
  });

  test.each([
    ["a missing argument under another name", "servers.calculator.fail({ mesage: 'x' })", ["INVALID_ARGUMENTS", '"message"', '"mesage"']],
    ["an argument of the wrong type", "servers.calculator.add({ a: 'one', b: 2 })", ["INVALID_ARGUMENTS", "arguments.a", "number"]],
    ["an unknown tool", "servers.calculator.ad({ a: 1, b: 2 })", ["TOOL_UNKNOWN", '"add"']],
    ["an unknown server", "servers.calculater.add({ a: 1, b: 2 })", ["SERVER_UNKNOWN", '"calculator"']],
    ["a BigInt", "servers.calculator.add({ a: 1n, b: 2 })", ["TypeError", "arguments.a is a BigInt"]],
    [
      "a promise that was not awaited",
      "servers.calculator.add({ a: servers.calculator.add({ a: 1, b: 2 }), b: 2 })",
      ["TypeError", "Await it first"],
    ],
    ["positional arguments", "servers.calculator.add(1, 2)", ["TypeError", "one object of named arguments"]],
  ])("refuse %s", async (_, call, parts) => {
    // The check would find it first.
    const { ok, error } = await run(`await ${call}`, { check: "off" });
    expect(ok).toBe(false);
    for (const part of parts) expect(`${error?.name} ${error?.code} ${error?.message}`).toContain(part);
  });

  test("that were not awaited are waited for, and the result says so", async () => {
    const result = await run("servers.calculator.sleep({ ms: 100 }); 'done'");
    expect(result).toMatchObject({
      ok: true,
      value: "done",
      calls: [{ outcome: "ok" }],
      warnings: [expect.stringContaining("not awaited")],
    });
  });

  test("pass the gate and the trace", async () => {
    events.length = 0;
    const result = await run("console.log('traced'); await servers.calculator.add({ a: 1, b: 2 })");
    expect(events.map(({ kind }) => kind)).toEqual(["execution-started", "output", "call-started", "call-ended", "execution-ended"]);
    expect(events.every(({ executionId }) => executionId === result.execution_id)).toBe(true);
  });
});

describe("mistakes before the run", () => {
  test.each([
    ["code that does not parse", "const a = 1;\nconst b = ;", { code: "SYNTAX", line: 2, column: 11, detail: "const b = ;\n          ^" }],
    ["an empty program", " \n// nothing\n", { code: "EMPTY_PROGRAM" }],
    [
      "an unknown server",
      'import { add } from "generated/servers/calculater"',
      { code: "SERVER_UNKNOWN", message: expect.stringContaining('Did you mean "calculator"?') },
    ],
    [
      "an unknown tool",
      'const a = 1;\nimport { plus, ad } from "generated/servers/calculator"',
      { code: "TOOL_UNKNOWN", line: 2, message: expect.any(String) },
    ],
    ["a module that is none", "import fs from 'node:fs'", { code: "MODULE_UNKNOWN" }],
    ["a dynamic import of a module that is none", "await import('node:fs')", { code: "MODULE_UNKNOWN" }],
    [
      "skills in a circle",
      'import "skills/round"',
      { code: "SKILL_CYCLE", message: expect.stringContaining("skills/round -> skills/about -> skills/round") },
    ],
    ["a skill that does not parse", 'import "skills/broken"', { code: "SYNTAX", message: expect.stringContaining("skills/broken") }],
    ["10 MB of source", "1;".repeat(5_000_000), { code: "LIMIT_SOURCE", kind: "limit" }],
  ])("%s is an answer with its place, and nothing was called", async (_, code, error) => {
    expect(await run(code)).toMatchObject({ ok: false, calls: [], error: { kind: "check", ...error } });
  });
});

test("an error has its line and column in the code as written", async () => {
  const { error } = await run(
    "interface Wide {\n  a: string;\n  b: number;\n}\n\nconst w: Wide = { a: 'x', b: 1 };\nfunction inner(): void {\n  throw new RangeError('bad');\n}\ninner();",
  );
  expect(error).toMatchObject({ kind: "program", name: "RangeError", message: "bad", line: 8, column: 9 });
  expect(error?.detail).toContain("10:1");
});

test("the console is captured in order and formatted", async () => {
  const { output } = await run(
    "console.log('a', 1, { b: [2] }); console.error('e'); console.warn('%s=%d', 'x', 5); console.group('g'); console.info('in')",
  );
  expect(output).toBe("a 1 { b: [ 2 ] }\ne\nx=5\ng\n  in\n");
});

test("what was printed before a program hung is kept", async () => {
  expect(await run("console.log('before'); while (true) {}", { timeoutMs: 200 })).toMatchObject({ ok: false, output: "before\n" });
});

test("a rejection that nobody handles is told and does not end the session", async () => {
  const { session_id: sessionId, output, ok } = await run("Promise.reject(new Error('nobody')); 1");
  expect(ok).toBe(true);
  expect(output).toContain("nobody");
  expect((await run("2", { sessionId })).value).toBe(2);
});

test("what a skill throws after an await has the program's line, and is told where nobody awaited it", async () => {
  const { error } = await run('import { later } from "skills/later";\n1;\nawait later();');
  expect(error).toMatchObject({ message: "late", line: 3, detail: expect.stringContaining("skills/later.ts:1") as string });
  const floating = await run(
    'import { later } from "skills/later";\nvoid later();\nawait new Promise((resolve) => setTimeout(resolve, 20));\nawait later().catch(() => {});',
  );
  expect(floating.output.match(/late/g)).toHaveLength(1);
});

test("skills are imported, import each other, call tools, and may be imported dynamically", async () => {
  expect(await valueOf('import { six } from "skills/double"; six(7)')).toBe(42);
  const result = await run('const { plus } = await import("skills/adds"); await plus(1, 2)');
  expect(result.value).toBe(3);
  expect(result.calls).toHaveLength(1);
});

describe("limits", () => {
  const limited = new CodeModeExecutor(registry, {
    limits: {
      guestTimeMs: 4_000,
      totalTimeMs: 5_000,
      memoryMb: 128,
      maxCalls: 20,
      maxOutputBytes: 1_000,
      maxValueBytes: 1_000,
      maxArgumentBytes: 1_000,
    },
  });
  afterAll(() => limited[Symbol.asyncDispose]());

  test.each([
    ["an infinite loop", "while (true) {}", "LIMIT_GUEST_TIME", "500"],
    ["a loop of microtasks", "for (;;) await null", "LIMIT_GUEST_TIME", "500"],
    ["an await that never resolves", "await new Promise(() => {})", "LIMIT_GUEST_TIME", "500"],
    ["work behind a call that takes long", "servers.calculator.sleep({ ms: 60_000 }); while (true) {}", "LIMIT_GUEST_TIME", "500"],
    ["calls that take too long in all", "await servers.calculator.sleep({ ms: 60_000 })", "LIMIT_TOTAL_TIME", "5000"],
    ["a heap that grows", "const a = []; while (true) a.push(new Array(1e5).fill(Math.random()))", "LIMIT_MEMORY", "128"],
    ["typed arrays that grow", "const a = []; while (true) a.push(new Uint8Array(1e7).fill(1))", "LIMIT_MEMORY", "128"],
    ["too many calls", "for (let i = 0; i < 21; i++) await servers.calculator.add({ a: i, b: i })", "LIMIT_CALLS", "20"],
    ["too much output", "while (true) console.log('x'.repeat(100))", "LIMIT_OUTPUT", "1000"],
    ["a value that is too big", "'x'.repeat(2000)", "LIMIT_VALUE", "1000"],
    ["arguments that are too big", "await servers.calculator.fail({ message: 'x'.repeat(2000) })", "LIMIT_ARGUMENTS", "1000"],
  ])("%s ends with the limit's name and value, and the session starts clean", async (_, code, errorCode, figure) => {
    const { session_id: sessionId } = await limited.execute("let kept = 1; kept");
    const result = await limited.execute(code, { sessionId, ...(errorCode === "LIMIT_GUEST_TIME" ? { timeoutMs: 500 } : {}) });
    expect(result).toMatchObject({ ok: false, error: { kind: "limit", code: errorCode } });
    expect(result.error?.message).toContain(figure);
    const next = await limited.execute("typeof kept", { sessionId });
    expect(next).toMatchObject({ ok: true, value: "undefined", warnings: [expect.stringContaining("starts empty")] });
  });

  test("time spent waiting for tools does not count as the guest's", async () => {
    const result = await limited.execute("await servers.calculator.sleep({ ms: 900 })", { timeoutMs: 300 });
    expect(result.ok).toBe(true);
  });

  test("an execution may ask for less time, not for more", async () => {
    const started = Date.now();
    const { error } = await limited.execute("while (true) {}", { timeoutMs: 3_600_000 });
    expect(error?.code).toBe("LIMIT_GUEST_TIME");
    expect(Date.now() - started).toBeLessThan(10_000);
    expect((await limited.execute("while (true) {}", { timeoutMs: 100 })).error?.message).toContain("100 ms");
  });

  test("limits narrow from executor to session to execution, and never widen", async () => {
    const sessionId = await limited.createSession({ limits: { maxCalls: 3, memoryMb: 64, guestTimeMs: 60_000 } });
    const calls = (n: number): string => `for (let i = 0; i < ${n}; i++) await servers.calculator.add({ a: i, b: i }); 'over'`;
    const ended = async (code: string, limits: object): Promise<unknown> => {
      const { value, error } = await limited.execute(code, { sessionId, limits });
      return value ?? error?.message;
    };
    expect(await ended(calls(3), { maxCalls: 10 })).toBe("over");
    expect(await ended(calls(4), { maxCalls: 10 })).toContain("more than 3 calls");
    expect(await ended(calls(3), { maxCalls: 2 })).toContain("more than 2 calls");
    expect(await ended("const a = []; while (true) a.push(new Uint8Array(1e6).fill(1))", { memoryMb: 1_000 })).toContain("64 MiB");
    expect(await ended("while (true) {}", { guestTimeMs: 60_000 })).toContain("4000 ms");
    expect(await ended("1", { maxSourceBytes: 1 })).toBe(1);
    expect(await ended("22", { maxSourceBytes: 1 })).toContain("more than 1 bytes");
    await expect(limited.createSession({ limits: { maxCalls: -1 } })).rejects.toMatchObject({ code: "USAGE" });
    expect(await ended("1", { maxCalls: 0 })).toBe(1);
    expect(await ended("await servers.calculator.add({ a: 1, b: 2 })", { maxCalls: 0 })).toContain("more than 0 calls");
  });

  test("a program can't give itself a code of the host's", async () => {
    const { error } = await limited.execute('throw new ToolError({ message: "m", code: "LIMIT_TOTAL_TIME" })');
    expect(error).toMatchObject({ kind: "tool", code: "TOOL_FAILED" });
  });

  test("a wrong limit is a usage error", () => {
    expect(() => new CodeModeExecutor(registry, { limits: { memoryMb: -1 } })).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});

test("a cancelled execution ends at once, its calls too", async () => {
  const controller = new AbortController();
  const running = run("await servers.calculator.sleep({ ms: 60_000 })", {
    signal: controller.signal,
    onEvent: ({ kind }) => void (kind === "call-started" && setTimeout(() => controller.abort(), 50)),
  });
  expect(await running).toMatchObject({ ok: false, error: { kind: "cancelled", code: "CANCELLED" }, calls: [{ outcome: "cancelled" }] });
});

test("1,000 calls at once all come back", async () => {
  const result = await run(
    "const all = await Promise.all(Array.from({ length: 1000 }, (_, i) => servers.calculator.add({ a: i, b: 1 })));\nall.every((value, i) => value === String(i + 1))",
  );
  expect(result).toMatchObject({ ok: true, value: true });
  expect(result.calls).toHaveLength(1_000);
});

test("disposing ends what runs, and a session closed while it starts leaves no process", async () => {
  const executorToEnd = new CodeModeExecutor(registry, { warm: 0 });
  const sessionId = await executorToEnd.createSession();
  const closing = executorToEnd.execute("while (true) {}", { sessionId });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await executorToEnd.closeSession(sessionId);
  expect(await closing).toMatchObject({ ok: false, error: { code: "SANDBOX_DIED" } });
  const running = executorToEnd.execute("while (true) {}");
  setTimeout(() => void executorToEnd[Symbol.asyncDispose](), 300);
  expect(await running).toMatchObject({ ok: false, error: { code: "CANCELLED" } });
});

test("after dispose nothing runs", async () => {
  const gone = new CodeModeExecutor(registry);
  await gone[Symbol.asyncDispose]();
  await expect(gone.execute("1")).rejects.toMatchObject({ code: "DISPOSED" });
});
