import { expect, test } from "vitest";
import { CodeModeExecutor } from "../../src/executor/executor.ts";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { createPythonDriver, type PythonDriverOptions } from "../../src/sandbox/drivers/python/python.ts";
import { createSeal, type SealOptions } from "../../src/sandbox/guest/python/seal.ts";
import { snapshotFolder } from "./subject.ts";

/** What the program prints under these walls; `died` where the process was ended. */
async function printed(code: string, options: PythonDriverOptions): Promise<string> {
  const driver = createPythonDriver({ snapshotFolder, outerWall: "off", ...options });
  await using executor = new CodeModeExecutor(new ToolRegistry(), { python: { driver }, check: "off" });
  const { output, error } = await executor.execute(code, { language: "python", timeoutMs: 5_000 });
  return error?.code === "SANDBOX_DIED" ? `${output}died` : `${output}${error?.message ?? ""}`;
}

/** Gives Python back its way to JavaScript, which the runtime has only hidden, and asks it for the host's process. */
const reachesJavaScript = `
import sys
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ not in ("_Absent", "_NotInstalled")]
import _pyodide_core
print("core")
import _ctypes
print("ctypes")
`;

/** What is beside Python in the WebAssembly module: an import that runs a command. */
const runsACommand = "import posix\nprint('before')\nprint(posix.system('echo ESCAPED'))";

test.each(["deno", "node"] as const)("the seal in %s: an import that nobody needs ends the process", async (engine) => {
  expect(await printed(runsACommand, { engine })).toBe("before\ndied");
  expect(await printed(reachesJavaScript, { engine })).not.toContain("ctypes");
});

test.each(["deno", "node"] as const)("without the seal the process in %s is a wall, too: the command does not run", async (engine) => {
  const output = await printed(runsACommand, { engine, sealed: false });
  expect(output).toContain("before");
  expect(output).not.toContain("ESCAPED");
});

test("the walls that stand are told", async () => {
  const driver = createPythonDriver({ snapshotFolder, engine: "deno", outerWall: "off" });
  await using executor = new CodeModeExecutor(new ToolRegistry(), { python: { driver } });
  expect(await executor.inspectSandbox("python")).toMatchObject({
    driver: "python-deno",
    walls: ["process", "deno-permissions", "sealed-imports"],
  });
});

test("the process gives up its right to read files before a program comes", async () => {
  // Python's own open() reaches only the files in memory; the engine's folder is nowhere in them.
  const output = await printed("import os\nprint(sorted(os.listdir('/')))\nprint(os.path.exists('/proc/self'))", {});
  expect(output).not.toContain("usr");
});

const bytes = new Uint8Array([
  // (module (import "env" "allowed" (func)) (import "env" "denied" (func)) (memory (export "memory") 1)
  //   (func (export "allowed") call 0) (func (export "denied") call 1))
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 28, 2, 3, 0x65, 0x6e, 0x76, 7, 0x61, 0x6c, 0x6c, 0x6f, 0x77, 0x65, 0x64, 0, 0,
  3, 0x65, 0x6e, 0x76, 6, 0x64, 0x65, 0x6e, 0x69, 0x65, 0x64, 0, 0, 3, 3, 2, 0, 0, 5, 3, 1, 0, 1, 7, 29, 3, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72,
  0x79, 2, 0, 7, 0x61, 0x6c, 0x6c, 0x6f, 0x77, 0x65, 0x64, 0, 2, 6, 0x64, 0x65, 0x6e, 0x69, 0x65, 0x64, 0, 3, 10, 11, 2, 4, 0, 0x10, 0,
  0x0b, 4, 0, 0x10, 1, 0x0b,
]);

const seal = (reviewed: SealOptions["reviewed"]): ReturnType<typeof createSeal> =>
  createSeal({
    reviewed,
    memoryMb: 1,
    now: () => 0,
    exit: () => {
      throw new Error("exit");
    },
    fail: (why) => {
      throw new Error(why);
    },
  });

test("a closed seal lets allowed imports through and no other, and the memory grow to its ceiling", async () => {
  const called: string[] = [];
  const imports = { env: { allowed: () => void called.push("allowed"), denied: () => void called.push("denied") } };
  const made = seal({ env: { allowed: ["allowed"], denied: ["denied"] } });
  const { instance } = await made.instantiate(WebAssembly.compile(bytes), imports);
  const { allowed, denied, memory } = instance.exports as unknown as {
    allowed(): void;
    denied(): void;
    memory: { grow(pages: number): number };
  };
  allowed();
  denied();
  expect(called).toEqual(["allowed", "denied"]);
  memory.grow(20);
  made.close();
  allowed();
  expect(denied).toThrow("sealed: Python reached for env.denied");
  expect(called).toEqual(["allowed", "denied", "allowed"]);
  memory.grow(16);
  expect(() => memory.grow(1)).toThrow("as much memory as it may have");
});

test.each([
  ["imports something that nobody has reviewed", { env: { allowed: ["allowed"], denied: [] } }, "env.denied, which nobody has reviewed"],
  ["lacks something that was reviewed", { env: { allowed: ["allowed", "more"], denied: ["denied"] } }, "does not import env.more"],
])("an engine that %s is not started", async (_, reviewed, message) => {
  const imports = { env: { allowed() {}, denied() {} } };
  await expect(seal(reviewed).instantiate(WebAssembly.compile(bytes), imports)).rejects.toThrow(message);
});
