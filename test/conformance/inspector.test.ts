import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";
import { inspector, installTools, type Ended } from "./tools.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let folder: string;

beforeAll(async () => {
  await installTools();
  folder = await mkdtemp(join(tmpdir(), "codemode-inspector-"));
  const config = { mcpServers: { everything: officialServer("everything") }, codemode: { tools: { direct: ["everything.echo"] } } };
  await writeFile(join(folder, "codemode.json"), JSON.stringify(config));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(["legacy", "modern"])("the Inspector as a %s client", (era) => {
  const inspect = (options: readonly string[], target: readonly string[]): Promise<Ended> =>
    inspector(folder, ...options, "--format", "json", "--protocol-era", era, "--", ...target);
  const gateway = [process.execPath, main, "serve", "--config", ""];
  beforeAll(() => {
    gateway[4] = join(folder, "codemode.json");
  });

  test("finds nothing in the tools that another client could stumble over", async () => {
    const { code, stdout, stderr } = await inspect(["--method", "tools/list", "--strict", "--quiet"], gateway);
    const { result } = JSON.parse(stdout) as { result: { tools: { name: string }[] } };
    expect(result.tools.map(({ name }) => name)).toContain("execute_code");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("finds something in the tools of a server that is not careful", async () => {
    const { command, args } = fixtureServer("careless");
    const { stderr } = await inspect(["--method", "tools/list", "--strict", "--quiet"], [command, ...args]);
    expect(stderr).toContain("careless_tool");
  });

  test.each([
    ["echo", { message: "hello" }],
    ["execute_code", { code: 'await servers.everything.echo({ message: "hello" })' }],
  ])("calls %s a hundred times, ten at once, and all come back", { timeout: 300_000 }, async (tool, args) => {
    const load = ["--load", "--load-requests", "100", "--load-concurrency", "10"];
    const call = ["--method", "tools/call", "--tool-name", tool, "--tool-args-json", JSON.stringify(args)];
    const { code, stdout } = await inspect([...call, ...load, "--quiet"], gateway);
    expect({ code, said: JSON.parse(stdout) as unknown }).toMatchObject({ code: 0 });
  });
});
