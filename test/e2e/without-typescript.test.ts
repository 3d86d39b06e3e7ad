import { spawnSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExecutionResult } from "../../src/index.ts";
import { installedWithout } from "../fixtures/installation.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

const folders = { with: "", without: "" };
beforeAll(async () => {
  [folders.with, folders.without] = await Promise.all([installedWithout(), installedWithout("typescript")]);
  for (const folder of Object.values(folders)) {
    await writeFile(join(folder, "codemode.json"), JSON.stringify({ mcpServers: { calculator: fixtureServer("calculator") } }));
  }
});
afterAll(async () => {
  for (const folder of Object.values(folders)) await rm(folder, { recursive: true });
});

const right = "Number(await servers.calculator.add({ a: 1, b: 2 }))";
const mistaken = 'console.log("started"); await servers.calculator.add({ a: 1, b: "2" })';
const notChecked =
  'The program\'s types were not checked: the package "typescript" is not installed here (`npm install typescript@7.0.2`).';

function run(folder: string, code: string): ExecutionResult {
  const args = [join(folder, "dist/cli/main.js"), "run", "--json", "--config", join(folder, "codemode.json"), "-e", code];
  // What results looked like is kept for the user; this test has a user of its own.
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache") };
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as ExecutionResult;
}

test("without the package typescript a program runs, and its result says that no check was made", () => {
  expect(run(folders.without, right)).toMatchObject({ ok: true, value: 3, warnings: [notChecked] });
});

test("without the package typescript wrong arguments are refused when they are sent", () => {
  const result = run(folders.without, mistaken);
  expect(result).toMatchObject({ ok: false, output: "started\n", warnings: [notChecked], error: { code: "INVALID_ARGUMENTS" } });
});

test("with the package nothing warns, and the mistake is found before anything runs, so these tests can tell", () => {
  const fine = run(folders.with, right);
  expect(fine).toMatchObject({ ok: true, value: 3 });
  expect(fine.warnings ?? []).toEqual([]);
  const result = run(folders.with, mistaken);
  expect(result).toMatchObject({ ok: false, output: "", calls: [], error: { code: "CHECK_FAILED" } });
  expect(result.warnings ?? []).toEqual([]);
});
