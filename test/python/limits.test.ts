import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExecuteOptions } from "../../src/executor/executor-options.ts";
import type { ExecutionResult } from "../../src/executor/result.ts";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { pythonExecutor, runPython } from "./subject.ts";

const registry = new ToolRegistry();
const executor = pythonExecutor(registry, { limits: { guestTimeMs: 20_000, memoryMb: 128 } });
beforeAll(async () => {
  registry.addServer("calculator", fixtureServer("calculator"));
  await Promise.all([registry.discoverAll(), executor.setup("python")]);
}, 120_000);
afterAll(async () => {
  await executor[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
});

const run = (code: string, options?: ExecuteOptions): Promise<ExecutionResult> => runPython(executor, code, options);

/** Sets a variable, runs the program in its session, and looks for the variable. */
async function played(
  code: string,
  options: ExecuteOptions = {},
): Promise<{ readonly result: ExecutionResult; readonly after: ExecutionResult }> {
  const { session_id: sessionId } = await run("kept = 'kept'");
  const result = await run(code, { ...options, sessionId });
  return { result, after: await run("kept", { sessionId, check: "off" }) };
}

/** A program's time is short here; what a limit of memory or size takes to be reached depends on the machine. */
const SHORT = { timeoutMs: 1_000 };
/** The host's own deadline, and room for a machine that is busy. */
const IN_TIME_MS = 1_000 + 750 + 2_000;

describe("a limit that ends a program gently leaves the session its variables", () => {
  test.each([
    ["an endless loop", "while True: pass", "LIMIT_GUEST_TIME", "1000 ms"],
    ["an endless loop of turns", "import asyncio\nwhile True: await asyncio.sleep(0)", "LIMIT_GUEST_TIME", "1000 ms"],
    ["a sleep that takes too long", "import asyncio\nawait asyncio.sleep(60)", "LIMIT_GUEST_TIME", "1000 ms"],
    ["time.sleep", "import time\ntime.sleep(60)", "LIMIT_GUEST_TIME", "1000 ms"],
    [
      "a loop that catches every Exception",
      "while True:\n    try:\n        while True: pass\n    except Exception: pass",
      "LIMIT_GUEST_TIME",
      "1000 ms",
    ],
    ["a regular expression that never ends", "import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')", "LIMIT_GUEST_TIME", "1000 ms"],
    [
      "a loop inside asyncio.run",
      "import asyncio\nasync def main():\n    while True: pass\nasyncio.run(main())",
      "LIMIT_GUEST_TIME",
      "1000 ms",
    ],
    [
      "a memory bomb of buffers",
      "hoard = []\ndef fill():\n    mine = []\n    while True: mine.append(bytearray(10_000_000))\nfill()",
      "LIMIT_MEMORY",
      "128 MiB",
    ],
    ["a memory bomb of strings", "def fill():\n    text = 'x'\n    while True: text = text * 2\nfill()", "LIMIT_MEMORY", "128 MiB"],
    ["too much output", "while True: print('x' * 1000)", "LIMIT_OUTPUT", "1048576 bytes"],
    ["a value that is too long", "'x' * 9_000_000", "LIMIT_VALUE", "8388608 bytes"],
    ["a value of shared parts", "a = ['lol']\nfor _ in range(22): a = [a, a]\na", "LIMIT_VALUE", "8388608 bytes"],
  ])("%s", async (_, code, limit, figure) => {
    const { result, after } = await played(code, limit === "LIMIT_GUEST_TIME" ? SHORT : {});
    expect(result).toMatchObject({ ok: false, error: { kind: "limit", code: limit } });
    expect(result.error?.message).toContain(figure);
    if (limit === "LIMIT_GUEST_TIME") expect(result.duration_ms).toBeLessThan(IN_TIME_MS);
    expect(after).toMatchObject({ ok: true, value: "kept" });
  });

  test.each([
    ["in Python", "def deeper(): return deeper()\ndeeper()"],
    ["through C, in __repr__", "class A:\n    def __repr__(self): return repr(self)\nrepr(A())"],
    ["through C, in __getattr__", "class A:\n    def __getattr__(self, name): return getattr(self, name)\nA().x"],
  ])("too deep a recursion %s is Python's own RecursionError", async (_, code) => {
    const { result, after } = await played(code);
    expect(result.error).toMatchObject({ kind: "program", name: "RecursionError" });
    expect(after.value).toBe("kept");
  });

  test("a MemoryError can be caught, and the program goes on", async () => {
    const code =
      "def fill():\n    mine = []\n    while True: mine.append(bytearray(10_000_000))\ntry:\n    fill()\nexcept MemoryError:\n    print('caught')";
    expect(await run(code)).toMatchObject({ ok: true, output: "caught\n" });
  });

  test("a loop that never awaits cleans up, also as the first program of a session", async () => {
    const result = await run("try:\n    while True: pass\nfinally:\n    print('cleaned up')", SHORT);
    expect(result).toMatchObject({ output: "cleaned up\n", error: { code: "LIMIT_GUEST_TIME" } });
    expect(result.warnings).toBeUndefined();
  });

  test("what the program cleans up is cleaned up", async () => {
    const { result } = await played(
      "import asyncio\ntry:\n    while True: await asyncio.sleep(0)\nfinally:\n    print('cleaned up')",
      SHORT,
    );
    expect(result).toMatchObject({ output: "cleaned up\n", error: { code: "LIMIT_GUEST_TIME" } });
  });

  test.each([
    ["piece by piece", "with open('big', 'wb') as file:\n    for _ in range(100): file.write(bytes(1_000_000))"],
    ["by first writes", "for i in range(10): open(f'{i}', 'wb', buffering=0).write(bytes(10_000_000))"],
    ["by lengths that are set", "import os\nfor i in range(10):\n    open(f'{i}', 'wb').close()\n    os.truncate(f'{i}', 10_000_000)"],
    [
      "in files that have no name any more",
      "import os\nheld = []\nfor i in range(10):\n    held.append(open(f'{i}', 'wb', buffering=0))\n    os.unlink(f'{i}')\n    held[-1].write(bytes(10_000_000))",
    ],
    ["by their number", "for i in range(20_000): open(str(i), 'w').close()"],
  ])("scratch files have a quota that is not passed %s", async (_, code) => {
    const { result, after } = await played(code);
    expect(result.error).toMatchObject({ name: "OSError", message: expect.stringContaining("No space left") as string });
    expect(after.value).toBe("kept");
  });

  test("what is deleted makes room", async () => {
    const code = "import os\nfor i in range(10):\n    open('big', 'wb').write(bytes(40_000_000))\n    os.unlink('big')\n'wrote'";
    expect(await run(code)).toMatchObject({ ok: true, value: "wrote" });
  });

  test("time in which calls are in flight is not the program's own", async () => {
    expect(await run("await servers.calculator.sleep(ms=2000)\n'waited'", SHORT)).toMatchObject({ ok: true, value: "waited" });
  });
});

describe("what does not end gently is ended from outside, and the session says that its variables are gone", () => {
  test.each([
    [
      "a loop that swallows everything",
      "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
      "LIMIT_GUEST_TIME",
    ],
    ["a program that stops the clock", "import _codemode.clock as clock\nclock._limit_at = None\nwhile True: pass", "LIMIT_GUEST_TIME"],
    ["one C function that never looks up", "sum(range(10**12))", "LIMIT_GUEST_TIME"],
    [
      "too many calls in flight",
      "import asyncio\nawait asyncio.gather(*[servers.calculator.sleep(ms=50) for _ in range(100_000)])",
      "LIMIT_CALLS",
    ],
    ["arguments that are too long", "await servers.calculator.add(a='x' * 20_000_000, b=1)", "LIMIT_ARGUMENTS"],
    [
      "forged messages",
      "from _codemode import wire\nwire.post({'kind': 'done', 'run': 99, 'value': 1})\nwhile True: pass",
      "SANDBOX_PROTOCOL",
    ],
    ["the end of its own process", "import os\nos._exit(0)", "SANDBOX_DIED"],
  ])("%s", async (_, code, errorCode) => {
    const { result, after } = await played(code, { check: "off", ...(errorCode === "LIMIT_GUEST_TIME" ? SHORT : {}) });
    expect(result.ok).toBe(false);
    expect(result.error?.code.startsWith(errorCode), result.error?.code).toBe(true);
    if (errorCode === "LIMIT_GUEST_TIME") expect(result.duration_ms).toBeLessThan(IN_TIME_MS);
    expect(result.warnings).toContain("The session's variables are gone: its process was ended.");
    expect(after.error).toMatchObject({ name: "NameError" });
    expect(after.warnings).toEqual([expect.stringContaining("earlier variables are gone")]);
  });

  test("10 ** 10 ** 8 and its like end in time", async () => {
    for (const code of ["10 ** 10 ** 8", "9 ** 9 ** 8", "str(7 ** 3_000_000)"]) {
      const { result } = await played(code, SHORT);
      expect(result.ok, code).toBe(false);
      expect(result.duration_ms, code).toBeLessThan(IN_TIME_MS);
    }
  });
});
