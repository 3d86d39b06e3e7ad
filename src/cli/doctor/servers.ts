import type { Codemode } from "../../codemode.ts";
import type { ServerStatus } from "../../registry/tool.ts";
import type { Problem, ServerReport } from "./report.ts";
import { tokensOfServer } from "./tokens.ts";

/** Each server as it is now: reached, measured and counted. */
export function reportServers(
  codemode: Codemode,
  statuses: readonly ServerStatus[],
  connectMs: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<ServerReport[]> {
  return Promise.all(
    statuses.map(async ({ name, transport, state }): Promise<ServerReport> => {
      const config = codemode.config.servers.get(name);
      const headers = config?.kind === "http" && Object.keys(config.headers).length > 0;
      const base = { name, transport, state: state.kind, auth: headers ? ("headers" as const) : ("none" as const) };
      if (state.kind === "failed")
        return {
          ...base,
          ...(state.code === "SIGN_IN_REQUIRED" ? { auth: "sign-in needed" as const } : {}),
          reason: state.reason,
          code: state.code,
        };
      if (state.kind !== "ready") return base;
      const times = await codemode.registry.measure(name, { signal }).catch(() => undefined);
      const waited = connectMs.get(name);
      return {
        ...base,
        protocol: state.protocolVersion,
        tools: state.toolCount,
        tokens: tokensOfServer(codemode, name),
        ...(waited === undefined ? {} : { connectMs: Math.round(waited) }),
        ...(times ? { listMs: round(times.listMs) } : {}),
        ...(times?.pingMs === undefined ? {} : { pingMs: round(times.pingMs) }),
      };
    }),
  );
}

/** What is wrong with a server, and what to do. */
export function problemsOf({ name, state, code, reason, tools, listMs }: ServerReport): Problem[] {
  if (state === "failed")
    return [
      { what: `server ${name}: ${reason} [${code}]`, next: NEXT[code ?? ""] ?? `Look at what it says: codemode tools --server ${name}` },
    ];
  if (state !== "ready") return [{ what: `server ${name} is ${state}`, next: "Wait, and ask again." }];
  if (listMs === undefined)
    return [{ what: `server ${name} did not answer again after it had connected`, next: "Look at what it says on its standard error." }];
  if (tools === 0) return [{ what: `server ${name} has no tools`, next: `Is it the right one? codemode remove ${name} takes it out.` }];
  return [];
}

const NEXT: Readonly<Record<string, string>> = {
  SERVER_START_FAILED: "Run its command by hand, and see that its program is installed and in the PATH.",
  SERVER_UNREACHABLE: "See that its URL is right and that it runs.",
  SERVER_TIMEOUT: "Start its command by hand once: a first start may download a package.",
  SERVER_CLOSED: "Run its command by hand, and read what it says before it ends.",
  SERVER_PROTOCOL: "See that the command or URL is that of an MCP server.",
  SIGN_IN_REQUIRED: "Sign in: codemode login, with its name.",
};

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
