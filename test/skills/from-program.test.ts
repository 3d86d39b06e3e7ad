import { mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/codemode.ts";
import type { ExecutionResult } from "../../src/executor/result.ts";
import { functionFromProgram } from "../../src/skills/from-program/from-program.ts";
import type { SkillLanguage } from "../../src/skills/skill.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";
import { snapshotFolder } from "../python/subject.ts";

/** Programs by the name of the function that they become; FOLDER stands for the server's. */
const programs: Readonly<Record<SkillLanguage, Readonly<Record<string, string>>>> = {
  typescript: {
    counts_words: `import { read_file } from "generated/servers/filesystem";
const path = "FOLDER/a.txt"; // the file
const least = 4;
const long = (word: string): boolean => word.length >= least;
function words(text: string): string[] { return text.split(/\\s+/); }
const text = await read_file({ path });
({ all: words(text).length, long: words(text).filter(long) })`,
    no_semicolons: `let sum = Math.max(1, 2)
function add_up(x: number) { sum += x }
const k = 5
;[1, 2].forEach(add_up)
const twice = () => [k]
;(() => { sum *= 2 })()
;\`a\`.length
twice().concat(sum)`,
    blocks: `for (var i = 0; i < 3; i++) { var last = i * 2 }
function sum() { return i + last }
sum()`,
    strict: `// A comment.
"use strict";
const n = 2;
const text = "a \\
  b";
[text, n]`,
    shebang: `#!/usr/bin/env node
const n = 2
n + 1`,
    adds: `async () => {
  let sum = 0;
  for (const n of [1, 2]) sum += Number(await servers.calculator.add({ a: n, b: 10 }));
  return sum;
}`,
    catches: `import { fail, add } from "generated/servers/calculator";
interface Outcome { failed: boolean; sum: number }
async function main(): Promise<Outcome> {
  try {
    await fail({ message: "no" });
  } catch {
    return { failed: true, sum: Number(await add({ a: 1, b: 2 })) };
  }
  return { failed: false, sum: 0 };
}
await main();`,
    templates: `const name = "x";
class Row { constructor(readonly text: string) {} }
export const row = new Row(\`
  \${name}
    y\`);
if (row.text.length > 3) return row.text;
row`,
    exports_it: `import { json } from "generated/servers/calculator";
export default async function run() { return JSON.stringify(await json({})); }`,
  },
  python: {
    counts: `from generated.servers.filesystem import read_file
import re
PATH = "FOLDER/a.txt"  # the file
least = 4
total = 0
def count(n):
    global total
    total += n
def words(text):
    return re.split(r"\\s+", text)
text = await read_file(path=PATH)
count(len(words(text)))
{"all": total, "long": [word for word in words(text) if len(word) >= least]}`,
    grows: `rows = ["a"]
def add(r):
    r.append("b")
add(rows)
rows`,
    runs_main: `import asyncio
from generated.servers.calculator import add
async def main():
    sums = await asyncio.gather(*(add({"a": n, "b": 10}) for n in [1, 2]))
    return sum(int(one) for one in sums)
asyncio.run(main())`,
    nested_run: `import asyncio
from dataclasses import dataclass
from generated.servers import calculator
@dataclass
class Row:
    text: str
async def one(n):
    return Row(text=str(await calculator.add(a=n, b=0.5)))
rows = asyncio.run(one(1)), asyncio.run(one(n=2))
doc = f"""
  {rows[0].text}
{rows[1].text}"""
doc`,
    guarded: `
    from generated import ToolError
    message = "no"; caught = None
    try:
        await servers.calculator.fail(message=message)
    except ToolError as error:
        caught = error.tool
    if __name__ == "__main__":
        caught = [caught, """a
    b"""]
    caught`,
    not_awaited: `from generated.servers.calculator import add
add(a=1, b=2)`,
  },
};
let folder: string;
let skills: string;
let codemode: Codemode;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  skills = await realpath(await mkdtemp(join(tmpdir(), "codemode-test-")));
  await writeFile(join(folder, "a.txt"), "one three seventeen");
  for (const [language, named] of Object.entries(programs)) {
    for (const [name, program] of Object.entries(named)) {
      const { code } = functionFromProgram({ language: language as SkillLanguage, code: inFolder(program), name });
      await writeFile(join(skills, `${name}.${language === "python" ? "py" : "ts"}`), code);
    }
  }
  codemode = createCodemode({
    servers: { calculator: fixtureServer("calculator"), filesystem: officialServer("filesystem", folder) },
    skills: [skills],
    executor: { python: { snapshotFolder } },
    resultShapes: false,
  });
  await codemode.registry.discoverAll();
});
afterAll(() => codemode[Symbol.asyncDispose]());

function inFolder(program: string): string {
  return program.replaceAll("FOLDER", folder.replaceAll("\\", "/"));
}

async function valueOf(code: string, language: SkillLanguage): Promise<unknown> {
  const result: ExecutionResult = await codemode.executor.execute(code, { language });
  expect(result.error).toBeUndefined();
  await codemode.executor.closeSession(result.session_id);
  return result.value;
}

test.each(Object.keys(programs.typescript))("the function gives what its program in TypeScript gave: %s", async (name) => {
  const value = await valueOf(inFolder(programs.typescript[name] ?? ""), "typescript");
  expect(value).toBeDefined();
  const twice = `import { ${name} } from "skills/${name}";\n[await ${name}(), await ${name}()]`;
  expect(await valueOf(twice, "typescript")).toEqual([value, value]);
});

test.each(Object.keys(programs.python))("the function gives what its program in Python gave: %s", async (name) => {
  const value = await valueOf(inFolder(programs.python[name] ?? ""), "python");
  expect(value).not.toBeNull();
  const twice = `from skills.${name} import ${name}\n[await ${name}(), await ${name}()]`;
  expect(await valueOf(twice, "python")).toEqual([value, value]);
});
