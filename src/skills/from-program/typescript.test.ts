import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { functionFromProgram } from "./from-program.ts";

test.each<[string, string, string]>([
  [
    "imports, types and independent functions stay outside; literals become parameters",
    `// Counts words.

import { read_file } from "generated/servers/filesystem";

// The file to read
const path = "/tmp/a.txt";
const limit: number = 3; // at most
const text = await read_file({ path, head: 5 });
/** Words. */
function words(text: string) {
  return text.split(/\\s+/).slice(0, limit);
}
function pure(x: string) { return x.length; }
interface Row { a: string }
const t = \`a
b\${pure(text)}\`;
// all
({ words: words(text), t })
// end`,
    `// Counts words.

import { read_file } from "generated/servers/filesystem";

function pure(x: string) { return x.length; }
interface Row { a: string }

export async function f(path: string = "/tmp/a.txt", limit: number = 3, head: number = 5) {
  // The file to read
  // limit: at most
  const text = await read_file({ path, head });
  /** Words. */
  function words(text: string) {
    return text.split(/\\s+/).slice(0, limit);
  }
  const t = \`a
b\${pure(text)}\`;
  // all
  return ({ words: words(text), t });
  // end
}
`,
  ],
  [
    "one async arrow function",
    `async () => {
    const { content } = await servers.filesystem.read_file({ path: "/a", "max-size": -3 });
    const again = await servers.filesystem.read_file({ path: '/b' });
    await servers["odd name"]["tool"]({ path: "/a" });
    return [content, again];
}`,
    `export async function f(path: string = "/a", max_size: number = -3, path_2: string = '/b') {
  const { content } = await servers.filesystem.read_file({ path, "max-size": max_size });
  const again = await servers.filesystem.read_file({ path: path_2 });
  await servers["odd name"]["tool"]({ path });
  return [content, again];
}
`,
  ],
  [
    "a main function",
    `import * as fs from "generated/servers/filesystem";
type Row = { a: string };
// All names.
async function main(): Promise<number> {
  const names = ["a", "b"];
  let n = 0;
  for (const name of names) n += len(await fs.read_file({ path: name, opts: { deep: [1, 2], on: true } }));
  return n;
}
function len(s: string) { return s.length }
await main()`,
    `import * as fs from "generated/servers/filesystem";

type Row = { a: string };
function len(s: string) { return s.length }

// All names.
export async function f(names: string[] = ["a", "b"], opts: { deep: number[]; on: boolean } = { deep: [1, 2], on: true }) {
  let n = 0;
  for (const name of names) n += len(await fs.read_file({ path: name, opts }));
  return n;
}
`,
  ],
  [
    "a main function beside what it needs",
    `const base = compute(1);
function compute(n: number) { return n + 1; }
async function main() { return base; }
await main();`,
    `function compute(n: number) { return n + 1; }

export async function f() {
  const base = compute(1);
  async function main() { return base; }
  return await main();
}
`,
  ],
  [
    "a default export",
    "export default async () => (await servers.a.b({ n: 1 })).x",
    "export async function f(n: number = 1) {\n  return (await servers.a.b({ n })).x;\n}\n",
  ],
  [
    "a default export by name",
    "async function main() { return 1; }\nconst x = 2, y = x * 2;\nexport default main;",
    "async function main() { return 1; }\n\nexport async function f(x: number = 2) {\n  const y = x * 2;\n  return main();\n}\n",
  ],
  [
    "a default export of a value before the end",
    "export default 1 + 1;\nconsole.log(2)",
    "export async function f() {\n  void 1 + 1;\n  return console.log(2);\n}\n",
  ],
  ["a function that is called at once", "(async () => {\n  return 1;\n})();", "export async function f() {\n  return 1;\n}\n"],
  ["a function that takes something", "async (n = 1) => n", "export async function f() {\n  return (async (n = 1) => n)();\n}\n"],
  [
    "statements on one line, and returns",
    `import { x } from "skills/x"; const a = 1, b = 2, c = a + b; if (c > 3) return c; await x(1, { a: "q" })`,
    `import { x } from "skills/x";

export async function f(a: number = 1, b: number = 2, a_2: string = "q") {
  const c = a + b;
  if (c > 3) return c;
  return await x(1, { a: a_2 });
}
`,
  ],
  [
    "variables that change, and lists that are filled, stay",
    `let n = 0;
const all = [];
const seen = ["a"];
let kept = 2;
n += 1;
seen.push("b");
export const z = n + kept;
z`,
    `export async function f(kept: number = 2) {
  let n = 0;
  const all = [];
  const seen = ["a"];
  n += 1;
  seen.push("b");
  const z = n + kept;
  return z;
}
`,
  ],
  [
    "what uses a moved declaration moves, and classes that keep state",
    `const start = Date.now();
type Since = typeof start;
class Counter { static n = 0; }
class Plain { since?: Since }
enum Kind { A }
new Plain()`,
    `enum Kind { A }

export async function f() {
  const start = Date.now();
  type Since = typeof start;
  class Counter { static n = 0; }
  class Plain { since?: Since }
  return new Plain();
}
`,
  ],
  [
    "a declaration with the function's own name",
    "async function f(n: number) { return n; }\nawait f(1)",
    "export async function f() {\n  async function f(n: number) { return n; }\n  return await f(1);\n}\n",
  ],
  [
    "a module of functions is one already",
    'import { a } from "skills/a";\nconst LIMIT = 3;\n/** Doc */\nexport async function g(n = LIMIT) { return a({ n: 1 }); }\n',
    'import { a } from "skills/a";\nconst LIMIT = 3;\n/** Doc */\nexport async function g(n = LIMIT) { return a({ n: 1 }); }\n',
  ],
  [
    "a function that means something else elsewhere, and lists of exports",
    "const a = 1;\nexport { a };\nawait (async function run() { return run.name + a; })()",
    "export async function f(a: number = 1) {\n  return await (async function run() { return run.name + a; })();\n}\n",
  ],
  [
    "tools from a dynamic import",
    'const { add } = await import("generated/servers/calculator");\nadd({ a: 1, b: 2 })',
    'export async function f(a: number = 1, b: number = 2) {\n  const { add } = await import("generated/servers/calculator");\n  return add({ a, b });\n}\n',
  ],
  [
    "a last statement that is no expression",
    "for (const x of [1]) console.log(x);",
    "export async function f() {\n  for (const x of [1]) console.log(x);\n}\n",
  ],
])("TypeScript: %s", (_, program, expected) => {
  const { code } = functionFromProgram({ language: "typescript", code: program, name: "f" });
  expect(code).toBe(expected);
  expect(parseSync("f.ts", code, { lang: "ts", sourceType: "module", showSemanticErrors: true }).errors).toEqual([]);
});

test("parameters are told with types, values and lines", () => {
  const code = 'import { a } from "skills/a";\n\na({ s: "é\\n", n: 0x10, t: `x`, l: [1, "a"], o: { "a b": null }, e: [], u: x, r: /x/ })';
  expect(functionFromProgram({ language: "typescript", code, name: "f" }).parameters).toEqual([
    { name: "s", type: "string", value: "é\n", line: 3 },
    { name: "n", type: "number", value: 16, line: 3 },
    { name: "t", type: "string", value: "x", line: 3 },
    { name: "l", type: "(number | string)[]", value: [1, "a"], line: 3 },
    { name: "o", type: '{ "a b": null }', value: { "a b": null }, line: 3 },
  ]);
});
