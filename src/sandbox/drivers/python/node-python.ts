import { builtFolder } from "../guest-bundle.ts";
import type { PythonEngine } from "./python.ts";
import { PYTHON_STACK } from "./python-stack.ts";

/** Python in a Node process that may read the engine's files and nothing else, and makes no code from text. */
export function nodePython(): PythonEngine {
  const major = Number(process.versions.node.split(".")[0]);
  const guest = `${builtFolder()}/guest/python-node.js`;
  return {
    binary: process.execPath,
    guest,
    env: { TZ: "UTC", NODE_NO_WARNINGS: "1" },
    walls: ["webassembly", "node-permissions"],
    command: (options, readable) => [
      process.execPath,
      major < 22 ? "--experimental-permission" : "--permission",
      ...[guest, ...readable].map((path) => `--allow-fs-read=${path.endsWith("/") ? `${path}*` : path}`),
      "--disallow-code-generation-from-strings",
      "--no-addons",
      "--max-old-space-size=128",
      PYTHON_STACK,
      guest,
      JSON.stringify(options),
    ],
  };
}
