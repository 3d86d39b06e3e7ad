import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { commandOf, descendants, isAlive, waitFor } from "../fixtures/processes.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let config = "";
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  config = join(folder, "codemode.json");
  // One server that looks at nothing, one that starts another, a real one.
  await writeFile(
    config,
    JSON.stringify({ mcpServers: { nested: fixtureServer("spawns-child"), everything: officialServer("everything") } }),
  );
});

/** Starts `codemode run` and waits until its program runs; gives every process below it. */
async function start(code: string): Promise<{ host: ChildProcess; below: number[] }> {
  const host = spawn(process.execPath, [main, "run", "--config", config, "-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  await waitFor(() => descendants(host.pid as number).filter(isDeno).length > 0 && descendants(host.pid as number).length >= 6, 20_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { host, below: descendants(host.pid as number) };
}

test("nothing is left after a normal end", async () => {
  const { host, below } = await start("await servers.nested.sleep({ ms: 3000 })");
  if (host.exitCode === null) await once(host, "exit");
  expect(host.exitCode).toBe(0);
  await waitFor(() => below.every((pid) => !isAlive(pid)));
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGKILL", null],
] as const)(
  "nothing is left after %s, even of a guest in an endless loop and a server that ignores its closed pipe",
  async (signal, code) => {
    const { host, below } = await start("while (true) {}");
    expect(below.length).toBeGreaterThanOrEqual(6);
    const ended = once(host, "exit");
    host.kill(signal);
    expect((await ended)[0]).toBe(code);
    await waitFor(() => below.every((pid) => !isAlive(pid)));
  },
);

test("a gateway whose client goes away ends, and leaves nothing", async () => {
  const host = spawn(process.execPath, [main, "serve", "--config", config], { stdio: ["pipe", "ignore", "ignore"] });
  await waitFor(() => descendants(host.pid as number).length >= 6, 20_000);
  const below = descendants(host.pid as number);
  host.stdin.end();
  expect((await once(host, "exit"))[0]).toBe(0);
  await waitFor(() => below.every((pid) => !isAlive(pid)));
});

test("with the reaper gone, a killed host does leave processes, so the test can tell", async () => {
  const { host, below } = await start("while (true) {}");
  const reaper = below.find((pid) => commandOf(pid).includes("reaper.sh"));
  expect(reaper).toBeDefined();
  process.kill(reaper as number, "SIGKILL");
  host.kill("SIGKILL");
  await once(host, "exit");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const left = below.filter(isAlive);
  for (const pid of left) process.kill(pid, "SIGKILL");
  expect(left.length).toBeGreaterThan(0);
});

function isDeno(pid: number): boolean {
  return /deno run/.test(commandOf(pid));
}
