import type { ServerConfig } from "../config/config.ts";
import type { ServerStatus } from "../registry/tool.ts";
import { resourceOf } from "./authorization-server.ts";
import type { SignInStore } from "./sign-in-store.ts";

/** How it is with the sign-in at one server. */
export interface SignInState {
  readonly server: string;
  readonly state: "signed in" | "wants a sign-in" | "signs in by itself" | "not available";
  readonly issuer?: string;
  /** ISO 8601, of the access token; where there is a refresh token it ends nothing. */
  readonly until?: string;
}

/** The servers that want a sign-in or have one. @throws CodemodeError `STATE_BROKEN` */
export async function signInStates(
  statuses: readonly ServerStatus[],
  configs: ReadonlyMap<string, ServerConfig>,
  store: SignInStore,
): Promise<SignInState[]> {
  const states: SignInState[] = [];
  for (const { name, state } of statuses) {
    const config = configs.get(name);
    if (config?.kind !== "http") continue;
    const held = await store.read(resourceOf(new URL(config.url)));
    const issuer = config.oauth?.issuer ?? held?.issuer;
    const tokens = issuer === undefined ? undefined : held?.byIssuer[issuer]?.tokens;
    const wanted = state.kind === "failed" && (state.code === "SIGN_IN_REQUIRED" || state.code === "SIGN_IN_FAILED");
    if (!wanted && !tokens && !config.oauth) continue;
    states.push({
      server: name,
      state: wanted
        ? "wants a sign-in"
        : state.kind === "failed"
          ? "not available"
          : config.oauth?.grant === "client_credentials"
            ? "signs in by itself"
            : "signed in",
      ...(issuer === undefined ? {} : { issuer }),
      ...(tokens?.endsAtMs === undefined ? {} : { until: new Date(tokens.endsAtMs).toISOString() }),
    });
  }
  return states;
}
