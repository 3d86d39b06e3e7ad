import { filesAt, tableAt, type Client } from "./client.ts";
import { shellVariables } from "./variables.ts";

/** Gemini CLI: `httpUrl` is Streamable HTTP, `url` is SSE unless `type` says otherwise. */
export const gemini: Client = {
  name: "gemini",
  title: "Gemini CLI",
  format: "json",
  files: filesAt(({ home }) => [`${home}/.gemini/settings.json`], [".gemini/settings.json"]),
  tables: tableAt("mcpServers"),
  dialect: {
    variables: shellVariables,
    meaningless: ["description"],
    // It lets both transports be tried, as we do.
    normalise: ({ httpUrl, timeout, ...entry }) => ({ ...entry, url: httpUrl ?? entry.url, timeoutMs: timeout }),
  },
  entry: ({ command, args }) => ({ command, args }),
};
