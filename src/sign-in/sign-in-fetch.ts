import { OAuthErrorCode, type FetchLike } from "@modelcontextprotocol/client";

/**
 * Requests to an authorization server: with a time limit, and without what it says in errors. What it says there may be anything, our own tokens and
 * secrets too, and would be told to users and models; of an error its code stays, where it is one that the RFCs have.
 */
export function signInFetch(next: FetchLike): FetchLike {
  return async (input, init) => {
    const timeout = AbortSignal.timeout(REQUEST_MS);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const response = await next(input, { ...init, signal });
    const { ok, status } = response;
    if (ok || (init?.method ?? "GET") === "GET") return response;
    const said: unknown = await response.json().catch(() => undefined);
    const error = knownError(said);
    return Response.json(error === undefined ? {} : { error }, { status: status >= 400 ? status : 502 });
  };
}

/** The code of an OAuth error; `undefined` where it is none that we know. */
export function knownError(said: unknown): string | undefined {
  const code = typeof said === "object" && said !== null && "error" in said ? said.error : undefined;
  return typeof code === "string" && known.has(code) ? code : undefined;
}

/** RFC 6749, sections 4.1.2.1 and 5.2, RFC 7591, section 3.2.2, RFC 8707, OpenID Connect Core, section 3.1.2.6. */
const known = new Set<string>([
  ...Object.values(OAuthErrorCode),
  "invalid_redirect_uri",
  "invalid_software_statement",
  "unapproved_software_statement",
  "invalid_target",
  "login_required",
  "consent_required",
  "interaction_required",
  "account_selection_required",
]);

/** Of one request to an authorization server. */
const REQUEST_MS = 30_000;
