import { filesAt, tableAt, type Client } from "./client.ts";
import { editorVariables } from "./variables.ts";

/** Cursor. */
export const cursor: Client = {
  name: "cursor",
  title: "Cursor",
  format: "json",
  files: filesAt(({ home }) => [`${home}/.cursor/mcp.json`], [".cursor/mcp.json"]),
  tables: tableAt("mcpServers"),
  dialect: { variables: editorVariables },
  entry: ({ command, args }) => ({ command, args }),
};
