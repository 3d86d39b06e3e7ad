import { createHash } from "node:crypto";
import { accessSync, constants, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CodemodeError } from "../../../errors.ts";
import { builtFolder } from "../guest-bundle.ts";

/** The files that a Python process is made of; folders end with a slash. */
export interface EngineFiles {
  /** The package `pyodide`. */
  readonly engine: string;
  /** The runtime's own Python. */
  readonly runtime: string;
  /** Wheels that the user named. */
  readonly wheels: readonly string[];
}

/** @throws CodemodeError `SANDBOX_MISSING` where the package `pyodide` is not there, `USAGE` for a wheel that is not */
export function engineFiles(wheels: readonly string[]): EngineFiles {
  return { engine: `${engineFolder()}/`, runtime: `${builtFolder()}/guest/python/`, wheels: wheels.flatMap(wheelFiles) };
}

function engineFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
  } catch (error) {
    throw new CodemodeError("SANDBOX_MISSING", "The package pyodide, which runs Python, is not installed. Run: npm install pyodide", {
      cause: error,
    });
  }
}

/** A wheel, or all wheels of a folder. */
function wheelFiles(path: string): string[] {
  if (path.endsWith(".whl")) return [pureWheel(path)];
  try {
    return readdirSync(path)
      .filter((name) => name.endsWith(".whl"))
      .toSorted()
      .map((name) => pureWheel(join(path, name)));
  } catch (error) {
    if (error instanceof CodemodeError) throw error;
    throw new CodemodeError("USAGE", `python.packages: "${path}" is neither a wheel (.whl) nor a folder with wheels.`, { cause: error });
  }
}

/** Its name says whether there is machine code in a wheel (PEP 427): then its last parts are not `none-any`. */
function pureWheel(path: string): string {
  if (!path.endsWith("-none-any.whl")) {
    throw new CodemodeError(
      "USAGE",
      `python.packages: "${path}" has machine code in it, or no wheel's name. Only wheels of pure Python (…-none-any.whl) can be loaded.`,
    );
  }
  try {
    accessSync(path, constants.R_OK);
    return path;
  } catch (error) {
    throw new CodemodeError("USAGE", `python.packages: the wheel "${path}" can't be read.`, { cause: error });
  }
}

/**
 * Names everything that a snapshot depends on: where one byte of it changes, the name does.
 * @param binary the JavaScript engine, told by its size and time
 */
export function buildId({ engine, runtime }: EngineFiles, guest: string, binary: string): string {
  const hash = createHash("sha256");
  const { size, mtimeMs } = statSync(binary);
  hash.update(`${size} ${mtimeMs}\n`);
  hash.update(readFileSync(`${engine}package.json`)).update(readFileSync(guest));
  for (const name of readdirSync(`${runtime}_codemode`, { recursive: true, encoding: "utf8" }).toSorted()) {
    if (/\.(?:py|json)$/.test(name)) hash.update(`${name}\n`).update(readFileSync(`${runtime}_codemode/${name}`));
  }
  return hash.digest("hex").slice(0, 32);
}
