import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-terminal-"));
  config = join(folder, "codemode.json");
  const policed = { ...fixtureServer("policed"), env: { LEDGER: join(folder, "ledger") } };
  await writeFile(config, JSON.stringify({ mcpServers: { policed }, codemode: { policy: { deny: ["policed.make"] } } }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder });
const destroy = 'await servers.policed.destroy({ id: "x" })';

async function effects(): Promise<number> {
  return existsSync(join(folder, "ledger")) ? (await readFile(join(folder, "ledger"), "utf8")).split("\n").length - 1 : 0;
}

/** Runs a program and answers every question; at a terminal, or at none. */
function run(
  code: string,
  { answer, more = [] }: { readonly answer?: string; readonly more?: string[] },
): Promise<{ code: number; seen: string }> {
  const command = [process.execPath, main, "run", "-e", code, "--config", config, ...more];
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const child =
    answer === undefined
      ? spawn(command[0] as string, command.slice(1), { env: environment(), stdio: ["ignore", "pipe", "pipe"] })
      : spawn("script", ["-qec", quoted, "/dev/null"], { env: environment(), stdio: ["pipe", "pipe", "pipe"] });
  const answers = answer?.split(" ") ?? [];
  return new Promise((resolve) => {
    let seen = "";
    const onText = (text: Buffer): void => {
      seen += text.toString();
      if (text.toString().includes("always, deny): ")) child.stdin?.write(answers.shift() ?? "\u0004");
    };
    child.stdout.on("data", onText);
    child.stderr.on("data", onText);
    child.on("close", (exit) => resolve({ code: exit ?? -1, seen }));
  });
}

describe.skipIf(process.platform !== "linux" || !existsSync("/usr/bin/script"))("at a terminal", () => {
  test.each([
    ["once", "once\r", 0, "destroyed x"],
    ["the beginning of an answer, after one that is none", "maybe\r on\r", 0, "destroyed x"],
    ["no", "deny\r", 1, "APPROVAL_DENIED"],
    ["the end of the input", "\u0004", 1, "APPROVAL_DENIED"],
  ])("codemode run asks whoever sits there: %s", async (_, answer, exit, shown) => {
    const before = await effects();
    const { code, seen } = await run(destroy, { answer });
    expect(seen).toContain("policed.destroy");
    expect(seen).toContain('"id": "x"');
    expect(seen).toContain(shown);
    expect(code).toBe(exit);
    expect(await effects()).toBe(before + (exit === 0 ? 1 : 0));
  });
});

test("without a terminal the error says how to allow it, and --allow does; it allows nothing that is denied", async () => {
  const before = await effects();
  const refused = await run(destroy, {});
  expect([refused.code, refused.seen]).toEqual([1, expect.stringContaining("APPROVAL_NEEDED")]);
  expect((await run(destroy, { more: ["--allow", "policed.destroy"] })).code).toBe(0);
  expect(await effects()).toBe(before + 1);
  const denied = await run('await servers.policed.make({ id: "x" })', { more: ["--allow", "policed.*"] });
  expect([denied.code, denied.seen]).toEqual([1, expect.stringContaining("POLICY_DENIED")]);
});
