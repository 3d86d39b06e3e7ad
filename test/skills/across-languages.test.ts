import { mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/codemode.ts";
import { CodeModeExecutor } from "../../src/executor/executor.ts";
import type { ExecutionResult } from "../../src/executor/result.ts";
import type { Language } from "../../src/executor/languages/language.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";
import { snapshotFolder } from "../python/subject.ts";

const saved: Readonly<Record<string, string>> = {
  "word_count.py": `"""Counts the words of a file."""
from generated.servers.filesystem import read_file

async def word_count(path: str, *, least: int = 1) -> int:
    text = await read_file(path=path)
    return len([word for word in text.split() if len(word) >= least])
`,
  "read_words.ts": `/** The words of a file. */
import { read_file } from "generated/servers/filesystem";
export async function read_words(path: string, { upper = false, first }: { upper?: boolean; first?: number } = {}): Promise<string[]> {
  const words = (await read_file({ path })).split(/\\s+/).slice(0, first);
  return upper ? words.map((word) => word.toUpperCase()) : words;
}
`,
  "fails.py":
    "def divide(a: float, b: float) -> float:\n    return a / b\n\ndef leave():\n    raise SystemExit(3)\n\ndef forever():\n    while True:\n        pass\n",
  "breaks.ts": "export function breaks(): never {\n  throw new RangeError('too far');\n}\n",
  "asks.py": "from generated.servers.calculator import fail\n\nasync def asks() -> float:\n    return await fail(message='no')\n",
  "slow.py": "from generated.servers.calculator import sleep\n\nasync def slowly(ms: int) -> str:\n    return await sleep(ms=ms)\n",
  "outer.py":
    "from skills.read_words import read_words\n\nasync def longest(path: str) -> str:\n    return max(await read_words(path, upper=True), key=len)\n",
  "chicken.ts": 'import { egg } from "skills/egg";\nexport const chicken = () => egg();\n',
  "egg.py": "from skills.chicken import chicken\n\nasync def egg():\n    return await chicken()\n",
  "back.ts":
    'import { echo } from "skills/echoes";\nexport async function back(value: string): Promise<string> { return await echo(value); }\n',
  "many.py": "def many(*items, last=None):\n    return [*items, last]\n",
  "words.py": "def delete(match: str, options: int = 1) -> str:\n    return match * options\n",
  "echoes.py": "def echo(value):\n    return value\n\ndef prints():\n    print('from Python')\n",
  "counter.py": "n = 0\n\ndef up():\n    global n\n    n += 1\n    return n\n",
};
let folder: string;
let codemode: Codemode;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  const skills = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  await writeFile(join(folder, "a.txt"), "one three seventeen");
  for (const [file, code] of Object.entries(saved)) await writeFile(join(skills, file), code);
  await mkdir(join(skills, "to-read"));
  await writeFile(join(skills, "to-read", "SKILL.md"), "---\nname: to-read\ndescription: Steps.\n---\nRead.\n");
  codemode = createCodemode({
    servers: { calculator: fixtureServer("calculator"), filesystem: officialServer("filesystem", folder) },
    skills: [skills],
    executor: { python: { snapshotFolder } },
    resultShapes: false,
  });
  await codemode.registry.discoverAll();
});
afterAll(() => codemode[Symbol.asyncDispose]());

async function run(code: string, language: Language, options: object = {}): Promise<ExecutionResult> {
  return codemode.executor.execute(code, { language, ...options });
}

async function valueOf(code: string, language: Language): Promise<unknown> {
  const result = await run(code, language);
  expect(result.error).toBeUndefined();
  return result.value;
}

describe("a Python skill in TypeScript", () => {
  test("takes arguments in a row, and by name in one object behind them", async () => {
    const code = (call: string): string => `import { word_count } from "skills/word_count";\nawait word_count(${call})`;
    expect(await valueOf(code(JSON.stringify(join(folder, "a.txt"))), "typescript")).toBe(3);
    expect(await valueOf(code(`${JSON.stringify(join(folder, "a.txt"))}, { least: 4 }`), "typescript")).toBe(2);
  });

  test("has its calls in the trace as its own, and its use told", async () => {
    const result = await run(
      `import { word_count } from "skills/word_count";\nimport { add } from "generated/servers/calculator";\nawait add({ a: 1, b: 2 });\nawait word_count(${JSON.stringify(join(folder, "a.txt"))})`,
      "typescript",
    );
    expect(result.calls.map(({ tool, skill }) => [tool, skill])).toEqual([
      ["add", undefined],
      ["read_file", "skills/word_count"],
    ]);
    expect(result.skills).toMatchObject([{ skill: "skills/word_count", function: "word_count", calls: 1, failures: 0 }]);
  });

  test("is checked by its annotations", async () => {
    const { error } = await run('import { word_count } from "skills/word_count";\nawait word_count(3)', "typescript");
    expect(error).toMatchObject({ code: "CHECK_FAILED", line: 2, message: expect.stringContaining("string") as string });
    const promised = await run('import { word_count } from "skills/word_count";\n(await word_count("x")).length', "typescript");
    expect(promised.error).toMatchObject({ code: "CHECK_FAILED" });
  });

  test("gives its error the name that it has there, and the place", async () => {
    const { error } = await run('import { divide } from "skills/fails";\nawait divide(1, 0)', "typescript");
    expect(error).toMatchObject({
      name: "ZeroDivisionError",
      message: "division by zero (skills/fails.py, line 2)",
      line: 2,
      kind: "program",
    });
    expect(
      await valueOf('import { divide } from "skills/fails";\ntry { await divide(1, 0) } catch (error) { error.name }', "typescript"),
    ).toBeUndefined();
    expect(await valueOf('import { leave } from "skills/fails";\nawait leave().catch((error) => error.name)', "typescript")).toBe(
      "SystemExit",
    );
  });

  test("lets a tool's error be one", async () => {
    const { error } = await run('import { asks } from "skills/asks";\nawait asks()', "typescript");
    expect(error).toMatchObject({ kind: "tool", name: "ToolError" });
  });

  test("runs many calls at once", async () => {
    const code =
      'import { slowly } from "skills/slow";\nconst all = await Promise.all([1, 2, 3, 4, 5].map(() => slowly(300)));\nall.length';
    const { value, calls } = await run(code, "typescript");
    expect(value).toBe(5);
    // All have begun before the first has ended.
    const lastStart = Math.max(...calls.map(({ started_ms }) => started_ms));
    expect(lastStart).toBeLessThan(Math.min(...calls.map(({ started_ms, duration_ms }) => started_ms + duration_ms)));
  });

  test("calls TypeScript again", async () => {
    const code = `import { longest } from "skills/outer";\nawait longest(${JSON.stringify(join(folder, "a.txt"))})`;
    expect(await valueOf(code, "typescript")).toBe("SEVENTEEN");
  });

  test("keeps its variables for the session", async () => {
    const first = await run('import { up } from "skills/counter";\nawait up()', "typescript");
    const second = await run("await up(); await up()", "typescript", { sessionId: first.session_id, check: "off" });
    expect(first.value).toBe(1);
    expect(second.error?.message ?? second.value).toBe(3);
  });

  test("has the execution's limits", async () => {
    const forever = await run('import { forever } from "skills/fails";\nawait forever()', "typescript", { timeoutMs: 500 });
    expect(forever.error).toMatchObject({ kind: "limit", code: "LIMIT_GUEST_TIME" });
    const calls = await run(
      `import { word_count } from "skills/word_count";\nconst p = ${JSON.stringify(join(folder, "a.txt"))};\nlet n = 0;\nfor (let i = 0; i < 9; i++) n += await word_count(p);\nn`,
      "typescript",
      { limits: { maxCalls: 5 } },
    );
    expect(calls.error).toMatchObject({ kind: "limit", code: "LIMIT_CALLS" });
    expect(calls.calls.filter(({ outcome }) => outcome === "ok").length).toBeLessThanOrEqual(5);
    const printed = await run('import { prints } from "skills/echoes";\nfor (let i = 0; i < 99; i++) await prints();', "typescript", {
      limits: { maxOutputBytes: 100 },
    });
    expect(printed.error).toMatchObject({ code: "LIMIT_OUTPUT" });
  });

  test("is cancelled with the execution", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 400);
    const { error } = await run('import { forever } from "skills/fails";\nawait forever()', "typescript", { signal: stop.signal });
    expect(error).toMatchObject({ kind: "cancelled" });
  });

  test("prints into the same output", async () => {
    const { output } = await run(
      'import { prints } from "skills/echoes";\nconsole.log("a");\nawait prints();\nconsole.log("b");',
      "typescript",
    );
    expect(output).toBe("a\nfrom Python\nb\n");
  });
});

describe("a TypeScript skill in Python", () => {
  test("takes arguments in a row and by name", async () => {
    const path = JSON.stringify(join(folder, "a.txt"));
    const code = (call: string): string => `from skills.read_words import read_words\nawait read_words(${call})`;
    expect(await valueOf(code(path), "python")).toEqual(["one", "three", "seventeen"]);
    expect(await valueOf(code(`path=${path}, upper=True`), "python")).toEqual(["ONE", "THREE", "SEVENTEEN"]);
    expect(await valueOf(code(`${path}, {"first": 1}`), "python")).toEqual(["one"]);
    const wrong = await run(code(`${path}, lower=True`), "python");
    expect(wrong.error).toMatchObject({ name: "TypeError", message: expect.stringContaining("lower") as string });
  });

  test("raises SkillError with the place", async () => {
    const { error } = await run("from skills.breaks import breaks\nawait breaks()", "python");
    expect(error).toMatchObject({ name: "SkillError", message: "RangeError: too far (skills/breaks.ts, line 2)", line: 2 });
    const caught =
      "from generated import SkillError\nfrom skills.breaks import breaks\ntry:\n    await breaks()\nexcept SkillError as error:\n    print(error.name)";
    expect((await run(caught, "python")).output).toBe("RangeError\n");
  });
});

test("names that are keywords in the other language can be used", async () => {
  const code = (call: string): string => `import { delete as remove } from "skills/words";\nawait ${call}`;
  expect(await valueOf(code('remove("a", 3)'), "typescript")).toBe("aaa");
  expect((await run(code("remove(1)"), "typescript")).error).toMatchObject({ code: "CHECK_FAILED" });
});

test("values cross as data", async () => {
  const value = { a: [1, 2.5, null, true], text: "ü\u2028", deep: { x: {} } };
  expect(await valueOf(`import { echo } from "skills/echoes";\nawait echo(${JSON.stringify(value)})`, "typescript")).toEqual(value);
  expect(await valueOf('import { echo } from "skills/echoes";\nawait echo(null)', "typescript")).toBeNull();
  expect(await valueOf('import { many } from "skills/many";\nawait many(1, { last: 2 })', "typescript")).toEqual([1, { last: 2 }, null]);
  const refused = await run('import { echo } from "skills/echoes";\nawait echo(new Map())', "typescript", { check: "off" });
  expect(refused.error).toMatchObject({ name: "TypeError", message: expect.stringContaining("Map") as string });
});

test("all sessions may call there and back, although each then has two processes of its language", async () => {
  await using executor = new CodeModeExecutor(codemode.registry, { skills: codemode.skills, maxSessions: 2, python: { snapshotFolder } });
  for (const value of ["a", "b"]) {
    const result = await executor.execute(`from skills.back import back\nawait back(${JSON.stringify(value)})`, {
      language: "python",
      limits: { totalTimeMs: 20_000 },
    });
    expect(result.error?.message ?? result.value).toBe(value);
  }
});

test("a skill that only has instructions can't be imported", async () => {
  const { error } = await run('import "skills/to_read";', "typescript");
  expect(error).toMatchObject({ code: "MODULE_UNKNOWN", message: expect.stringContaining("get_skill") as string });
});

test("a circle through both languages is refused with the path", async () => {
  const { error } = await run('import { chicken } from "skills/chicken";', "typescript");
  expect(error).toMatchObject({
    code: "SKILL_CYCLE",
    message: expect.stringContaining("skills/chicken -> skills/egg -> skills/chicken") as string,
  });
});

test("uses in the same language are counted, too, and calls told from the program's", async () => {
  const path = JSON.stringify(join(folder, "a.txt"));
  const ts = await run(
    `import { read_words } from "skills/read_words";\nawait read_words(${path});\nawait read_words("/none").catch(() => {});`,
    "typescript",
  );
  expect(ts.skills).toMatchObject([{ skill: "skills/read_words", function: "read_words", calls: 2, failures: 1 }]);
  expect(ts.calls.map(({ skill }) => skill)).toEqual(["skills/read_words", "skills/read_words"]);
  const py = await run(
    `import asyncio\nfrom skills.word_count import word_count\nawait asyncio.gather(word_count(${path}), word_count(${path}, least=4))`,
    "python",
  );
  expect(py.value).toEqual([3, 2]);
  expect(py.skills).toMatchObject([{ skill: "skills/word_count", function: "word_count", calls: 2, failures: 0 }]);
  expect(py.calls.map(({ skill }) => skill)).toEqual(["skills/word_count", "skills/word_count"]);
});
