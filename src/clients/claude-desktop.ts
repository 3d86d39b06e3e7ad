import { applicationFolder, filesAt, tableAt, type Client } from "./client.ts";
import { noVariables } from "./variables.ts";

/** Claude Desktop: servers over standard input and output alone; its extensions and connectors are not in the file. */
export const claudeDesktop: Client = {
  name: "claude-desktop",
  title: "Claude Desktop",
  format: "json",
  files: filesAt((where) => [`${applicationFolder(where)}/Claude/claude_desktop_config.json`], []),
  tables: tableAt("mcpServers"),
  dialect: { variables: noVariables },
  entry: ({ command, args }) => ({ command, args }),
};
