import { auth, computeScopeUnion, isStrictScopeSuperset, UnauthorizedError, type OAuthClientProvider } from "@modelcontextprotocol/client";
import type { Challenge, SignIn } from "../registry/sign-in.ts";

/** Somebody who can ask the user: what is kept between requests, and the way over the user's browser. */
export interface SignInProvider extends OAuthClientProvider {
  /** What came back to `redirectUrl` after {@link OAuthClientProvider.redirectToAuthorization}: the code, and who says that it gave it (RFC 9207). */
  authorizationResponse(): Promise<{ readonly code: string; readonly iss?: string }>;
}

/** Signs in at a server by asking the user whenever it wants that (MCP, Authorization), once for each request. */
export function interactiveSignIn(provider: SignInProvider, server: URL): SignIn {
  return {
    token: async () => (await provider.tokens())?.access_token,
    answer: (challenge) => askUser(provider, server, challenge),
  };
}

/** @throws UnauthorizedError where that does not end well, or the server wants more after it */
async function askUser(provider: SignInProvider, server: URL, challenge: Challenge): Promise<boolean> {
  if (challenge.again) throw new UnauthorizedError(`${server.origin} does not take what the authorization server gave for it.`);
  const held = (await provider.tokens())?.scope;
  // Who is asked for more rights keeps those that it has.
  const scope = challenge.status === 403 ? computeScopeUnion(held, challenge.scope) : challenge.scope;
  // A token that is not taken any more may be of an authorization server that the server has left.
  if (challenge.status === 401) await provider.invalidateCredentials?.("discovery");
  const options = {
    serverUrl: server,
    fetchFn: challenge.fetch,
    ...(challenge.resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl: challenge.resourceMetadataUrl }),
    ...(scope === undefined ? {} : { scope }),
  };
  // A refresh gives no more rights than there were (RFC 6749, section 6).
  const begun = await auth(provider, { ...options, forceReauthorization: isStrictScopeSuperset(scope, held) });
  if (begun === "AUTHORIZED") return true;
  const { code, iss } = await provider.authorizationResponse();
  const ended = await auth(provider, { ...options, authorizationCode: code, ...(iss === undefined ? {} : { iss }) });
  if (ended !== "AUTHORIZED") throw new UnauthorizedError(`The sign-in at the authorization server of ${server.origin} did not end well.`);
  return true;
}
