import { bootEngine, type PythonModule } from "./engine.ts";
import { limitFiles } from "./file-quota.ts";
import { installRuntime, installWheels, makeScratch, makeWire } from "./files.ts";
import type { PythonHost } from "./host.ts";
import type { PythonGuestOptions } from "./options.ts";
import { writeSnapshot } from "./snapshot-file.ts";

/** Wakes Python, seals it, and hands the process to it, which ends when the host has gone; or makes the snapshot to wake from. */
export async function servePython(host: PythonHost): Promise<never> {
  const options = JSON.parse(host.args[0] ?? "{}") as PythonGuestOptions;
  const { module, seal } = await bootEngine(host, options);
  if (options.snapshot === undefined) {
    installRuntime(host, module.FS, options.runtime);
    runPython(host, module, IMPORT);
    writeSnapshot(module, (bytes) => host.writeOutput(bytes));
    return host.exit(0);
  }
  if (options.wheels.length > 0) {
    installWheels(host, module.FS, options.wheels);
    runPython(host, module, "import _codemode.serve; _codemode.serve.add_wheels()");
  }
  makeScratch(module.FS);
  makeWire(host, module.FS);
  limitFiles(module.FS, { bytes: SCRATCH_BYTES, count: SCRATCH_FILES });
  module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1;
  host.giveUpFiles();
  if (options.unsealed !== true) seal.close();
  runPython(host, module, "import _codemode.serve; _codemode.serve.serve('/dev/wire')");
  return host.exit(0);
}

const IMPORT = "import sys; sys.path.insert(0, '/lib/codemode'); import _codemode.serve; _codemode.serve.prepare()";

function runPython(host: PythonHost, module: PythonModule, code: string): void {
  if (module._PyRun_SimpleString(module.stringToNewUTF8(code)) !== 0) host.fail(`Python's own start failed: ${code}`);
}

/** What a program may write to files in its session, in bytes, and how many it may make. */
const SCRATCH_BYTES = 64 * 2 ** 20;
const SCRATCH_FILES = 10_000;
