import {
  checkResourceAllowed,
  discoverOAuthServerInfo,
  resourceUrlFromServerUrl,
  type AuthorizationServerMetadata,
  type FetchLike,
} from "@modelcontextprotocol/client";
import { CodemodeError } from "../errors.ts";

/** The authorization server that an MCP server names now. */
export interface FoundAuthorizationServer {
  readonly url: string;
  /** As its metadata, which were checked against its URL, call it (RFC 8414, section 3.3). */
  readonly issuer: string;
  readonly metadata?: AuthorizationServerMetadata;
  /** What a token is asked for (RFC 8707); `undefined` for servers of before RFC 9728. */
  readonly resource?: string;
}

/**
 * Asks a server where one signs in for it.
 * @param expected the only issuer that is taken
 * @throws CodemodeError `SIGN_IN_FAILED` where the server's metadata are of another resource or name another issuer
 */
export async function findAuthorizationServer(
  server: URL,
  fetchFn: FetchLike,
  { resourceMetadataUrl, expected }: { readonly resourceMetadataUrl?: URL | undefined; readonly expected?: string | undefined },
): Promise<FoundAuthorizationServer> {
  const found = await discoverOAuthServerInfo(server, { fetchFn, ...(resourceMetadataUrl ? { resourceMetadataUrl } : {}) });
  const { authorizationServerUrl: url, authorizationServerMetadata: metadata, resourceMetadata } = found;
  checkResource(server, resourceMetadata?.resource);
  const issuer = metadata?.issuer ?? url;
  checkIssuer(server, issuer, expected);
  return {
    url,
    issuer,
    ...(metadata === undefined ? {} : { metadata }),
    ...(resourceMetadata === undefined ? {} : { resource: resourceMetadata.resource }),
  };
}

/** What a server is called as a resource (RFC 8707, section 2): its URL without a fragment. */
export function resourceOf(server: URL): string {
  return resourceUrlFromServerUrl(server).href;
}

/** @throws CodemodeError `SIGN_IN_FAILED` where metadata are those of another resource (RFC 9728, section 3.3) */
export function checkResource(server: URL, configuredResource: string | undefined): void {
  if (configuredResource === undefined) return;
  if (URL.canParse(configuredResource) && checkResourceAllowed({ requestedResource: resourceOf(server), configuredResource })) return;
  throw new CodemodeError(
    "SIGN_IN_FAILED",
    `The metadata of ${server.origin} are those of another resource (RFC 9728), so nobody signs in by them.`,
  );
}

/** @throws CodemodeError `SIGN_IN_FAILED` where the config expects another issuer */
export function checkIssuer(server: URL, issuer: string, expected: string | undefined): void {
  if (expected === undefined || issuer === expected) return;
  const named = URL.canParse(issuer) ? new URL(issuer).origin : "something else";
  throw new CodemodeError(
    "SIGN_IN_FAILED",
    `${server.origin} names the authorization server ${named}, and the config expects ${expected} ("oauth.issuer"), so nobody signs in there.`,
  );
}
