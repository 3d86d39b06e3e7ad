import { configHome, filesAt, type Client } from "./client.ts";
import { braceVariables } from "./variables.ts";

/** opencode: under `mcp`, in newer files under `mcp.servers`; command and arguments are one list. */
export const opencode: Client = {
  name: "opencode",
  title: "opencode",
  format: "json",
  files: filesAt(
    (where) => [`${configHome(where)}/opencode/opencode.jsonc`, `${configHome(where)}/opencode/opencode.json`],
    ["opencode.jsonc", "opencode.json", ".opencode/opencode.jsonc", ".opencode/opencode.json"],
  ),
  tables: (document) =>
    hasServersBelow(document)
      ? [{ path: ["mcp", "servers"] }, { path: ["mcp"], except: ["servers", "timeout"] }]
      : [{ path: ["mcp"], except: ["timeout"] }],
  dialect: {
    variables: braceVariables,
    normalise({ environment, command, timeout, ...entry }) {
      if (entry.url !== undefined) return { ...entry, type: undefined, ...(timeout === undefined ? {} : { timeout }) };
      const [program, ...args] = Array.isArray(command) ? (command as unknown[]) : [command];
      return { ...entry, type: undefined, command: program, args, env: environment, ...(timeout === undefined ? {} : { timeout }) };
    },
  },
  entry: ({ command, args }, document) => ({
    type: "local",
    command: [command, ...args],
    ...(hasServersBelow(document) ? {} : { enabled: true }),
  }),
};

/** Whether `mcp.servers` is the object of the servers, and not a server of that name. */
function hasServersBelow(document: unknown): boolean {
  const { mcp } = (document ?? {}) as { mcp?: { servers?: unknown } };
  const servers = mcp?.servers;
  return typeof servers === "object" && servers !== null && !("type" in servers) && !("command" in servers) && !("url" in servers);
}
