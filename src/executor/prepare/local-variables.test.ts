import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { visibilityOf, type EarlierReads } from "./local-variables.ts";

const of = (code: string, earlier: EarlierReads = []) =>
  visibilityOf(parseSync("program.js", code, { lang: "js", sourceType: "module", range: true }).program, code, earlier);
const localsOf = (code: string, earlier?: EarlierReads): readonly string[] => of(code, earlier).locals;

test.each([
  ["a sum", "let sum = 0; for (const x of [1, 2]) sum += x;", ["sum"]],
  ["a `var`, also in a pattern", "var a = 1; var { b, ...c } = {}; while (a < 3) a++;", ["a", "b", "c"]],
  ["patterns of `let`, and what has no value yet", "let [low, high] = [0, 9], middle; middle = low + high;", ["low", "high", "middle"]],
  ["a name that is only a property in a function", "let total = 0; for (const n of [1].map((each) => each.total)) total += n;", ["total"]],
  ["a name that a function has of its own", "let sum = 0; const f = (list) => { let sum = 1; return sum; }; sum += f([]);", ["sum"]],
])("%s stays the program's own", (_, code, locals) => {
  expect(localsOf(code)).toEqual(locals);
});

test.each([
  ["a function reads it", "let n = 1; const f = () => n;"],
  ["a method of an object sets it", "let n = 1; const o = { set(v) { n = v; } };"],
  ["a field of a class reads it", "let n = 1; class A { value = n; }"],
  ["a static block reads it", "let n = 1; class A { static { n; } }"],
  ["a default of a parameter reads it", "let n = 1; const f = (m = n) => m;"],
  ["it is a function too", "function n() {} var n;"],
  ["it is a constant, a function or a class", "const a = 1; function b() {} class C {}"],
  ["it is read before it is declared", "try { n; } catch {} let n = 1;"],
  ["its own first value reads it", "let n = typeof n;"],
  ["a default of its own pattern reads it", "let { a, b = a } = {};"],
  ["another of its statement is seen by a function", "let a = 1, b = 2; const f = () => b;"],
  ["it is exported", "export let n = 1;"],
  ["the program reaches all globals", "let n = 1; globalThis.f = 1;"],
  ["the program evaluates code", "let n = 1; eval('n');"],
])("a variable is seen from the start where %s", (_, code) => {
  expect(localsOf(code)).toEqual([]);
});

test("what functions of earlier programs read is seen from the start, if it is declared anew", () => {
  expect(localsOf("let a = 1; let b = 2;", ["b"])).toEqual(["a"]);
  expect(localsOf("let a = 1;", "any")).toEqual([]);
});

test("functions read what they and the program do not declare", () => {
  expect(of("const own = 1; const f = (given) => given + own + earlier + Math.max(1); outside;").reads).toEqual(["earlier", "Math"]);
  expect(of("outside;").reads).toEqual([]);
});

test("a program that is too deep to be looked at shares everything", () => {
  const seen = of(`let n = ${"1 + ".repeat(20_000)}1;`);
  expect(seen).toMatchObject({ locals: [], reachesGlobals: true });
});
