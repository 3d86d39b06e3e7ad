import { afterAll, describe, expect, test } from "vitest";
import { CodeModeExecutor } from "../src/executor/executor.ts";
import type { ExecutionResult } from "../src/executor/result.ts";
import { ToolRegistry } from "../src/registry/registry.ts";

const registry = new ToolRegistry();
const executors = (["deno", "quickjs"] as const).map(
  (driver) => new CodeModeExecutor(registry, { driver, check: "off", outerWall: "off" }),
);
afterAll(async () => {
  await Promise.all(executors.map((executor) => executor[Symbol.asyncDispose]()));
});

async function runAll(executor: CodeModeExecutor, programs: readonly string[]): Promise<readonly ExecutionResult[]> {
  const results: ExecutionResult[] = [];
  const sessionId = await executor.createSession();
  for (const program of programs) results.push(await executor.execute(program, { sessionId }));
  await executor.closeSession(sessionId);
  return results;
}

/** Programs of one session, and what each gives: its value, or its error's name. */
const cases: readonly (readonly [string, readonly (readonly [string, unknown])[]])[] = [
  [
    "a sum goes on in the next program",
    [
      ["let sum = 1; for (let i = 0; i < 4; i++) sum += i; sum", 7],
      ["sum += 1; sum", 8],
      ["sum", 8],
    ],
  ],
  [
    "an early return keeps what was set",
    [
      ["let a = 1; if (a) return a; let b = 2;", 1],
      ["[a, typeof b]", [1, "undefined"]],
    ],
  ],
  [
    "a failure keeps what was set",
    [
      ["let a = 1; a = 5; null.x; let b = 2;", "TypeError"],
      ["[a, typeof b]", [5, "undefined"]],
    ],
  ],
  [
    "a failure in a pattern leaves nothing",
    [
      ["let { a, b } = null;", "TypeError"],
      ["[typeof a, typeof b]", ["undefined", "undefined"]],
    ],
  ],
  [
    "a failed program takes the earlier variable with it",
    [
      ["let a = 1;", undefined],
      ["throw new Error(); let a = 2;", "Error"],
      ["typeof a", "undefined"],
    ],
  ],
  [
    "no value is a value",
    [
      ["let a; let b = 2;", undefined],
      ["[typeof a, 'a' in globalThis, b]", ["undefined", true, 2]],
    ],
  ],
  [
    "patterns",
    [
      ["let [a, ...b] = [1, 2, 3], { c = 4, d: { e } } = { d: { e: 5 } }; [a, b, c, e]", [1, [2, 3], 4, 5]],
      ["[a, b, c, e]", [1, [2, 3], 4, 5]],
    ],
  ],
  [
    "a pattern of an object alone",
    [
      ["let { a } = { a: 1 }; a", 1],
      ["a", 1],
    ],
  ],
  ["functions get the names of their variables", [["let f = () => {}; let C = class {}; [f.name, C.name]", ["f", "C"]]]],
  [
    "`var` is there before its statement",
    [
      ["const before = typeof a; var a = 1; [before, a]", ["undefined", 1]],
      ["a", 1],
    ],
  ],
  [
    "`let` is not",
    [
      ["a; let a = 1;", "ReferenceError"],
      ["typeof a", "undefined"],
    ],
  ],
  [
    "a function of the program has the variable",
    [
      ["let n = 1; const add = () => { n += 1; }; add(); n", 2],
      ["add(); n", 3],
      ["n = 10; add(); n", 11],
    ],
  ],
  [
    "a function of the program that reads none keeps its own",
    [
      ["let n = 1; function own(n) { return n * 2; } own(n)", 2],
      ["[n, own(4)]", [1, 8]],
    ],
  ],
  [
    "a function of an earlier program sees a variable that is declared anew",
    [
      ["let n = 1;", undefined],
      ["function show() { return n; }", undefined],
      ["let n = 2; n = 3; show()", 3],
      ["n = 4; show()", 4],
    ],
  ],
  [
    "a function of an earlier program sets it",
    [
      ["let n = 1;", undefined],
      ["const set = (v) => { n = v; };", undefined],
      ["let n = 2; set(7); n", 7],
      ["n", 7],
    ],
  ],
  [
    "code that is evaluated sees it",
    [
      ["let n = 1; const text = 'n + 1'; eval(text)", 2],
      ["n", 1],
    ],
  ],
  [
    "`globalThis` has it",
    [
      ["let n = 1; globalThis.n", 1],
      ["let m = 2; m", 2],
      ["[globalThis.n, globalThis.m]", [1, 2]],
    ],
  ],
  [
    "what was started and goes on has its own",
    [
      ["let n = 1; const later = (async () => { await null; n += 1; return n; })(); n", 1],
      ["[await later, n]", [2, 2]],
    ],
  ],
  [
    "a loop with awaits",
    [
      ["let n = 0; for await (const x of [Promise.resolve(1), 2]) n += x; n", 3],
      ["n", 3],
    ],
  ],
  [
    "labels, switches and nested blocks",
    [
      ["let n = 0; out: for (;;) { switch (n) { case 3: break out; default: { let m = 1; n += m; } } } n", 3],
      ["n", 3],
    ],
  ],
  [
    "a default export is the value",
    [
      ["let n = 2; export default n * 2", 4],
      ["n", 2],
    ],
  ],
  [
    "names of the language",
    [
      ["let async = 1, of = 2, get = 3; async + of + get", 6],
      ["[async, of, get]", [1, 2, 3]],
    ],
  ],
  ["`__proto__` is a name", [["let __proto__ = 5; __proto__", 5]]],
];

describe.each(executors.map((executor, index) => [["deno", "quickjs"][index], executor] as const))("variables in %s", (_, executor) => {
  test.each(cases)("%s", async (_what, programs) => {
    const results = await runAll(
      executor,
      programs.map(([program]) => program),
    );
    expect(results.map(({ ok, value, error }) => (ok ? value : error?.name))).toEqual(programs.map(([, expected]) => expected));
  });

  test.each(cases)("seen from the start, it is the same: %s", async (_what, programs) => {
    // Where a program has reached all globals, later ones share their variables while they run.
    const [, ...results] = await runAll(executor, ["globalThis.any = 1;", ...programs.map(([program]) => program)]);
    expect(results.map(({ ok, value, error }) => (ok ? value : error?.name))).toEqual(programs.map(([, expected]) => expected));
  });
});

test("an error in a variable's first value is placed where it stands", async () => {
  const [result] = await runAll(executors[0] as CodeModeExecutor, ["let a = 1,\n  b = null.x;"]);
  expect(result?.error).toMatchObject({ name: "TypeError", line: 2, column: 12 });
});
