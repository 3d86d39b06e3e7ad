import { discoverAuthorizationServerMetadata, selectClientAuthMethod } from "@modelcontextprotocol/client";
import type { HttpServerConfig } from "../config/config.ts";
import { isSecure } from "../config/secure-url.ts";
import { fetchBeyond } from "../registry/beyond-server.ts";
import { resolveSecret } from "../secrets/resolve-secret.ts";
import { resourceOf } from "./authorization-server.ts";
import { toSignInError } from "./problem.ts";
import { signInFetch } from "./sign-in-fetch.ts";
import type { SignedIn, SignInStore } from "./sign-in-store.ts";

/** What became of the tokens of one issuer. */
export interface LoggedOut {
  readonly issuer: string;
  readonly revoked: boolean;
  /** Why it was not revoked, where it could have been. */
  readonly problem?: string;
}

/**
 * Forgets the sign-ins at a server, and tells the authorization servers that their tokens are not needed any more (RFC 7009).
 * @throws CodemodeError `STATE_BROKEN`
 */
export async function logout(server: string, config: HttpServerConfig, store: SignInStore): Promise<readonly LoggedOut[]> {
  const resource = resourceOf(new URL(config.url));
  const held = await store.read(resource);
  await store.update(resource, () => undefined);
  const ended: LoggedOut[] = [];
  for (const [issuer, signedIn] of Object.entries(held?.byIssuer ?? {})) {
    try {
      ended.push({ issuer, revoked: await revoke(server, issuer, signedIn, config) });
    } catch (error) {
      ended.push({ issuer, revoked: false, problem: toSignInError(server, error).message });
    }
  }
  return ended;
}

async function revoke(server: string, issuer: string, { client, tokens }: SignedIn, config: HttpServerConfig): Promise<boolean> {
  const fetchFn = signInFetch(fetchBeyond(new URL(config.url), fetch));
  const metadata = await discoverAuthorizationServerMetadata(issuer, { fetchFn });
  const endpoint = metadata && "revocation_endpoint" in metadata ? metadata.revocation_endpoint : undefined;
  if (typeof endpoint !== "string" || !isSecure(endpoint) || !tokens) return false;
  const { clientId, clientSecret } = config.oauth ?? {};
  const client_secret =
    clientId === client.client_id && clientSecret !== undefined
      ? await resolveSecret(clientSecret, `server "${server}", field "oauth.clientSecret"`)
      : client.client_secret;
  const known = { client_id: client.client_id, ...(client_secret === undefined ? {} : { client_secret }) };
  const method = selectClientAuthMethod(known, metadata?.token_endpoint_auth_methods_supported ?? []);
  // With the refresh token its access tokens end, too (RFC 7009, section 2.1).
  const body = new URLSearchParams({ token: tokens.refresh_token ?? tokens.access_token });
  const headers = new Headers();
  if (method === "client_secret_basic" && client_secret !== undefined) {
    const [id, secret] = [client.client_id, client_secret].map((part) => encodeURIComponent(part));
    headers.set("authorization", `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`);
  } else {
    body.set("client_id", client.client_id);
    if (method === "client_secret_post" && client_secret !== undefined) body.set("client_secret", client_secret);
  }
  const { ok } = await fetchFn(endpoint, { method: "POST", headers, body });
  return ok;
}
