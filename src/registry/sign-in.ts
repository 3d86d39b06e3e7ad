import {
  auth,
  computeScopeUnion,
  extractWWWAuthenticateParams,
  isStrictScopeSuperset,
  UnauthorizedError,
  type FetchLike,
  type OAuthClientProvider,
} from "@modelcontextprotocol/client";
import { fetchBeyond } from "./beyond-server.ts";

/** Who signs in at a server's authorization server: what is kept between requests, and the way over the user's browser. */
export interface SignIn extends OAuthClientProvider {
  /** What came back to `redirectUrl` after {@link OAuthClientProvider.redirectToAuthorization}: the code, and who says that it gave it (RFC 9207). */
  authorizationResponse(): Promise<{ readonly code: string; readonly iss?: string }>;
}

/**
 * Requests to a server that wants a sign-in (MCP, Authorization): with the access token where there is one; where that is not enough, by a 401
 * or, for more rights, a 403, the user is asked once for each request, and it is made again.
 * @param server where the server is
 * @throws UnauthorizedError where the server wants more after that
 */
export function signedFetch(signIn: SignIn, server: URL, next: FetchLike): FetchLike {
  return async (input, init) => {
    const send = async (): Promise<Response> => {
      const headers = new Headers(init?.headers);
      const tokens = await signIn.tokens();
      if (tokens) headers.set("Authorization", `Bearer ${tokens.access_token}`);
      return next(input, { ...init, headers });
    };
    const first = await send();
    if (!isChallenge(first)) return first;
    await first.body?.cancel();
    await answerChallenge(signIn, first, server, next);
    const second = await send();
    if (isChallenge(second)) throw new UnauthorizedError(`${server.origin} does not take what the authorization server gave for it.`);
    return second;
  };
}

function isChallenge({ status }: Response): boolean {
  return status === 401 || status === 403;
}

async function answerChallenge(signIn: SignIn, challenge: Response, serverUrl: URL, fetchFn: FetchLike): Promise<void> {
  const { resourceMetadataUrl, scope: wanted } = extractWWWAuthenticateParams(challenge);
  const held = (await signIn.tokens())?.scope;
  // Who is asked for more rights keeps those that it has.
  const scope = challenge.status === 403 ? computeScopeUnion(held, wanted) : wanted;
  // A token that is not taken any more may be of an authorization server that the server has left.
  if (challenge.status === 401) await signIn.invalidateCredentials?.("discovery");
  const options = {
    serverUrl,
    fetchFn: fetchBeyond(serverUrl, fetchFn),
    ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
    ...(scope === undefined ? {} : { scope }),
  };
  // A refresh gives no more rights than there were (RFC 6749, section 6).
  const begun = await auth(signIn, { ...options, forceReauthorization: isStrictScopeSuperset(scope, held) });
  if (begun === "AUTHORIZED") return;
  const { code, iss } = await signIn.authorizationResponse();
  const ended = await auth(signIn, { ...options, authorizationCode: code, ...(iss === undefined ? {} : { iss }) });
  if (ended !== "AUTHORIZED")
    throw new UnauthorizedError(`The sign-in at the authorization server of ${serverUrl.origin} did not end well.`);
}
