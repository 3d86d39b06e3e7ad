import { filesAt, tableAt, type Client } from "./client.ts";
import { editorVariables } from "./variables.ts";

/** Windsurf: what others call `url` is `serverUrl`. */
export const windsurf: Client = {
  name: "windsurf",
  title: "Windsurf",
  format: "json",
  files: filesAt(({ home }) => [`${home}/.codeium/windsurf/mcp_config.json`], []),
  tables: tableAt("mcpServers"),
  dialect: { variables: editorVariables, normalise: ({ serverUrl, ...entry }) => ({ ...entry, url: serverUrl ?? entry.url }) },
  entry: ({ command, args }) => ({ command, args }),
};
