import { extractWWWAuthenticateParams, type FetchLike } from "@modelcontextprotocol/client";
import type { HttpServerConfig } from "../config/config.ts";
import type { KnownSecrets } from "../secrets/known-secrets.ts";
import { fetchBeyond } from "./beyond-server.ts";

/** Who signs in at a server's authorization server, and keeps what comes of it. */
export interface SignIn {
  /** The access token for the next request; `undefined` where there is none. */
  token(): Promise<string | undefined>;
  /**
   * Does what it can about a server that wants another token.
   * @returns whether the request is worth making again; where it is not, the answer stays as it is
   * @throws CodemodeError `SIGN_IN_REQUIRED`, `SIGN_IN_FAILED`
   * @throws UnauthorizedError
   */
  answer(challenge: Challenge): Promise<boolean>;
  /** Whether there is a token that the server has not refused yet. @default never, for who always asks */
  readonly hasNews?: () => Promise<boolean>;
}

/** Where somebody may have to sign in. */
export interface ServerToSignIn {
  readonly name: string;
  readonly config: HttpServerConfig;
  /** Gets to know what must not come back. */
  readonly secrets: KnownSecrets;
  /** How requests are made. */
  readonly fetch: FetchLike;
}

/** A 401 or a 403 of a server (MCP, Authorization). */
export interface Challenge {
  readonly status: 401 | 403;
  /** What it was the answer to. */
  readonly token: string | undefined;
  readonly scope?: string;
  readonly resourceMetadataUrl?: URL;
  /** Whether it is the answer to what {@link SignIn.answer} gave for the same request. */
  readonly again: boolean;
  /** For the requests of the sign-in: what the server names must not lead inside. */
  readonly fetch: FetchLike;
}

/**
 * Requests to a server that may want a sign-in: with the access token where there is one; where that is not enough, by a 401 or, for more
 * rights, a 403, the sign-in is told once for each request, and it is made again.
 * @param server where the server is
 * @param secrets gets to know the tokens
 */
export function signedFetch(signIn: SignIn, server: URL, secrets: KnownSecrets, next: FetchLike): FetchLike {
  const beyond = fetchBeyond(server, next);
  return async (input, init) => {
    for (let again = false; ; again = true) {
      const token = await signIn.token();
      const headers = new Headers(init?.headers);
      if (token !== undefined) {
        secrets.add(token);
        headers.set("Authorization", `Bearer ${token}`);
      }
      const response = await next(input, { ...init, headers });
      const challenge = challengeOf(response, token, again, beyond);
      if (!challenge) return response;
      let worthwhile = false;
      try {
        worthwhile = await signIn.answer(challenge);
      } catch (error) {
        await response.body?.cancel();
        throw error;
      }
      if (!worthwhile || again) return response;
      await response.body?.cancel();
    }
  };
}

/** What a response asks for; `undefined` where it is no challenge. */
export function challengeOf(response: Response, token: string | undefined, again: boolean, fetch: FetchLike): Challenge | undefined {
  const { status } = response;
  if (status !== 401 && status !== 403) return undefined;
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return {
    status,
    token,
    again,
    fetch,
    ...(scope === undefined ? {} : { scope }),
    ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
  };
}
