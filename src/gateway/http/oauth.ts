import {
  bearerAuthChallengeResponse,
  getOAuthProtectedResourceMetadataUrl,
  OAuthError,
  OAuthErrorCode,
  verifyBearerToken,
  type AuthInfo,
  type OAuthProtectedResourceMetadata,
} from "@modelcontextprotocol/server";
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import type { OAuthConfig } from "../../config/config.ts";
import { messageOf } from "../../errors.ts";
import { bearerOf, type Authenticate } from "./bearer-token.ts";
import { issuerKeys } from "./issuer-keys.ts";

export interface ProtectedResource {
  /** What a client finds at {@link metadataPaths} (RFC 9728, section 2). */
  readonly metadata: OAuthProtectedResourceMetadata;
  readonly metadataPaths: readonly string[];
  readonly authenticate: Authenticate;
}

/**
 * The gateway as a resource server: who brings an access token of the issuer, made for this audience, gets in. Tokens are JWTs (RFC 9068),
 * signed with one of the issuer's keys; whoever is behind one, the user or else the client, is the principal.
 * @param url where the gateway is reached, for an audience that is no URL
 */
export function protectedResource(config: OAuthConfig, url: string, onError: (error: Error) => void): ProtectedResource {
  const { issuer, audience, requiredScopes } = config;
  const resource = new URL(config.resource ?? (/^https?:/.test(audience) && URL.canParse(audience) ? audience : url));
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(resource);
  const challenge = { requiredScopes: [...requiredScopes], resourceMetadataUrl };
  const keys = issuerKeys(config);
  const verifier = { verifyAccessToken: (token: string) => verifyAccessToken(token, config, keys) };
  return {
    metadata: {
      resource: resource.href,
      authorization_servers: [issuer],
      bearer_methods_supported: ["header"],
      ...(requiredScopes.length === 0 ? {} : { scopes_supported: [...requiredScopes] }),
      resource_name: "mcp-codemode",
    },
    metadataPaths: [...new Set([WELL_KNOWN, `${WELL_KNOWN}/mcp`, new URL(resourceMetadataUrl).pathname])],
    async authenticate(request) {
      if (bearerOf(request) === undefined) return unauthenticated(challenge);
      try {
        return await verifyBearerToken(request.headers.get("authorization"), { verifier, ...challenge });
      } catch (error) {
        if (error instanceof OAuthError) return bearerAuthChallengeResponse(error, challenge);
        onError(
          new Error(`No access token can be checked, because the keys of ${issuer} can't be had: ${messageOf(error)}`, { cause: error }),
        );
        return Response.json(
          { error: "temporarily_unavailable", error_description: "The authorization server can't be asked for its keys." },
          { status: 503, headers: { "Retry-After": "10" } },
        );
      }
    },
  };
}

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** What a request without a token gets: no error, but where to get one (RFC 6750, section 3.1; RFC 9728, section 5.1). */
function unauthenticated({ requiredScopes, resourceMetadataUrl }: { requiredScopes: string[]; resourceMetadataUrl: string }): Response {
  const scope = requiredScopes.length === 0 ? "" : `, scope="${requiredScopes.join(" ")}"`;
  const headers = { "WWW-Authenticate": `Bearer resource_metadata="${resourceMetadataUrl}"${scope}` };
  return Response.json({ error: "An access token is needed." }, { status: 401, headers });
}

/** @throws OAuthError `invalid_token`; anything else where the issuer's keys can't be had */
async function verifyAccessToken(token: string, config: OAuthConfig, keys: JWTVerifyGetKey): Promise<AuthInfo> {
  const { issuer, audience, algorithms } = config;
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer,
    audience,
    algorithms: [...algorithms],
    requiredClaims: ["exp"],
    clockTolerance: CLOCK_SKEW_SECONDS,
  }).catch((error: unknown) => {
    if (error instanceof errors.JOSEError && !NO_KEYS.has(error.code)) throw invalid(error.message);
    throw error;
  });
  // An ID token is no access token, and nor is one of the other kinds of JWT (RFC 8725, section 3.11). Many servers still say only "JWT".
  if (!/^(?:(?:application\/)?(?:at\+)?jwt)$/i.test(protectedHeader.typ ?? "jwt") || "nonce" in payload || "at_hash" in payload)
    throw invalid("This is no access token");
  const clientId = text(payload.client_id) ?? text(payload.azp);
  const principal = payload.sub === undefined ? clientId && `${issuer} client ${clientId}` : `${issuer} sub ${payload.sub}`;
  if (principal === undefined) throw invalid("The token names neither a subject nor a client");
  return {
    token,
    clientId: clientId ?? "",
    scopes: scopesOf(payload),
    expiresAt: (payload.exp as number) + CLOCK_SKEW_SECONDS,
    extra: { principal },
  };
}

const CLOCK_SKEW_SECONDS = 30;

/** What says nothing of the token: the keys could not be had. */
const NO_KEYS: ReadonlySet<string> = new Set([errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code]);

function invalid(message: string): OAuthError {
  return new OAuthError(OAuthErrorCode.InvalidToken, message);
}

/** `scope` (RFC 9068, section 2.2.3), or `scp` as some servers have it. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  if (Array.isArray(scp)) return scp.filter((each) => typeof each === "string");
  return (text(scope) ?? text(scp) ?? "").split(" ").filter((each) => each !== "");
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
