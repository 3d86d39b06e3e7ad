import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How a client starts the gateway. */
export interface OwnCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** What our entry is called in a client's config. */
export const OWN_NAME = "codemode";

/**
 * How this installation is reached from elsewhere. One that a package runner has unpacked into its cache may be gone tomorrow, so the runner is
 * asked again; any other is started by its path, as the PATH of a desktop program is seldom that of a terminal.
 * @param config an absolute path, for `--config`
 */
export function ownCommand(
  config: string | undefined,
  { main = fileURLToPath(new URL("../cli/main.js", import.meta.url)), platform = process.platform } = {},
): OwnCommand {
  const rest = ["serve", ...(config === undefined ? [] : ["--config", config])];
  if (isRunnerCache(main)) {
    const npx = ["-y", "mcp-codemode", ...rest];
    // npx is a batch file on Windows, which only a shell starts.
    return platform === "win32" ? { command: "cmd", args: ["/c", "npx", ...npx] } : { command: "npx", args: npx };
  }
  return { command: process.execPath, args: [realOr(main), ...rest] };
}

/** Whether an entry, as any client has it, starts a gateway of ours. */
export function isOwnEntry(entry: unknown): boolean {
  if (typeof entry !== "object" || entry === null) return false;
  const { command, args } = entry as { command?: unknown; args?: unknown };
  const path = typeof command === "object" && command !== null && !Array.isArray(command) ? command : undefined;
  const words = [command, args, path && Object.values(path)].flat(2).filter((word) => typeof word === "string");
  const serve = words.indexOf("serve");
  return serve > 0 && words.slice(0, serve).some((word) => OURS.test(word.replaceAll("\\", "/")));
}

const OURS = /(?:^|\/)(?:mcp-codemode(?:@[^/]*)?|codemode(?:\.cmd|\.exe)?|dist\/cli\/main\.js)$/;

function isRunnerCache(main: string): boolean {
  return /[/\\](?:_npx|dlx-[^/\\]*|dlx|bunx-[^/\\]*)[/\\]/.test(main);
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
