import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installedWithout } from "../fixtures/installation.ts";

let folder = "";
beforeAll(async () => {
  folder = await installedWithout("@deno");
});
afterAll(() => rm(folder, { recursive: true }));

async function run(
  config: object,
): Promise<{ ok?: boolean; value?: unknown; sandbox?: { driver: string; walls: string[] }; stderr: string }> {
  const file = join(folder, "codemode.json");
  await writeFile(file, JSON.stringify({ codemode: { sandbox: config } }));
  const args = [join(folder, "dist/cli/main.js"), "run", "--json", "--config", file, "-e", "new Map([[1, 2]]).get(1)"];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    return { ...(JSON.parse(stdout) as object), stderr };
  } catch (error) {
    return { stderr: (error as { stderr: string }).stderr };
  }
}

test("without a Deno binary programs run in QuickJS, and the result says so", async () => {
  expect(await run({})).toMatchObject({
    ok: true,
    value: 2,
    sandbox: { driver: "quickjs", walls: expect.arrayContaining(["webassembly"]) },
  });
});

test("Deno asked for by name and not there is an error that names the package", async () => {
  expect((await run({ driver: "deno" })).stderr).toMatch(/@deno\/.* is not installed.*SANDBOX_MISSING/);
});
