import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { ServerConfig } from "../config/config.ts";

/**
 * The SHA-256 of what makes a server the one that it is: its program and the package or file that this runs, or its address. What it is told
 * besides, folders and options, may change.
 */
export function serverIdentity(config: ServerConfig): string {
  const identity = config.kind === "stdio" ? [config.command, ...programOf(config.args)] : addressOf(config.url);
  return createHash("sha256").update(canonicalJson(identity)).digest("hex");
}

/** Arguments up to the first that is no option; all of them, where that one is itself a command of a launcher: `docker run`, `npm exec`. */
function programOf(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => !arg.startsWith("-"));
  return at < 0 || LAUNCHES.has(args[at] as string) ? args : args.slice(0, at + 1);
}

function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

const LAUNCHES: ReadonlySet<string> = new Set(["run", "exec", "x", "dlx", "tool", "create", "start"]);
