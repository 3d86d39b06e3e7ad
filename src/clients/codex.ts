import { filesAt, tableAt, type Client } from "./client.ts";
import { noVariables } from "./variables.ts";

/** Codex: `[mcp_servers.<name>]` in TOML, with headers and a bearer token out of the environment. */
export const codex: Client = {
  name: "codex",
  title: "Codex",
  format: "toml",
  files: filesAt(({ home, environment }) => [`${environment.CODEX_HOME || `${home}/.codex`}/config.toml`], [".codex/config.toml"]),
  tables: tableAt("mcp_servers"),
  dialect: {
    variables: noVariables,
    meaningless: ["required"],
    normalise(entry) {
      const {
        bearer_token_env_var: bearer,
        http_headers: headers,
        env_http_headers: fromEnv,
        env_vars: passed,
        tool_timeout_sec,
        ...others
      } = entry;
      const seconds = typeof tool_timeout_sec === "bigint" ? Number(tool_timeout_sec) : tool_timeout_sec;
      return {
        ...others,
        ...(typeof seconds === "number" ? { timeoutMs: seconds * 1_000 } : {}),
        headers: {
          ...record(headers),
          // Where the variable is not set it leaves the header out; an empty one is the nearest.
          ...Object.fromEntries(Object.entries(record(fromEnv)).map(([header, name]) => [header, `\${${String(name)}:-}`])),
          ...(typeof bearer === "string" ? { Authorization: `Bearer \${${bearer}}` } : {}),
        },
        env: { ...Object.fromEntries(namesOf(passed).map((name) => [name, `\${${name}:-}`])), ...record(others.env) },
      };
    },
  },
  entry: ({ command, args }) => ({ command, args }),
};

/** Names of variables, or tables that have them. */
function namesOf(passed: unknown): string[] {
  if (!Array.isArray(passed)) return [];
  return passed
    .map((each: unknown) => (typeof each === "string" ? each : String(record(each).name)))
    .filter((name) => /^[A-Za-z_]\w*$/.test(name));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
