import { builtFolder } from "../guest-bundle.ts";
import { resolveDenoBinary } from "../deno-binary.ts";
import { denoEnvironment, denoFlags } from "../deno.ts";
import type { PythonEngine } from "./python.ts";
import { PYTHON_STACK } from "./python-stack.ts";

/**
 * Python in a Deno process that may read the engine's files, and gives that up before a program comes.
 * @throws CodemodeError `SANDBOX_MISSING`
 */
export function denoPython(): PythonEngine {
  const binary = resolveDenoBinary();
  const guest = `${builtFolder()}/guest/python-deno.js`;
  return {
    binary,
    guest,
    env: denoEnvironment,
    walls: ["deno-permissions"],
    command: (options, readable) => [
      binary,
      "run",
      ...denoFlags,
      `--allow-read=${readable.map((path) => path.replaceAll(",", ",,")).join(",")}`,
      `--v8-flags=--max-old-space-size=${JAVASCRIPT_MB},${NO_STALLS},${PYTHON_STACK}`,
      guest,
      JSON.stringify(options),
    ],
  };
}

/** V8 stands still for some 10 ms where it decides what to inline in a function of CPython that has become hot: mostly in a session's first program. */
const NO_STALLS = "--no-wasm-inlining";

/** The engine's own JavaScript needs 20 MiB; Python's memory is beside it. */
const JAVASCRIPT_MB = 128;
