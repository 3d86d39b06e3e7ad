import { filesAt, tableAt, type Client } from "./client.ts";
import { sameVariables } from "./variables.ts";

/** `.mcp.json` in a project, which several clients read. */
export const mcpJson: Client = {
  name: "mcp-json",
  title: ".mcp.json",
  format: "json",
  files: filesAt(() => [], [".mcp.json"]),
  tables: tableAt("mcpServers"),
  dialect: { variables: sameVariables, normalise: ({ timeout, ...entry }) => ({ ...entry, timeoutMs: timeout }) },
  entry: ({ command, args }) => ({ command, args }),
};
