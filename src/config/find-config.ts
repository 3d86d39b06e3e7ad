import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { ownConfigFile } from "./places.ts";

/** A config file and how it was come by. */
export interface FoundConfig {
  readonly file: string;
  /**
   * `given`: the user has named it. `own`: the user's own, in `~/.config/codemode`. `project`: it lay in the working directory, and whoever has made
   * that folder may have written it.
   */
  readonly origin: "given" | "own" | "project";
}

/** `CODEMODE_CONFIG`, then `codemode.json` and `.mcp.json` in the working directory, then `~/.config/codemode/codemode.json`. */
export function findConfig(cwd: string, environment: NodeJS.ProcessEnv): FoundConfig | undefined {
  if (environment.CODEMODE_CONFIG) return { file: resolve(cwd, environment.CODEMODE_CONFIG), origin: "given" };
  const own = ownConfigFile(environment);
  for (const file of [join(cwd, "codemode.json"), join(cwd, ".mcp.json")])
    if (existsSync(file)) return { file, origin: isSame(file, own) ? "own" : "project" };
  return existsSync(own) ? { file: own, origin: "own" } : undefined;
}

function isSame(one: string, other: string): boolean {
  return existsSync(other) && realpathSync(one) === realpathSync(other);
}
