import { mkdtemp, readFile, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExecuteOptions } from "../../src/executor/executor-options.ts";
import type { ExecutionResult } from "../../src/executor/result.ts";
import type { TraceEvent } from "../../src/executor/trace.ts";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";
import { pythonExecutor, runPython } from "./subject.ts";

const skillCode: Record<string, string> = {
  word_count: `"""Counts the words of a file."""
from generated.servers.filesystem import read_file

async def word_count(path: str) -> int:
    """How many words a file has."""
    text = await read_file({"path": path})
    return len(text.split())
`,
  doubled: "from skills.tripled import tripled\n\ndef doubled(n):\n    return 2 * tripled(n)\n",
  tripled: "def tripled(n):\n    return 3 * n\n",
  round: "from skills.about import a\n",
  about: "import skills.round\na = 1\n",
  raises: "def raises():\n    raise ValueError('in the skill')\n",
};
const registry = new ToolRegistry();
const events: TraceEvent[] = [];
const executor = pythonExecutor(registry, {
  trace: (event) => events.push(event),
  skills: { get: (name) => Promise.resolve({ name, code: skillCode[name] ?? "", language: "python", functions: [] }) },
});
let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  await writeFile(join(folder, "file1.txt"), "one two three");
  await writeFile(join(folder, "file2.txt"), "four five");
  registry.addServer("calculator", fixtureServer("calculator"));
  registry.addServer("filesystem", officialServer("filesystem", folder));
  registry.addServer("odd-name", fixtureServer("calculator"));
  await Promise.all([registry.discoverAll(), executor.setup("python")]);
}, 120_000);
afterAll(async () => {
  await executor[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
});

const run = (code: string, options?: ExecuteOptions): Promise<ExecutionResult> => runPython(executor, code, options);
const valueOf = async (code: string, options?: ExecuteOptions): Promise<unknown> => {
  const result = await run(code, options);
  expect(result.error).toBeUndefined();
  return result.value;
};

describe("programs that compose tools", () => {
  test("read two files, combine them and write a third", async () => {
    const result = await run(`
        from generated.servers.filesystem import read_file, write_file

        # Read multiple files
        content1 = await read_file({"path": "${folder}/file1.txt"})
        content2 = await read_file({"path": "${folder}/file2.txt"})

        # Process and combine
        combined = content1 + "\\n---\\n" + content2

        # Write result
        await write_file({"path": "${folder}/combined.txt", "content": combined})
    `);
    expect(result).toMatchObject({ ok: true, language: "python" });
    expect(await readFile(join(folder, "combined.txt"), "utf8")).toBe("one two three\n---\nfour five");
  });

  test("a skill counts the words of a file", async () => {
    expect(await valueOf(`from skills.word_count import word_count\nawait word_count("${folder}/file1.txt")`)).toBe(3);
  });

  test("variables, functions, classes and imports last: three executions print 1", async () => {
    const first = await run("import math\nx = 1\ndef get(): return x\nclass Box: value = x");
    const options = { sessionId: first.session_id };
    await run("y = get()", options);
    const third = await run("print(y if Box.value == math.floor(1.5) else 'lost')", options);
    expect(third.output).toBe("1\n");
  });

  test("asyncio.gather reads all files at the same time", async () => {
    const { value, calls } = await run(`import asyncio
from generated.servers.calculator import sleep
len(await asyncio.gather(*[sleep({"ms": 200}) for _ in range(5)]))`);
    expect(value).toBe(5);
    // The last has begun before the first has ended.
    const firstEnd = Math.min(...calls.map(({ started_ms, duration_ms }) => started_ms + duration_ms));
    expect(Math.max(...calls.map(({ started_ms }) => started_ms))).toBeLessThan(firstEnd);
  });

  test.each([
    ["an import of the module", "from generated.servers import calculator\nawait calculator.add(a=1, b=2)"],
    ["a dotted import", "import generated.servers.calculator\nawait generated.servers.calculator.add(a=1, b=2)"],
    ["servers.<server>", "await servers.calculator.add({'a': 1, 'b': 2})"],
    ["servers[...]", "await servers['calculator']['add'](a=1, b=2)"],
    ["a server whose name is no identifier", "from generated.servers.odd_name import add\nawait add(a=1, b=2)"],
    ["that server by its own name", "await servers['odd-name'].add(a=1, b=2)"],
    [
      "asyncio.run",
      "import asyncio\nfrom generated.servers.calculator import add\nasync def main():\n    return await add(a=1, b=2)\nasyncio.run(main())",
    ],
    [
      "a main that nobody awaited",
      "from generated.servers.calculator import add\nasync def main():\n    return await add(a=1, b=2)\nmain()",
    ],
    [
      "a TaskGroup",
      "import asyncio\nfrom generated.servers.calculator import add\nasync with asyncio.TaskGroup() as group:\n    task = group.create_task(add(a=1, b=2))\ntask.result()",
    ],
    ["create_task", "import asyncio\ntask = asyncio.create_task(servers.calculator.add(a=1, b=2))\nawait task"],
    [
      "a name that is made at run time",
      "import importlib\nawait importlib.import_module('generated.servers.' + 'calculator').add(a=1, b=2)",
    ],
  ])("%s", async (_, code) => {
    expect(Number(await valueOf(code))).toBe(3);
  });

  test("a call that is started and not awaited still happens, and the result says so", async () => {
    const result = await run("import asyncio\nasyncio.create_task(servers.calculator.sleep(ms=50))\nNone");
    expect(result.calls).toMatchObject([{ tool: "sleep", outcome: "ok" }]);
    expect(result.warnings).toEqual([expect.stringContaining("1 tool call(s) were not awaited")]);
  });

  test("a program spins until a call has come back", async () => {
    const code =
      "import asyncio\ntask = asyncio.create_task(servers.calculator.sleep(ms=50))\nwhile not task.done():\n    await asyncio.sleep(0)\n'back'";
    expect(await valueOf(code)).toBe("back");
  });

  test("tools.search and tools.describe reach the host's answers, here an error that says there are none", async () => {
    const result = await run("try:\n    await tools.search('add')\nexcept ToolError as error:\n    print(error.code)");
    expect(result.output).toBe("USAGE\n");
  });

  test("the trace names the program's calls", () => {
    expect(events.filter(({ kind }) => kind === "call-started").length).toBeGreaterThan(5);
  });
});

describe("a failed call", () => {
  test("is a ToolError that a program can catch", async () => {
    const code = `from generated.servers.filesystem import read_file
try:
    await read_file(path="/nowhere")
except ToolError as error:
    print(type(error).__mro__[1].__name__, error.server, error.tool, error.code, error.retryable, len(error.content))`;
    expect((await run(code)).output).toBe("Exception filesystem read_file TOOL_FAILED False 1\n");
  });

  test("that nobody caught ends the program with the tool's text and the line of the call", async () => {
    const { error } = await run(`from generated.servers.filesystem import read_file\n\nawait read_file(path="/nowhere")`);
    expect(error).toMatchObject({ kind: "tool", code: "TOOL_FAILED", name: "ToolError", line: 3, column: 1 });
    expect(error?.message).toContain("/nowhere");
  });

  test("that the host refused says why", async () => {
    const { error, calls } = await run("await servers.calculator.add(a='x', b=2)", { check: "off" });
    expect(error).toMatchObject({ kind: "tool", code: "INVALID_ARGUMENTS" });
    expect(calls).toMatchObject([{ outcome: "error" }]);
    expect((await run("await servers.nobody.does()", { check: "off" })).error).toMatchObject({ code: "SERVER_UNKNOWN" });
  });

  test.each([
    ["two positional arguments", "await servers.calculator.add(1, 2)", "takes from 0 to 1 positional arguments"],
    ["a positional argument that is no dict", "await servers.calculator.add('x')", "takes one dict or keyword arguments"],
    ["a set", "await servers.calculator.add(a={1}, b=2)", "arguments.a is a set, which can't be sent to a tool"],
    ["NaN", "await servers.calculator.add(a=float('nan'), b=2)", "arguments.a is nan, which JSON can't hold"],
  ])("by %s is a TypeError before anything is sent", async (_, code, message) => {
    const { error, calls } = await run(code, { check: "off" });
    expect(error).toMatchObject({ kind: "program", name: "TypeError", message: expect.stringContaining(message) as string });
    expect(calls).toEqual([]);
  });
});

describe("the value", () => {
  test.each([
    ["the last expression", "a = 20\na + 22", 42],
    ["a Markdown fence", "```python\nk = 'fenced'\nk\n```", "fenced"],
    ["indented as a whole", "    a = 1\n    a + 1", 2],
    ["a whole number of any length as its digits", "2 ** 70", "1180591620717411303424"],
    ["nan and infinity as null", "[float('nan'), float('inf')]", [null, null]],
    ["a cycle by a mark", "c = {'n': 1}\nc['self'] = c\nc", { n: 1, self: "[Circular]" }],
    [
      "dates as ISO 8601",
      "import datetime\n[datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4)]",
      ["2026-01-02", "2026-01-02T03:04:00"],
    ],
    [
      "sets and tuples as arrays",
      "[{3, 1, 2}, (1, 2), frozenset('ba')]",
      [
        [1, 2, 3],
        [1, 2],
        ["a", "b"],
      ],
    ],
    ["bytes as their numbers", "b'\\x01\\x02'", [1, 2]],
    ["a Decimal as its digits", "from decimal import Decimal\nDecimal('1.10')", "1.10"],
    [
      "a dataclass as a dict",
      "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n    y: list\nP(1, [2])",
      { x: 1, y: [2] },
    ],
    ["an Enum as its value", "import enum\nclass C(enum.Enum):\n    RED = 'red'\n[C.RED]", ["red"]],
    ["keys that are no strings", "{1: 'a', None: 'b', True: 'c'}", { 1: "c", null: "b" }],
    ["keys that JSON lacks as pairs", "{(1, 2): 'a'}", [[[1, 2], "a"]]],
    ["a function by its name", "def f(): pass\n[f]", ["[Function: f]"]],
    ["an exception", "[ValueError('no')]", [{ name: "ValueError", message: "no" }]],
    ["text of every kind", "'ä\\u2028\\U0001f600\"'", 'ä\u2028😀"'],
    ["a lone surrogate as the mark for what is missing", "'a\\ud800b'", "a?b"],
  ])("is %s", async (_, code, expected) => {
    expect(await valueOf(code)).toEqual(expected);
  });

  test("is absent for None", async () => {
    expect(await run("x = None\nx")).not.toHaveProperty("value");
  });

  test("comes back rich: dates, sets, bytes, big numbers, nan, cycles and shared parts", async () => {
    const value = (await valueOf(
      "import datetime\nshared = [1]\nall = {'date': datetime.datetime(2026, 1, 2), 'set': {1}, 'bytes': b'\\x01', 'big': 2**70, 'nan': float('nan'), 'shared': [shared, shared], '$odd': 1}\nall['self'] = all\nall",
      { values: "rich" },
    )) as Record<string, unknown>;
    expect(value).toMatchObject({
      date: new Date("2026-01-02"),
      set: new Set([1]),
      bytes: new Uint8Array([1]),
      big: 2n ** 70n,
      nan: Number.NaN,
      $odd: 1,
    });
    expect(value.self).toBe(value);
    const [one, two] = value.shared as unknown[];
    expect(one).toBe(two);
  });
});

describe("what is printed", () => {
  test.each([
    ["print", "print('a', 1, sep='-', end='!')\nprint()", "a-1!\n"],
    ["no line break at the end", "print('a', end='')", "a"],
    ["both streams in their order", "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')", "one\ntwo\nthree\n"],
    ["logging", "import logging\nlogging.warning('hot')", "WARNING:root:hot\n"],
    ["warnings", "import warnings\nwarnings.warn('old')", "program-1.py:2: UserWarning: old\n  warnings.warn('old')\n"],
    ["sys.stdout.write and its buffer", "import sys\nsys.stdout.write('a\\n')\nsys.stdout.buffer.write(b'b\\n')\nNone", "a\nb\n"],
    [
      "a redirection",
      "import contextlib, io\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    print('hidden')\nprint(out.getvalue().upper(), end='')",
      "HIDDEN\n",
    ],
  ])("arrives: %s", async (_, code, output) => {
    expect((await run(code)).output).toBe(output);
  });
});

describe("an error of the program", () => {
  test("has the program's own frames, the line as written and the column", async () => {
    const { error } = await run("def ratio(a, b):\n    return a / b\n\nprint('ü'); ratio(1, 0)");
    expect(error).toMatchObject({
      kind: "program",
      code: "PROGRAM_FAILED",
      name: "ZeroDivisionError",
      message: "division by zero",
      line: 2,
      column: 12,
    });
    expect(error?.detail).toMatchInlineSnapshot(`
      "Traceback (most recent call last):
        File "program-1.py", line 4, in <module>
          print('ü'); ratio(1, 0)
                      ~~~~~^^^^^^
        File "program-1.py", line 2, in ratio
          return a / b
                 ~~^~~
      ZeroDivisionError: division by zero
      "
    `);
  });

  test("has the right line behind a form feed and a separator of Unicode's", async () => {
    const { error } = await run("a = 'x\u2028y'\n\f\nb = 1\nb / 0");
    expect(error).toMatchObject({ line: 4 });
    expect(error?.detail).toContain("\n    b / 0\n");
  });

  test("shows its cause, and the frames of a skill", async () => {
    const { error } = await run(
      "from skills.raises import raises\ntry:\n    raises()\nexcept ValueError as cause:\n    raise RuntimeError('outer') from cause",
    );
    expect(error).toMatchObject({ name: "RuntimeError", line: 5 });
    expect(error?.detail).toContain('File "skills/raises.py", line 2, in raises');
    expect(error?.detail).toContain("The above exception was the direct cause");
    expect(error?.detail).not.toContain("_codemode");
  });

  test("of syntax is told before anything runs", async () => {
    const result = await run("print('before')\nif True\n    print('x')");
    expect(result).toMatchObject({ output: "", error: { kind: "check", code: "SYNTAX", line: 2, column: 8, message: "expected ':'" } });
  });

  test("in a task that nobody awaited is a warning in the output", async () => {
    const { output } = await run(
      "import asyncio\nasync def fails():\n    raise ValueError('alone')\ntask = asyncio.create_task(fails())\nawait asyncio.sleep(0)\ndel task",
    );
    expect(output).toBe("Warning: a task that nobody awaited failed: ValueError: alone\n");
  });

  test("can't carry a code of the host's own, and a question can't be without end", async () => {
    expect((await run("raise ToolError('mine', code='LIMIT_MEMORY')")).error).toMatchObject({
      kind: "tool",
      code: "TOOL_FAILED",
      message: "mine",
    });
    expect((await run("await tools.search('q' * 20_000)")).error).toMatchObject({ name: "ValueError" });
  });

  test("of waiting for nobody is told at once", async () => {
    const { error } = await run("import asyncio\nawait asyncio.get_running_loop().create_future()");
    expect(error).toMatchObject({ name: "RuntimeError", message: expect.stringContaining("can never come") as string });
  });

  test.each([
    ["input", "input('name? ')", "EOFError", "Nobody can type anything here"],
    ["a file of the machine", "open('/etc/passwd')", "FileNotFoundError", "Only the program's own files are here"],
    ["a socket", "import socket\nsocket.create_connection(('example.com', 80))", "OSError", "The sandbox has no network"],
    ["urllib", "import urllib.request\nurllib.request.urlopen('http://example.com')", "URLError", "The sandbox has no network"],
    ["subprocess", "import subprocess\nsubprocess.run(['ls'])", "PermissionError", "The sandbox starts no other programs"],
    ["os.system", "import os\nos.system('ls')", "PermissionError", "The sandbox starts no other programs"],
    ["a thread", "import threading\nthreading.Thread(target=print).start()", "RuntimeError", "asyncio.gather"],
    ["JavaScript", "import js", "ModuleNotFoundError", "There is no JavaScript for Python here"],
    ["ctypes", "import ctypes", "ModuleNotFoundError", "no machine code"],
    ["a package that is not there", "import numpy", "ModuleNotFoundError", "python.packages"],
  ])("names what to do instead: %s", async (_, code, name, message) => {
    expect((await run(code)).error).toMatchObject({ kind: "program", name, message: expect.stringContaining(message) as string });
  });

  test("sys.exit ends a program well, and with a reason badly", async () => {
    expect(await run("import sys\nprint('done')\nsys.exit()")).toMatchObject({ ok: true, output: "done\n" });
    expect((await run("import sys\nsys.exit('no')")).error).toMatchObject({ name: "SystemExit", message: "no" });
  });
});

describe("modules", () => {
  test("skills import skills; a circle is refused with its path", async () => {
    expect(await valueOf("from skills.doubled import doubled\ndoubled(2)")).toBe(12);
    expect((await run("import skills.round")).error).toMatchObject({
      kind: "check",
      code: "SKILL_CYCLE",
      message: expect.stringContaining("skills/round -> skills/about -> skills/round") as string,
    });
  });

  test("what has changed in a skill is imported anew", async () => {
    skillCode.changing = "version = 1";
    const first = await run("from skills.changing import version\nversion");
    skillCode.changing = "version = 2";
    expect((await run("from skills.changing import version\nversion", { sessionId: first.session_id })).value).toBe(2);
  });
});

test("the time zones of the world are there", async () => {
  const code = `from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones
shown = []
for zone, month, hour in [("Europe/Berlin", 1, 12), ("Europe/Berlin", 7, 12), ("America/New_York", 7, 12), ("Asia/Kolkata", 1, 12), ("US/Pacific", 12, 12), ("Australia/Lord_Howe", 1, 12)]:
    moment = datetime(2026, month, 1, hour, tzinfo=ZoneInfo(zone))
    shown.append(f"{moment.isoformat()} {moment.tzname()} {moment.dst()}")
shown.append(len(available_timezones()) > 500)
shown`;
  expect(await valueOf(code)).toEqual([
    "2026-01-01T12:00:00+01:00 CET 0:00:00",
    "2026-07-01T12:00:00+02:00 CEST 1:00:00",
    "2026-07-01T12:00:00-04:00 EDT 1:00:00",
    "2026-01-01T12:00:00+05:30 IST 0:00:00",
    "2026-12-01T12:00:00-08:00 PST 0:00:00",
    "2026-01-01T12:00:00+11:00 +11 0:30:00",
    true,
  ]);
});

describe("a session", () => {
  test("has one language", async () => {
    const { session_id: sessionId } = await run("1");
    await expect(executor.execute("1", { sessionId, language: "typescript" })).rejects.toMatchObject({ code: "USAGE" });
    expect((await executor.execute("const a = 1; a", { sessionId })).error).toMatchObject({ code: "SYNTAX" });
  });

  test("goes on after an error with what the program had made before", async () => {
    const { session_id: sessionId } = await run("kept = [1]\n1 / 0");
    expect((await run("kept", { sessionId })).value).toEqual([1]);
  });

  test("files in the scratch folder last, and another session does not see them", async () => {
    const { session_id: sessionId } = await run("from pathlib import Path\nPath('note.txt').write_text('mine')");
    expect((await run("open('note.txt').read()", { sessionId })).value).toBe("mine");
    expect(await valueOf("import os\nos.listdir('.')")).toEqual([]);
  });

  test("two sessions draw different random numbers", async () => {
    const draw = "import random, uuid, os\n[random.random(), str(uuid.uuid4()), os.urandom(8).hex()]";
    const [one, two] = [(await valueOf(draw)) as unknown[], (await valueOf(draw)) as unknown[]];
    expect(one.filter((each, index) => each === two[index])).toEqual([]);
  });
});
