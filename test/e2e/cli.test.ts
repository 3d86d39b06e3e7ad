import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "dist/cli/main.js");
let folder = "";
let config = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  config = join(folder, "codemode.json");
  await writeFile(join(folder, "a.txt"), "hello world");
  await writeFile(
    config,
    JSON.stringify({
      mcpServers: {
        calculator: fixtureServer("calculator"),
        filesystem: officialServer("filesystem", folder),
        broken: { command: "codemode-no-such-command" },
      },
      codemode: { skills: ["./skills"] },
    }),
  );
  // It is found in the working directory, as a project's would be.
  codemode(["approve", "--yes"]);
});

function codemode(args: readonly string[], input = ""): { code: number | null; out: string; err: string } {
  // What results looked like is kept for the user; these tests have a user of their own.
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), XDG_CONFIG_HOME: join(folder, "config") };
  const ended = spawnSync(process.execPath, [main, ...args], { cwd: folder, input, env, encoding: "utf8", timeout: 60_000 });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

describe("codemode run", () => {
  test("prints output and value on stdout, and a failed server on stderr", () => {
    const { code, out, err } = codemode(["run", "-e", "console.log('hi'); ({ a: await servers.calculator.add({ a: 1, b: 2 }) })"]);
    expect({ code, out }).toEqual({ code: 0, out: 'hi\n{\n  "a": "3"\n}\n' });
    expect(err).toContain('server "broken" is not available');
  });

  test("reads standard input and files, and prints the whole result with --json", async () => {
    const file = join(folder, "program.ts");
    await writeFile(file, 'import { read_file } from "generated/servers/filesystem";\n(await read_file({ path: "a.txt" })).length');
    expect(codemode(["run", file]).out).toBe("11\n");
    const result = JSON.parse(codemode(["run", "-", "--json"], "console.log(1); 2 as number").out) as object;
    expect(result).toMatchObject({
      ok: true,
      value: 2,
      output: "1\n",
      calls: [],
      session_id: expect.any(String),
      execution_id: expect.any(String),
    });
  });

  test("answers a program's questions about tools", () => {
    const code = '[(await tools.search("add numbers"))[0].tool, (await tools.describe("calculator.add")).import, Object.keys(servers)]';
    expect(JSON.parse(codemode(["run", "-e", code]).out)).toEqual([
      "add",
      'import { add } from "generated/servers/calculator";',
      ["calculator", "filesystem", "broken"],
    ]);
  });

  test("exits with 1 when the program fails, and says where", () => {
    const { code, out, err } = codemode(["run", "-e", "const a = 1;\nconst b = null; b.missing;"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("TypeError [PROGRAM_FAILED] at line 2, column 19: Cannot read properties of null (reading 'missing')");
    expect(codemode(["run", "-e", "const a = 1;\nconst b = missing;"]).err).toContain(
      'Error [CHECK_FAILED] at line 2, column 11: There is no "missing"',
    );
    expect(codemode(["run", "-e", "const = 1"]).err).toContain("const = 1\n      ^");
  });

  test.each([
    ["no program", ["run"], "USAGE"],
    ["a file that is not there", ["run", "nope.ts"], "USAGE"],
    ["a language that is not there", ["run", "-e", "1", "--lang", "cobol"], "LANGUAGE_UNKNOWN"],
    ["a wrong time limit", ["run", "-e", "1", "--timeout", "soon"], "USAGE"],
    ["a config that is not there", ["run", "-e", "1", "--config", "nope.json"], "CONFIG_NOT_FOUND"],
    ["an unknown option", ["run", "-e", "1", "--tiemout", "5"], "tiemout"],
    ["an unknown command", ["serv"], 'Did you mean "serve"'],
  ])("exits with 2 for %s", (_, args, text) => {
    const { code, out, err } = codemode(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(text);
  });
});

test("codemode tools lists and searches, describe declares, generate writes what has changed, skills lists", async () => {
  expect(codemode(["tools", "--server", "calculator"]).out.split("\n")).toContain("calculator.add  Adds two numbers");
  expect((JSON.parse(codemode(["tools", "add numbers", "--json"]).out) as { tool: string }[])[0]).toMatchObject({
    server: "calculator",
    tool: "add",
    signature: expect.stringContaining("a: number"),
  });
  expect(codemode(["describe", "calculator.add"]).out).toMatchInlineSnapshot(`
    "import { add } from "generated/servers/calculator";

    /**
     * Adds two numbers
     * The result's type was observed in earlier results; the tool promises none.
     */
    export declare function add(args: {
      a: number;
      b: number;
    }): Promise<string>;
    "
  `);
  expect(codemode(["describe", "calculator.ad"])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "add"?') });
  expect(codemode(["generate", "--out", "gen"]).out).toContain("gen/servers/filesystem/read_file.ts");
  expect(await readFile(join(folder, "gen/servers/calculator/add.ts"), "utf8")).toMatchInlineSnapshot(`
    "// Written by \`codemode generate\`; changes here are lost.
    import { callTool } from "mcp-codemode/bindings";

    /**
     * Adds two numbers
     * The result's type was observed in earlier results; the tool promises none.
     */
    export function add(args: {
      a: number;
      b: number;
    }): Promise<string> {
      return callTool("calculator", "add", args) as Promise<string>;
    }
    "
  `);
  expect(await readFile(join(folder, "gen/servers/calculator/index.ts"), "utf8")).toContain('export { add } from "./add.ts";');
  expect(await readFile(join(folder, "gen/servers/calculator/__init__.pyi"), "utf8")).toContain("async def add(");
  expect(codemode(["generate", "--out", "gen"]).out).toBe("Nothing has changed.\n");
  expect(codemode(["skills", "--skills", join(root, "examples/skills"), "--json"]).out).toContain("Counts the words of a text file");
});

test("codemode skills saves, shows, lists, deletes and restores", async () => {
  const file = join(folder, "shout.ts");
  const code = "/** Writes a text in capitals. */\nexport function shout(text: string): string {\n  return text.toUpperCase();\n}\n";
  await writeFile(file, code);
  expect(codemode(["skills", "save", "shout.ts", "--tag", "text", "--tag", "loud"]).out).toMatchInlineSnapshot(`
    "skills/shout  Writes a text in capitals. (version 1)
    import { shout } from "skills/shout";
    "
  `);
  expect(codemode(["skills", "save", "shout.ts"])).toMatchObject({ code: 2, err: expect.stringContaining("SKILL_EXISTS") });
  await writeFile(file, code.replace("toUpperCase", "toUperCase"));
  expect(codemode(["skills", "save", "shout.ts", "--replace"])).toMatchObject({ code: 2, err: expect.stringContaining("toUpperCase") });
  await writeFile(file, code.replace("text.", "`${text}!`."));
  expect(codemode(["skills", "save", "shout.ts", "--replace", "--json"]).out).toContain('"version": 2');
  expect(codemode(["run", "-e", 'import { shout } from "skills/shout"; shout("hey")']).out).toBe("HEY!\n");
  expect(codemode(["skills", "list", "capital letters", "--json"]).out).toContain('"name": "shout"');
  expect(codemode(["skills", "list", "--tag", "quiet"]).out).toBe("");
  expect(codemode(["skills", "show", "shout"]).out).toContain("`${text}!`.toUpperCase()");
  expect(codemode(["skills", "rm", "shout"]).code).toBe(0);
  expect(codemode(["skills", "show", "shout"])).toMatchObject({ code: 2, err: expect.stringContaining("MODULE_UNKNOWN") });
  expect(
    codemode(["skills", "history", "shout"])
      .out.split("\n")
      .map((each) => each.replaceAll(/\S+T\S+Z/g, "when")),
  ).toEqual(["1  when  shout/SKILL.md, shout/index.ts", "2  when  shout/SKILL.md, shout/index.ts", "3  when  deleted", ""]);
  expect(codemode(["skills", "restore", "shout", "1"]).out).toContain("version 4");
  expect(codemode(["run", "-e", 'import { shout } from "skills/shout"; shout("hey")']).out).toBe("HEY\n");
  expect(codemode(["skills", "shwo"])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "show"') });
  expect(codemode(["skills", "save"])).toMatchObject({ code: 2, err: expect.stringContaining("Give a file") });
});

test("codemode skills runs one, keeps the call as a case, plays it, and takes it elsewhere and back", async () => {
  await writeFile(
    join(folder, "louder.ts"),
    "/** Louder. */\nexport function louder(text: string): string { return text.toUpperCase(); }\n",
  );
  expect(codemode(["skills", "save", "louder.ts"]).code).toBe(0);
  expect(codemode(["skills", "run", "louder", "hey"])).toMatchObject({ code: 0, out: "HEY\n" });
  expect(codemode(["skills", "run", "louder", "hey", "--record"]).code).toBe(0);
  expect(codemode(["skills", "test", "louder"])).toMatchObject({ code: 0, out: "ok      skills/louder, 1 cases\n" });
  expect(codemode(["skills", "export", "louder", "elsewhere"]).out.trim()).toBe(join(folder, "elsewhere/louder"));
  await writeFile(join(folder, "elsewhere/louder/index.ts"), "export const louder = (text: string): string => text;");
  expect(codemode(["skills", "import", "elsewhere/louder"])).toMatchObject({ code: 2, err: expect.stringContaining("SKILL_EXISTS") });
  expect(codemode(["skills", "import", "elsewhere/louder", "--replace"]).code).toBe(0);
  expect(codemode(["skills", "test", "louder"])).toMatchObject({ code: 1, out: expect.stringContaining('gave "hey"') });
});

test("codemode skills new makes one to begin with, in Python, too", () => {
  const made = codemode(["skills", "new", "whisper", "--lang", "python", "--json"]).out;
  expect(JSON.parse(made)).toMatchObject({ name: "whisper", language: "python", version: 1 });
  expect(codemode(["skills", "run", "whisper", "{"])).toMatchObject({ code: 0, out: "{\n" });
  expect(codemode(["skills", "run", "whisper"])).toMatchObject({ code: 1, err: expect.stringContaining("TypeError") });
});

test("generated bindings work in an ordinary TypeScript program, through the servers of the config", () => {
  const env = { ...process.env, CODEMODE_CONFIG: "examples/codemode.json", XDG_CACHE_HOME: join(folder, "cache") };
  const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8", timeout: 60_000 });
  expect(run(main, "generate", "--out", "examples/bindings/generated").status).toBe(0);
  expect(run("node_modules/typescript/bin/tsc", "-p", "examples/bindings").stdout).toBe("");
  expect(run("examples/bindings/out/main.js")).toMatchObject({
    stdout: expect.stringMatching(/^(?:\w+\.txt: \d+ lines\n){4}$/),
    status: 0,
  });
});

test("files of tools that are gone are removed, files of others stay", async () => {
  const out = join(folder, "stale");
  await mkdir(join(out, "servers/calculator"), { recursive: true });
  await writeFile(join(out, "servers/calculator/gone.ts"), "// Written by `codemode generate`; changes here are lost.\n");
  await writeFile(join(out, "servers/calculator/mine.ts"), "// my own\n");
  const alone = join(folder, "calculator.json");
  await writeFile(alone, JSON.stringify({ mcpServers: { calculator: fixtureServer("calculator") } }));
  const { removed } = JSON.parse(codemode(["generate", "--config", alone, "--out", out, "--json"]).out) as { removed: string[] };
  expect(removed).toEqual([join(out, "servers/calculator/gone.ts")]);
  expect((await readdir(join(out, "servers/calculator"))).includes("mine.ts")).toBe(true);
});

test.each([
  ["TypeScript", 'import { word_count } from "skills/word_count"; await word_count("a.txt")'],
  ["Python", 'from skills.word_count import word_count\nawait word_count("a.txt")'],
])("a program in %s uses a skill from a folder", (_, code) => {
  expect(codemode(["run", "--skills", join(root, "examples/skills"), "-e", code]).out).toBe("2\n");
});

test("every command has help with an example", () => {
  expect(codemode(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("serve") });
  for (const command of [
    "run",
    "tools",
    "describe",
    "generate",
    "skills",
    "serve",
    "import",
    "install",
    "uninstall",
    "add",
    "remove",
    "list",
    "approve",
    "doctor",
    "demo",
  ]) {
    expect(codemode([command, "--help"]).out).toContain(`codemode ${command}`);
  }
});

test("doctor says which walls stand, why others do not, and how the servers are", () => {
  const { code, out } = codemode(["doctor", "--config", config, "--json"]);
  const report = JSON.parse(out) as { sandbox: { driver: string; walls: string[]; missing: string[] }; servers: object[] };
  expect(code).toBe(1);
  expect(report.sandbox.walls).toEqual(expect.arrayContaining(["process", "deno-permissions"]));
  for (const wall of ["bubblewrap", "cgroup"])
    expect(report.sandbox.walls.includes(wall) || report.sandbox.missing.some((text) => text.length > 10)).toBe(true);
  expect(report.servers).toContainEqual(
    expect.objectContaining({ name: "broken", state: "failed", reason: expect.stringContaining("codemode-no-such-command") }),
  );
  expect(codemode(["doctor", "--config", config]).out).toContain("walls that stand: process, deno-permissions");
});

test.each(["typescript", "python"])("the demo runs in %s", (language) => {
  const { result, tokens } = JSON.parse(codemode(["demo", "--json", "--lang", language]).out) as {
    result: { ok: boolean; calls: object[] };
    tokens: { unit: string; oneByOne: number; codeMode: number };
  };
  expect(result).toMatchObject({
    ok: true,
    language,
    output: "Read 4 files, remembered 4 facts, wrote report.md.\n",
    value: { files: [{ name: "fish.txt", words: 26 }, {}, {}, {}], common: { moon: 5, tide: 2 } },
  });
  expect(result.calls).toHaveLength(9);
  expect(tokens.unit).toContain("tokens");
  expect(tokens.oneByOne).toBeGreaterThan(tokens.codeMode);
});

describe("codemode run with Python", () => {
  const program = "from generated.servers.calculator import add\n\nasync def main():\n    return await add(a=1, b=2)\n\nawait main()";

  test("runs a file by its name, standard input by a guess, and code by --lang, and says which language it was", async () => {
    const file = join(folder, "program.py");
    await writeFile(file, program);
    expect(codemode(["run", file])).toMatchObject({ code: 0, out: "3\n" });
    expect(JSON.parse(codemode(["run", "-", "--json"], program).out)).toMatchObject({ ok: true, language: "python", value: "3" });
    // What both languages could mean is TypeScript, unless it is said.
    expect(JSON.parse(codemode(["run", "-e", "7 // 2", "--json"]).out)).toMatchObject({ language: "typescript", value: 7 });
    expect(JSON.parse(codemode(["run", "-e", "7 // 2", "--lang", "py", "--json"]).out)).toMatchObject({ language: "python", value: 3 });
  });

  test("exits with 1 when the program fails, and shows the traceback", () => {
    const { code, err } = codemode(["run", "-e", "def f(): return 1 / 0\nf()", "--lang", "python"]);
    expect(code).toBe(1);
    expect(err).toContain("ZeroDivisionError");
    expect(err).toContain('File "program-1.py", line 1, in f');
  });

  test("the snapshot is made once, and a damaged one is made anew", async () => {
    const python = join(folder, "cache/mcp-codemode/python");
    const [name = ""] = (await readdir(python)).filter((each) => each.endsWith(".snapshot"));
    const whole = await readFile(join(python, name));
    await writeFile(join(python, name), whole.subarray(0, 1_000_000));
    expect(codemode(["run", "-e", "'again'", "--lang", "python"])).toMatchObject({ code: 0, out: "again\n" });
    // Another snapshot of the same size: its bytes differ by what time and chance have left in memory.
    expect((await readFile(join(python, name))).length).toBeGreaterThan(10_000_000);
    const { mtimeMs } = await stat(join(python, name));
    codemode(["run", "-e", "1", "--lang", "python"]);
    expect((await stat(join(python, name))).mtimeMs).toBe(mtimeMs);
  });
});

describe("the examples", () => {
  // As on a user's machine, but with the server that is installed here instead of one that npx would fetch.
  const exampleConfig = async (): Promise<string> => {
    const file = join(folder, "examples.json");
    await writeFile(file, JSON.stringify({ mcpServers: { filesystem: officialServer("filesystem", join(root, "examples/demo/files")) } }));
    return file;
  };

  test("read-file prints the length of the file", async () => {
    const length = (await readFile(join(root, "examples/demo/files/tides.txt"), "utf8")).length;
    expect(codemode(["run", join(root, "examples/read-file.ts"), "--config", await exampleConfig()]).out).toBe(`${length}\n`);
  });

  test("the README's library example is examples/library.ts, and runs", async () => {
    const example = await readFile(join(root, "examples/library.ts"), "utf8");
    expect(await readFile(join(root, "README.md"), "utf8")).toContain(`\`\`\`ts\n${example}\`\`\``);
    const file = join(root, `test/.library-${process.pid}.mjs`);
    await writeFile(file, example);
    try {
      const ended = spawnSync(process.execPath, [file], { cwd: root, encoding: "utf8", timeout: 60_000 });
      expect(ended.stdout).toBe("{ length: 227 } 1\n");
    } finally {
      await rm(file);
    }
  });
});
