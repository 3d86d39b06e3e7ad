import { applicationFolder, filesAt, tableAt, type Client } from "./client.ts";
import { editorVariables } from "./variables.ts";

/** VS Code: `servers`, and beside them `inputs`, which it asks the user for. */
export const vscode: Client = {
  name: "vscode",
  title: "VS Code",
  format: "json",
  files: filesAt((where) => [`${applicationFolder(where)}/Code/User/mcp.json`], [".vscode/mcp.json"]),
  tables: tableAt("servers"),
  dialect: { variables: editorVariables, meaningless: ["gallery", "version", "dev"] },
  entry: ({ command, args }) => ({ type: "stdio", command, args }),
};
