import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCodemode, type Codemode, type ExecutionResult } from "../../src/index.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
let folder: string;
let codemode: Codemode;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-python-check-"));
  await mkdir(join(folder, "sub"));
  await writeFile(join(folder, "notes.txt"), "alpha\nbeta beta\ngamma\n");
  await writeFile(join(folder, "data.json"), JSON.stringify({ items: [{ id: 1 }, { id: 2 }] }));
  const issues = fixtureServer("lists-tools");
  codemode = createCodemode({
    policy: { allow: ["*"] },
    servers: {
      filesystem: { ...officialServer("filesystem", folder), cwd: folder },
      memory: { ...officialServer("memory"), env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl") } },
      everything: officialServer("everything"),
      issues: { ...issues, args: [...issues.args, join(here, "issue-tools.json")] },
    },
  });
  await codemode.registry.discoverAll();
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

/** Runs a program in a session where nothing is left of those before, after what its comment wants to have run there. */
async function run({ code }: Program, check?: "off" | "warn"): Promise<ExecutionResult> {
  const { executor } = codemode;
  const before = /^# session (.*)$/m.exec(code)?.[1] ?? "None";
  const started = await executor.execute(`${FORGET}\n${before}`, { check: "off", ...known });
  expect(started).toMatchObject({ ok: true });
  known = { sessionId: started.session_id };
  return executor.execute(code, { ...known, ...(check === undefined ? {} : { check }) });
}

let known: { readonly sessionId: string } | { readonly language: "python" } = { language: "python" };
const FORGET = `import sys
for name in [name for name in sys.modules if name.startswith("generated")]:
    del sys.modules[name]
for name in [name for name in globals() if not name.startswith("__")]:
    del globals()[name]`;

/** `# 3 "name"`, or with a column `# 3:7 "name"`: the place of the mistake and what the message must say. */
function expectation(code: string): { readonly place: object; readonly hint: string } {
  const [, line, column, hint = ""] = /^# (\d+)(?::(\d+))? (.*)$/m.exec(code) ?? [];
  return { place: { line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) }, hint };
}

describe("programs with a mistake", async () => {
  const all = await programs("mistakes");
  expect(all.length).toBeGreaterThanOrEqual(80);

  test.each(all)("$name is stopped before any call, with its line and a helpful word", async (program) => {
    const { place, hint } = expectation(program.code);
    const result = await run(program);
    expect(result).toMatchObject({ ok: false, calls: [], error: { kind: "check", code: "CHECK_FAILED", ...place } });
    expect(result.error?.message).toContain(hint);
    expect(result.error?.detail).toContain("^");
  });

  test("with the check switched off, they run until they fail or give nonsense", async () => {
    const results: ExecutionResult[] = [];
    for (const program of all) results.push(await run(program, "off"));
    expect(results.filter(({ error }) => error?.code === "CHECK_FAILED")).toEqual([]);
    expect(results.filter(({ ok }) => !ok).length).toBeGreaterThanOrEqual(60);
  }, 300_000);

  test("with the check only warning, they run, and the warning is what would have stopped them", async () => {
    const program = all.find(({ name }) => name.startsWith("slip-in-an-optional")) as Program;
    const result = await run(program, "warn");
    expect(result.ok).toBe(true);
    expect(result.calls).toHaveLength(1);
    expect(result.warnings?.join()).toMatch(/Line 4, column 47: read_text_file\(\) has no argument "heads". Did you mean "head"\?/);
  });
});

describe("right programs", async () => {
  const all = await programs("right");
  expect(all.length).toBeGreaterThanOrEqual(65);

  test.each(all)("$name runs, and nothing warns", async (program) => {
    const result = await run(program);
    expect(result.error).toBeUndefined();
    expect(result.warnings ?? []).toEqual([]);
  });
});

/** What a program says in the first place makes the check leave it alone; without that, in the second, it is stopped. */
const guards: readonly (readonly [what: string, guarded: string, unguarded: string])[] = [
  [
    "an import that is tried",
    "try:\n    from generated.servers.memory import nothing\nexcept ImportError:\n    pass",
    "try:\n    from generated.servers.memory import nothing\nexcept ValueError:\n    pass",
  ],
  [
    "an import for types alone",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from generated.servers.memory import Graph",
    "TYPES = False\nif TYPES:\n    from generated.servers.memory import Graph",
  ],
  [
    "a tool that is asked for",
    'import generated.servers.memory as m\nif hasattr(m, "nothing"):\n    await m.nothing()',
    "import generated.servers.memory as m\nif m:\n    await m.nothing()",
  ],
  [
    "a module that is changed",
    "import generated.servers.memory as m\nm.nothing = str\nm.nothing(1)",
    "import generated.servers.memory as m\nm.something = str\nm.nothing(1)",
  ],
  [
    "a name that is bound again",
    "from generated.servers.memory import read_graph\nread_graph = str\nread_graph(1)",
    "from generated.servers.memory import read_graph\nread_graphs = str\nread_graph(1)",
  ],
  [
    "a name that is bound in a branch",
    "if 1:\n    from generated.servers.memory import search_nodes\nsearch = lambda: search_nodes(1)",
    "from generated.servers.memory import search_nodes\nsearch = lambda: search_nodes(1)",
  ],
  [
    "a parameter of the same name",
    "from generated.servers.memory import search_nodes\nlambda search_nodes: search_nodes(1)",
    "from generated.servers.memory import search_nodes\nlambda nodes: search_nodes(1)",
  ],
  [
    "names from a star",
    "from generated.servers.memory import search_nodes\nfrom os.path import *\nlambda: search_nodes(1)",
    "from generated.servers.memory import search_nodes\nfrom os.path import join\nlambda: search_nodes(1)",
  ],
  [
    "names that the program makes as it runs",
    'from generated.servers.memory import search_nodes\nexec("search_nodes = str")\nsearch_nodes(1)',
    'from generated.servers.memory import search_nodes\nprint("search_nodes = str")\nsearch_nodes(1)',
  ],
  [
    "arguments that are spread",
    'from generated.servers.memory import search_nodes\nquery = {"query": "a"}\nawait search_nodes(**query)',
    'from generated.servers.memory import search_nodes\nquery = {"query": "a"}\nawait search_nodes()',
  ],
  [
    "a coroutine that is awaited later",
    "from generated.servers.memory import read_graph\ngraph = read_graph()\ngraph = await graph\ngraph.keys()",
    "from generated.servers.memory import read_graph\ngraph = read_graph()\ngraphs = await graph\ngraph.keys()",
  ],
  [
    "a coroutine of one branch alone",
    "from generated.servers.memory import read_graph\ngraph = {}\nif 0:\n    graph = read_graph()\ngraph.keys()",
    "from generated.servers.memory import read_graph\nif 1:\n    graph = read_graph()\n    graph.keys()",
  ],
  [
    "what a coroutine has itself",
    "from generated.servers.memory import read_graph\nread_graph().close()",
    "from generated.servers.memory import read_graph\nread_graph().closed()",
  ],
  [
    "a call that is the program's value",
    "from generated.servers.memory import read_graph\nread_graph()",
    "from generated.servers.memory import read_graph\nread_graph()\n1",
  ],
  ["a variable of the session", "# session graph = 1\ngraph + 1", "# session graphs = 1\ngraph + 1"],
  [
    "a variable of the session with a tool's name",
    "# session search_nodes = str\nsearch_nodes(1)",
    "# session from generated.servers.memory import search_nodes\nsearch_nodes(1)",
  ],
  ["a name that is tried", "try:\n    nothing\nexcept NameError:\n    pass", "try:\n    nothing\nexcept ValueError:\n    pass"],
  ["a name in a function for later", "def later():\n    return nothing", "def later():\n    return nothing\nlater()"],
  ["a generator of the program's own", "async def own():\n    yield 1\nown()\n1", "async def own():\n    return 1\nown()\n1"],
];

test.each(guards)("%s is left alone, and only that", async (name, guarded, unguarded) => {
  expect((await run({ name, code: guarded })).error?.code).not.toBe("CHECK_FAILED");
  expect(await run({ name, code: unguarded })).toMatchObject({ ok: false, error: { code: "CHECK_FAILED" } });
});

test("a program that is indented as a whole has its columns as written", async () => {
  const code = "    from generated.servers.memory import search_nodes\n    await search_nodes(query=1)";
  expect((await run({ name: "indented", code })).error).toMatchObject({ code: "CHECK_FAILED", line: 2, column: 30 });
});

test("what a program leaves in its session can't make the check fail", async () => {
  const left = `import types
class Odd:
    __class__ = property(lambda self: 1 / 0)
    __eq__ = __hash__ = __getattribute__ = lambda *_: 1 / 0
odd = Odd()
def marked(): pass
marked.__tool__ = (odd, [])
module = types.ModuleType("generated.servers.memory")
vars(module)["__name__"] = odd
globals()[1] = 2`;
  const { session_id: sessionId } = await codemode.executor.execute(left, { language: "python" });
  expect((await codemode.executor.execute("await servers.memory.search_nodes(query=1)", { sessionId })).error?.code).toBe("CHECK_FAILED");
  expect(await codemode.executor.execute("len(marked.__tool__)", { sessionId })).toMatchObject({ ok: true, value: 2 });
  await codemode.executor.closeSession(sessionId);
});

test("a program that is nested very deeply runs unchecked", async () => {
  const code = `${"1 + ".repeat(900)}1`;
  expect(await codemode.executor.execute(code, { language: "python" })).toMatchObject({ ok: true, value: 901 });
});
