import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { CodeModeExecutor } from "../src/executor/executor.ts";
import { ToolRegistry } from "../src/registry/registry.ts";
import { createDenoDriver } from "../src/sandbox/drivers/deno.ts";
import type { SandboxProcess } from "../src/sandbox/driver.ts";
import { probeOuterWall, wallIn } from "../src/sandbox/outer-wall/outer-wall.ts";
import { descendants, isAlive, waitFor } from "./fixtures/processes.ts";

const found = await probeOuterWall();
if (found.kind === "missing") console.log(`No outer wall here, so it is not tested: ${found.reason}`);
const walled = test.skipIf(found.kind === "missing" || process.platform !== "linux");
const startOptions = { memoryMb: 128, maxLineBytes: 100_000 };

/** A shell command inside the walls: what it printed, or how it failed. */
async function inside(script: string, mode: "require" | "off"): Promise<string> {
  const { command, release } = await wallIn(["/bin/sh", "-c", script], mode, { readable: [], memoryMb: 128 });
  const [file = "", ...args] = command;
  const env = { CM_SECRET: "" };
  try {
    const { stdout } = await promisify(execFile)(file, args, { env: mode === "off" ? env : {} });
    return stdout.trim();
  } catch (error) {
    return `failed ${(error as { stderr: string }).stderr}`;
  } finally {
    release();
  }
}

walled.each([
  ["see no network interface but its own loopback", "cat /proc/net/dev | grep -c :", "1"],
  ["see no other process", "ls -d /proc/[0-9]* | wc -l", /^[1-4]$/],
  ["see no file of the user's", "ls /root /home /tmp /var /work 2>/dev/null | wc -l", "0"],
  ["write nowhere", "touch /x /usr/x /proc/x 2>/dev/null; echo $?", "1"],
  ["have no capability", "grep CapEff /proc/self/status | cut -f2", "0000000000000000"],
  [
    "read no environment of the host's, not even its first process's",
    "tr '\\0' ' ' < /proc/1/environ; tr '\\0' ' ' < /proc/self/environ",
    /^(PWD=\/)?$/,
  ],
])("behind the wall a process can %s", async (_, script, expected) => {
  const output = await inside(script, "require");
  if (typeof expected === "string") expect(output).toBe(expected);
  else expect(output).toMatch(expected);
});

walled("without the wall the same questions are answered otherwise, so the tests can tell", async () => {
  expect(Number(await inside("ls -d /proc/[0-9]* | wc -l", "off"))).toBeGreaterThan(4);
  expect(Number(await inside("ls /root /home /tmp /var 2>/dev/null | wc -l", "off"))).toBeGreaterThan(0);
});

walled("an execution says which walls stood", async () => {
  await using executor = new CodeModeExecutor(new ToolRegistry(), { outerWall: "require", warm: 0 });
  const { value, sandbox } = await executor.execute("1 + 1");
  expect(value).toBe(2);
  expect(sandbox?.walls).toEqual(expect.arrayContaining(["process", "deno-permissions", "bubblewrap"]));
  await using open = new CodeModeExecutor(new ToolRegistry(), { outerWall: "off", warm: 0 });
  expect((await open.execute("1 + 1")).sandbox?.walls).toEqual(["process", "deno-permissions"]);
});

walled("the guest inside dies with the process that walls it in", async () => {
  const started = await createDenoDriver({ outerWall: "require" }).start(startOptions);
  const below = descendants(started.pid);
  expect(below.length).toBeGreaterThan(0);
  process.kill(started.pid, "SIGKILL");
  await started.exited;
  await waitFor(() => !below.some(isAlive));
});

test("a wall that is required and does not work is an error that says why", async () => {
  if (found.kind === "works") return;
  await expect(createDenoDriver({ outerWall: "require" }).start(startOptions)).rejects.toMatchObject({ code: "SANDBOX_WALL_MISSING" });
});

test("where control groups may be made each process has its own, with its limits, and it goes with the process", async () => {
  const started = await createDenoDriver({ outerWall: "auto" }).start(startOptions);
  if (!started.walls.includes("cgroup")) return void (await started.kill());
  const folders = cgroupFolders(started);
  expect(folders.length).toBeGreaterThan(0);
  const limits = folders.flatMap((folder) =>
    ["memory.max", "memory.limit_in_bytes", "pids.max"]
      .filter((file) => existsSync(`${folder}/${file}`))
      .map((file) => readFileSync(`${folder}/${file}`, "utf8").trim()),
  );
  expect(limits.toSorted()).toEqual([String(384 * 2 ** 20), "256"].toSorted());
  await started.kill();
  await waitFor(() => !folders.some((folder) => existsSync(folder)));
});

function cgroupFolders({ pid }: SandboxProcess): string[] {
  return readFileSync(`/proc/${pid}/cgroup`, "latin1")
    .split("\n")
    .map((line) => line.split(":"))
    .filter(([, , path]) => path?.includes("/codemode-"))
    .map(([, controller, path]) => `/sys/fs/cgroup${controller ? `/${controller}` : ""}${path}`);
}
