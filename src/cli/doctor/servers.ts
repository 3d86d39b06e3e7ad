import type { Codemode } from "../../codemode.ts";
import type { ServerStatus } from "../../registry/tool.ts";
import { signInStates } from "../../sign-in/sign-in-states.ts";
import { SignInStore } from "../../sign-in/sign-in-store.ts";
import type { Problem, ServerReport } from "./report.ts";
import { tokensOfServer } from "./tokens.ts";

/** Each server as it is now: reached, measured and counted. */
export async function reportServers(
  codemode: Codemode,
  statuses: readonly ServerStatus[],
  connectMs: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<ServerReport[]> {
  const signIns = await signInsOf(codemode, statuses);
  return Promise.all(
    statuses.map(async ({ name, transport, state }): Promise<ServerReport> => {
      const config = codemode.config.servers.get(name);
      const headers = config?.kind === "http" && Object.keys(config.headers).length > 0;
      const base = { name, transport, state: state.kind, auth: signIns.get(name) ?? (headers ? "headers" : "none") };
      if (state.kind === "failed") return { ...base, reason: state.reason, code: state.code };
      if (state.kind !== "ready") return base;
      const times = await codemode.registry.measure(name, { signal }).catch(() => undefined);
      const waited = connectMs.get(name);
      const changed = codemode.registry.listHeld(name).length;
      return {
        ...base,
        protocol: state.protocolVersion,
        tools: state.toolCount,
        ...(changed === 0 ? {} : { changed }),
        tokens: tokensOfServer(codemode, name),
        ...(waited === undefined ? {} : { connectMs: Math.round(waited) }),
        ...(times ? { listMs: round(times.listMs) } : {}),
        ...(times?.pingMs === undefined ? {} : { pingMs: round(times.pingMs) }),
      };
    }),
  );
}

async function signInsOf({ config }: Codemode, statuses: readonly ServerStatus[]): Promise<ReadonlyMap<string, ServerReport["auth"]>> {
  // Where the file of the sign-ins is broken, the servers that need one say so.
  const states = await signInStates(statuses, config.servers, new SignInStore(config.signIn)).catch(() => []);
  const auth = {
    "signed in": "signed in",
    "signs in by itself": "client credentials",
    "wants a sign-in": "sign-in needed",
    "not available": undefined,
  } as const;
  return new Map(states.flatMap(({ server, state }) => (auth[state] ? [[server, auth[state]] as const] : [])));
}

/** What is wrong with a server, and what to do. */
export function problemsOf({ name, state, code, reason, tools, changed, listMs }: ServerReport): Problem[] {
  if (state === "failed")
    return [
      {
        what: `server ${name}: ${reason} [${code}]`,
        next: NEXT[code ?? ""]?.replace("<server>", name) ?? `Look at what it says: codemode tools --server ${name}`,
      },
    ];
  if (state !== "ready") return [{ what: `server ${name} is ${state}`, next: "Wait, and ask again." }];
  if (listMs === undefined)
    return [{ what: `server ${name} did not answer again after it had connected`, next: "Look at what it says on its standard error." }];
  if (changed !== undefined)
    return [
      {
        what: `server ${name} has changed ${changed === 1 ? "a tool" : `${changed} tools`} since first used; disabled`,
        next: `See what has changed: codemode review ${name}`,
      },
    ];
  if (tools === 0) return [{ what: `server ${name} has no tools`, next: `Is it the right one? codemode remove ${name} takes it out.` }];
  return [];
}

const NEXT: Readonly<Record<string, string>> = {
  SERVER_START_FAILED: "Run its command by hand, and see that its program is installed and in the PATH.",
  SERVER_UNREACHABLE: "See that its URL is right and that it runs.",
  SERVER_TIMEOUT: "Start its command by hand once: a first start may download a package.",
  SERVER_CLOSED: "Run its command by hand, and read what it says before it ends.",
  SERVER_PROTOCOL: "See that the command or URL is that of an MCP server.",
  SIGN_IN_REQUIRED: "Sign in: codemode login <server>",
  SIGN_IN_FAILED: "Sign in anew: codemode login <server>",
  SECRET_FAILED: "See that the command or file of the secret gives it.",
  STATE_BROKEN: "Restore the file from a copy, or delete it to begin anew.",
};

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
