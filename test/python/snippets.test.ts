import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonExecutor } from "./subject.ts";

const folder = fileURLToPath(new URL("./snippets/", import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".py"))
  .map((name) => name.replace(/\.py$/, ""));
const codeOf = (name: string): string => readFileSync(`${folder}${name}.py`, "utf8");
const expectedOf = (name: string): string => readFileSync(`${folder}${name}.out`, "utf8");
/** Plain CPython has no await at the top level. */
const isPlain = (name: string): boolean => !codeOf(name).startsWith("# top-level await");

const executor = pythonExecutor();
beforeAll(() => executor.setup("python"), 120_000);
afterAll(() => executor[Symbol.asyncDispose]());

test("there are at least 60 snippets", () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});

describe("realistic Python prints here what CPython prints", () => {
  test.each(names)("%s", async (name) => {
    const { output, error } = await executor.execute(codeOf(name), { language: "python" });
    expect(error).toBeUndefined();
    expect(output).toBe(expectedOf(name));
  });
});

const version = spawnSync("python3", ["-c", "import sys; print(sys.version_info >= (3, 11))"], { encoding: "utf8" });
describe.skipIf(version.stdout?.trim() !== "True")("and so does the CPython that is installed here", () => {
  test.each(names.filter(isPlain))("%s", (name) => {
    const { stdout, stderr } = spawnSync("python3", [`${folder}${name}.py`], {
      encoding: "utf8",
      cwd: mkdtempSync(join(tmpdir(), "codemode-test-")),
      env: { ...process.env, PYTHONHASHSEED: "0", TZ: "UTC" },
    });
    expect({ stdout, failed: stderr.includes("Traceback") }).toEqual({ stdout: expectedOf(name), failed: false });
  });
});
