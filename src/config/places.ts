import { homedir } from "node:os";
import { join } from "node:path";

/** Our folder in `XDG_CONFIG_HOME` or `~/.config`. */
export function configFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), ".config"), "codemode");
}

/** The user's own config file, which needs nobody's consent. */
export function ownConfigFile(environment: NodeJS.ProcessEnv): string {
  return join(configFolder(environment), "codemode.json");
}

/** `XDG_CACHE_HOME` or `~/.cache`, and our folder in it. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "mcp-codemode");
}
