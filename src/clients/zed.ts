import { applicationFolder, configHome, filesAt, tableAt, type Client } from "./client.ts";
import { noVariables } from "./variables.ts";

/** Zed: `context_servers` in its settings; the command is a text, or in older ones an object with `path`. */
export const zed: Client = {
  name: "zed",
  title: "Zed",
  format: "json",
  // On macOS, too, it is ~/.config.
  files: filesAt(
    (where) => [where.platform === "win32" ? `${applicationFolder(where)}\\Zed\\settings.json` : `${configHome(where)}/zed/settings.json`],
    [".zed/settings.json"],
  ),
  tables: tableAt("context_servers"),
  dialect: {
    variables: noVariables,
    meaningless: ["source"],
    normalise(entry) {
      const { command } = entry;
      if (command === undefined && entry.url === undefined) return "it is an extension of Zed, which only Zed can start";
      if (typeof command !== "object" || command === null) return entry;
      const { path, args, env, ...others } = command as Readonly<Record<string, unknown>>;
      return { ...others, ...entry, command: path, args: args ?? entry.args, env: env ?? entry.env };
    },
  },
  entry: ({ command, args }) => ({ command, args, env: {} }),
};
