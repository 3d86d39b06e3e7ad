import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCodemode, serverDeclaration, declareTools } from "../src/index.ts";
import { hostileDefinitions } from "./fixtures/hostile-definitions.ts";
import { fixtureServer } from "./fixtures/server-config.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-definitions-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Which of our own parts a definition has reached. */
function harm(): string[] {
  const found = Object.keys(globalThis).filter((name) => /__cm_|__CM_/i.test(name));
  if (Object.keys({}).length > 0 || "__cm_canary" in {}) found.push("Object.prototype");
  return found;
}

test.each(hostileDefinitions())("$id: nothing breaks out, nothing hangs, and the server keeps its other tools", async ({ id, tools }) => {
  const file = join(folder, `${id}.json`);
  await writeFile(file, JSON.stringify(tools));
  const server = fixtureServer("lists-tools");
  await using codemode = createCodemode({ servers: { evil: { ...server, args: [...server.args, file] } } });
  const [status] = await codemode.registry.discoverAll();
  expect(status?.state.kind).toBe("ready");
  const listed = codemode.registry.listTools("evil");
  expect(listed.map(({ name }) => name)).toContain("good");

  const started = performance.now();
  const declaration = parseSync("x.d.ts", serverDeclaration(declareTools(listed), { detail: "full" }), { lang: "ts" });
  expect(declaration.errors).toEqual([]);
  const functions = declaration.program.body.filter(({ type }) => type === "ExportNamedDeclaration");
  // One for each tool, and `export {}`: nothing that a server wrote has become a statement.
  expect(functions).toHaveLength(listed.length + 1);
  expect(declaration.program.body.every(({ type }) => type === "ExportNamedDeclaration" || type === "TSTypeAliasDeclaration")).toBe(true);
  for (const [path, text] of codemode.generateFiles())
    if (path.endsWith(".ts")) expect(parseSync(path, text, { lang: "ts" }).errors).toEqual([]);
  expect(performance.now() - started).toBeLessThan(10_000);

  const result = await codemode.executor.execute(
    'import { good } from "generated/servers/evil";\nconst names = Object.keys(servers.evil);\n({ value: await good({ x: 1 }), names: names.length > 0 })',
  );
  expect(result.error).toBeUndefined();
  expect(result.warnings ?? []).toEqual([]);
  expect(result.value).toEqual({ value: "called good", names: true });
  const mistake = await codemode.executor.execute('import { good } from "generated/servers/evil";\nawait good({ x: "one" });');
  expect(mistake).toMatchObject({ ok: false, calls: [], error: { code: "CHECK_FAILED", line: 2 } });
  expect(harm()).toEqual([]);
});

test("a pattern of a server does not hold the host, whatever a program sends", async () => {
  const file = join(folder, "slow.json");
  await writeFile(
    file,
    JSON.stringify([{ name: "slow", inputSchema: { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } } } }]),
  );
  const server = fixtureServer("lists-tools");
  await using codemode = createCodemode({ servers: { evil: { ...server, args: [...server.args, file] } } });
  await codemode.registry.discoverAll();
  const started = performance.now();
  const result = await codemode.executor.execute(`await servers.evil.slow({ a: "${"a".repeat(40)}!" })`);
  expect(result.value).toBe("called slow");
  expect(performance.now() - started).toBeLessThan(5_000);
});
