import { afterAll, beforeAll, expect, test } from "vitest";
import { CodeModeExecutor } from "../src/executor/executor.ts";
import { ToolRegistry } from "../src/registry/registry.ts";
import { officialServer } from "./fixtures/server-config.ts";

const registry = new ToolRegistry();
const executor = new CodeModeExecutor(registry);

beforeAll(async () => {
  registry.addServer("everything", officialServer("everything"));
  await Promise.all([registry.discoverAll(), executor.setup()]);
});
afterAll(async () => {
  await executor[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
});

const valueOf = async (code: string): Promise<unknown> => {
  const { ok, value, error } = await executor.execute(`import * as all from "generated/servers/everything";\n${code}`);
  expect(error?.message).toBeUndefined();
  expect(ok).toBe(true);
  return value;
};

test("a module has the names of all tools, identifiers and original ones, before any of them is used", async () => {
  const names = registry.listTools("everything").map(({ name }) => name);
  const keys = (await valueOf("Object.keys(all)")) as string[];
  expect(names.length).toBeGreaterThan(8);
  expect(keys.toSorted()).toEqual([...new Set([...names, ...names.map((name) => name.replaceAll("-", "_"))])].toSorted());
  expect(await valueOf("Object.keys({ ...all })")).toEqual(keys);
  expect(await valueOf("const found = []; for (const key in all) found.push(key); found")).toEqual(keys);
  expect(await valueOf('["echo" in all, "get-sum" in all, "nothing" in all, "toString" in all, Object.hasOwn(all, "get_sum")]')).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

test("a tool is one function under both of its names, made once, and named as code calls it", async () => {
  expect(
    await valueOf(
      'const each = all as any; [each["get-sum"] === each.get_sum, each.get_sum === each.get_sum, each["get-sum"].name, typeof each.nothing, typeof each.then]',
    ),
  ).toEqual([true, true, "get_sum", "undefined", "undefined"]);
});

test("every way to a tool calls it", async () => {
  expect(
    await valueOf(`const { echo, ...others } = all as any;
const gives = [echo({ message: "a" }), others.get_sum({ a: 1, b: 2 }), Object.freeze(all as any)["get-sum"]({ a: 3, b: 4 }), Reflect.get(all, "echo")({ message: "b" })];
(await Promise.all(gives)).map((text) => String(text))`),
  ).toEqual(["Echo: a", "The sum of 1 and 2 is 3.", "The sum of 3 and 4 is 7.", "Echo: b"]);
});

test("it is printed with all its tools", async () => {
  const { output } = await executor.execute('import * as all from "generated/servers/everything";\nconsole.log(all);');
  for (const { name } of registry.listTools("everything")) expect(output).toContain(name.replaceAll("-", "_"));
});
