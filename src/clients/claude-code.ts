import { filesAt, type Client } from "./client.ts";
import { sameVariables } from "./variables.ts";

/** Claude Code: servers for all folders and for single ones in `~/.claude.json`, and those that a project brings in its `.mcp.json`. */
export const claudeCode: Client = {
  name: "claude-code",
  title: "Claude Code",
  format: "json",
  files: filesAt(({ home, environment }) => [`${environment.CLAUDE_CONFIG_DIR || home}/.claude.json`], [".mcp.json"]),
  tables(document) {
    const { projects = {} } = (document ?? {}) as { projects?: Readonly<Record<string, unknown>> };
    const folders = Object.entries(projects ?? {}).filter(
      ([, project]) => typeof project === "object" && project !== null && "mcpServers" in project,
    );
    return [{ path: ["mcpServers"] }, ...folders.map(([folder]) => ({ path: ["projects", folder, "mcpServers"], folder }))];
  },
  dialect: { variables: sameVariables, normalise: ({ timeout, ...entry }) => ({ ...entry, timeoutMs: timeout }) },
  entry: ({ command, args }) => ({ type: "stdio", command, args }),
};
