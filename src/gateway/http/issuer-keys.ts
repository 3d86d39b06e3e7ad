import { discoverAuthorizationServerMetadata } from "@modelcontextprotocol/client";
import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import { isSecure } from "../../config/secure-url.ts";

export interface IssuerOptions {
  readonly issuer: string;
  /** Where its keys are. @default as its metadata says (RFC 8414, OpenID Connect Discovery) */
  readonly jwksUri?: string;
}

/**
 * The keys that an authorization server signs with. They are fetched when the first token comes and kept for ten minutes; a key that is not
 * among them is looked for at most twice a minute. A server that does not answer is asked again after ten seconds.
 */
export function issuerKeys({ issuer, jwksUri }: IssuerOptions): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const find = (): Promise<JWTVerifyGetKey> => {
    if (keys) return keys;
    keys = (jwksUri === undefined ? discover(issuer) : Promise.resolve(jwksUri)).then((url) =>
      createRemoteJWKSet(new URL(url), { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: TIMEOUT_MS }),
    );
    keys.catch(() => setTimeout(() => (keys = undefined), RETRY_MS).unref());
    return keys;
  };
  return async (header, token) => (await find())(header, token);
}

async function discover(issuer: string): Promise<string> {
  const metadata = await discoverAuthorizationServerMetadata(issuer, {
    fetchFn: (url, init) => fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) }),
  });
  const { jwks_uri: url } = metadata ?? {};
  if (typeof url !== "string" || !isSecure(url))
    throw new Error(`The metadata of the issuer ${issuer} name no "jwks_uri" with https. Set codemode.http.oauth.jwksUri.`);
  return url;
}

const TIMEOUT_MS = 5_000;
const RETRY_MS = 10_000;
