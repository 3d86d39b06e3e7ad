import {
  fetchToken,
  OAuthError,
  OAuthErrorCode,
  refreshAuthorization,
  type FetchLike,
  type OAuthClientInformationMixed,
  type OAuthTokens,
} from "@modelcontextprotocol/client";
import type { HttpServerConfig, OAuthClientConfig, SignInConfig } from "../config/config.ts";
import { isSecure } from "../config/secure-url.ts";
import { CodemodeError } from "../errors.ts";
import { fetchBeyond } from "../registry/beyond-server.ts";
import type { Challenge, ServerToSignIn, SignIn } from "../registry/sign-in.ts";
import type { KnownSecrets } from "../secrets/known-secrets.ts";
import { resolveSecret } from "../secrets/resolve-secret.ts";
import { findAuthorizationServer, resourceOf, type FoundAuthorizationServer } from "./authorization-server.ts";
import { toSignInError } from "./problem.ts";
import { signInFetch } from "./sign-in-fetch.ts";
import { SignInStore, type HeldSignIns, type SignedIn } from "./sign-in-store.ts";

/** Signs in at every server over HTTP whose config has no credentials already. */
export function keptSignIns(config: SignInConfig): (server: ServerToSignIn) => SignIn | undefined {
  const store = new SignInStore(config);
  return (server) => (hasCredentials(server.config) ? undefined : new KeptSignIn(server, store));
}

/** Whether the config itself says what stands in `Authorization`. */
export function hasCredentials({ headers }: HttpServerConfig): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
}

/**
 * The sign-in of a program that has no user: it sends what `codemode login` has brought, refreshes that, and asks for tokens by client
 * credentials. Where that is not enough it says what the user has to do.
 */
export class KeptSignIn implements SignIn {
  readonly #server: string;
  readonly #url: URL;
  readonly #oauth: OAuthClientConfig | undefined;
  readonly #secrets: KnownSecrets;
  readonly #store: SignInStore;
  readonly #resource: string;
  readonly #fetch: FetchLike;
  /** Of client credentials: they can always be had again. */
  #own: Token | undefined;
  /** Refreshed and not yet kept. */
  #unkept: { readonly issuer: string; readonly signedIn: SignedIn } | undefined;
  #read: { readonly atMs: number; readonly held: HeldSignIns | undefined } | undefined;
  #renewing: Promise<void> | undefined;
  /** Which state of the store the server does not take. */
  #refused: { readonly version: string | undefined } | undefined;

  constructor({ name, config, secrets, fetch }: ServerToSignIn, store: SignInStore) {
    this.#server = name;
    this.#url = new URL(config.url);
    this.#oauth = config.oauth;
    this.#secrets = secrets;
    this.#store = store;
    this.#resource = resourceOf(this.#url);
    this.#fetch = signInFetch(fetchBeyond(this.#url, fetch));
  }

  async token(): Promise<string | undefined> {
    if (!isSecure(this.#url.href)) return undefined;
    if (this.#isMachine) return this.#own && !isOver(this.#own.endsAtMs) ? this.#own.access_token : undefined;
    // A store that can't be read matters to who needs it: a server that wants no sign-in goes on.
    const tokens = await this.#held().then(
      (signedIn) => signedIn?.tokens,
      () => undefined,
    );
    if (!tokens || !isOver(tokens.renewAtMs) || tokens.refresh_token === undefined) return tokens?.access_token;
    try {
      await this.#renew(tokens.access_token, undefined);
    } catch (error) {
      if (isOver(tokens.endsAtMs)) throw error;
      return tokens.access_token;
    }
    return (await this.#held())?.tokens?.access_token;
  }

  async answer({ status, token, scope, resourceMetadataUrl, again }: Challenge): Promise<boolean> {
    if (!isSecure(this.#url.href)) throw insecure(this.#url);
    if (status === 403) {
      // Without a scope it is no question of rights that a sign-in could give.
      if (scope === undefined) return false;
      // It goes into a command line that somebody may copy.
      const wanted = this.#secrets.redact(scope.slice(0, MAX_SCOPE_CHARACTERS)).replaceAll(/[^\w .:/-]/g, "");
      throw this.#required("wants more rights", ` --scope "${wanted}"`);
    }
    if (again) {
      await this.#refuse();
      throw this.#required("does not take the access token that its authorization server gave");
    }
    await this.#renew(token, resourceMetadataUrl);
    return true;
  }

  async hasNews(): Promise<boolean> {
    if (this.#isMachine) return false;
    const version = await this.#store.versionOf(this.#resource).catch(() => undefined);
    return version !== undefined && version !== this.#refused?.version;
  }

  get #isMachine(): boolean {
    return this.#oauth?.grant === "client_credentials";
  }

  /** What is sent now. */
  async #held(fresh = false): Promise<SignedIn | undefined> {
    if (this.#unkept) return this.#unkept.signedIn;
    if (fresh || !this.#read || Date.now() - this.#read.atMs > KEEP_READ_MS)
      this.#read = { atMs: Date.now(), held: await this.#store.read(this.#resource) };
    const { held } = this.#read;
    const issuer = this.#oauth?.issuer ?? held?.issuer;
    const signedIn = issuer === undefined ? undefined : held?.byIssuer[issuer];
    for (const secret of secretsOf(signedIn)) this.#secrets.add(secret);
    return signedIn;
  }

  /** Gets another token than the one that is refused or ends. One at a time, here and in all processes. */
  async #renew(refused: string | undefined, resourceMetadataUrl: URL | undefined): Promise<void> {
    this.#renewing ??= (this.#isMachine ? this.#askAsMachine(refused, resourceMetadataUrl) : this.#refresh(refused, resourceMetadataUrl))
      .catch((error: unknown) => {
        throw toSignInError(this.#server, error);
      })
      .finally(() => (this.#renewing = undefined));
    await this.#renewing;
  }

  async #refresh(refused: string | undefined, resourceMetadataUrl: URL | undefined): Promise<void> {
    const before = await this.#held(true);
    if (before?.tokens && before.tokens.access_token !== refused) return;
    if (before?.tokens?.refresh_token === undefined) {
      await this.#refuse();
      throw this.#required(
        refused === undefined ? "wants a sign-in" : "does not take the access token any more, and there is no refresh token",
      );
    }
    // Nothing has changed since the server refused what a refresh brought, so another would bring no more.
    if (this.#refused && this.#refused.version === (await this.#store.versionOf(this.#resource)))
      throw this.#required("does not take the access token that its authorization server gave");
    await this.#store.exclusively(this.#resource, async () => {
      // Whoever came first has it done for all.
      const now = await this.#held(true);
      if (now?.tokens && now.tokens.access_token !== refused) return;
      const found = await this.#find(
        resourceMetadataUrl ?? (now?.resourceMetadataUrl === undefined ? undefined : new URL(now.resourceMetadataUrl)),
      );
      const held =
        this.#unkept?.issuer === found.issuer ? this.#unkept.signedIn : (await this.#store.read(this.#resource))?.byIssuer[found.issuer];
      if (held?.tokens?.refresh_token === undefined) {
        await this.#refuse();
        throw this.#required("names another authorization server now, or was not signed in at it");
      }
      // That there is room for the new tokens is known before the old ones are used up.
      await this.#store.update(this.#resource, (kept) => kept);
      await this.#refreshAt(found, held, held.tokens.refresh_token);
    });
  }

  async #refreshAt(found: FoundAuthorizationServer, held: SignedIn, refreshToken: string): Promise<void> {
    const answer = await refreshAuthorization(found.url, {
      clientInformation: await this.#client(held),
      refreshToken,
      fetchFn: this.#fetch,
      ...(found.metadata ? { metadata: found.metadata } : {}),
      ...(found.resource === undefined ? {} : { resource: found.resource }),
    }).catch(async (error: unknown) => {
      if (!isFinal(error, this.#oauth?.clientId === undefined)) throw error;
      // Nobody will ever take it again.
      await this.#store.update(
        this.#resource,
        (now) => now && { ...now, byIssuer: { ...now.byIssuer, [found.issuer]: withoutTokens(held) } },
      );
      this.#unkept = undefined;
      await this.#refuse();
      throw this.#required("has a sign-in that is over");
    });
    const signedIn = { ...held, tokens: toTokens(answer, held.tokens?.scope) };
    for (const secret of secretsOf(signedIn)) this.#secrets.add(secret);
    // The old refresh token may be used up by now: until the new one is kept, it is here.
    this.#unkept = { issuer: found.issuer, signedIn };
    await this.#store.update(this.#resource, (now) => ({ issuer: found.issuer, byIssuer: { ...now?.byIssuer, [found.issuer]: signedIn } }));
    this.#unkept = undefined;
    this.#read = undefined;
  }

  async #askAsMachine(refused: string | undefined, resourceMetadataUrl: URL | undefined): Promise<void> {
    if (this.#own && this.#own.access_token !== refused && !isOver(this.#own.endsAtMs)) return;
    const found = await this.#find(resourceMetadataUrl);
    const clientInformation = { ...(await this.#configuredClient()), issuer: found.issuer };
    const scope = this.#oauth?.scopes?.join(" ");
    const answer = await fetchToken(
      {
        redirectUrl: undefined,
        clientMetadata: { redirect_uris: [] },
        clientInformation: () => clientInformation,
        prepareTokenRequest: (wanted) => new URLSearchParams({ grant_type: "client_credentials", ...(wanted ? { scope: wanted } : {}) }),
        ...nothingToKeep,
      },
      found.url,
      {
        fetchFn: this.#fetch,
        ...(found.metadata ? { metadata: found.metadata } : {}),
        ...(found.resource === undefined ? {} : { resource: found.resource }),
        ...(scope === undefined ? {} : { scope }),
      },
    );
    this.#own = toTokens(answer, scope);
    this.#secrets.add(this.#own.access_token);
  }

  #find(resourceMetadataUrl: URL | undefined): Promise<FoundAuthorizationServer> {
    return findAuthorizationServer(this.#url, this.#fetch, { resourceMetadataUrl, expected: this.#oauth?.issuer });
  }

  async #client({ client: { redirect_uri: _, ...client } }: SignedIn): Promise<OAuthClientInformationMixed> {
    // A client of the config keeps its secret where the config says.
    return this.#oauth?.clientId === client.client_id ? this.#configuredClient() : client;
  }

  async #configuredClient(): Promise<{ client_id: string; client_secret?: string }> {
    const { clientId: client_id = "", clientSecret } = this.#oauth ?? {};
    if (clientSecret === undefined) return { client_id };
    const client_secret = await resolveSecret(clientSecret, `server "${this.#server}", field "oauth.clientSecret"`);
    this.#secrets.add(client_secret);
    return { client_id, client_secret };
  }

  async #refuse(): Promise<void> {
    this.#read = undefined;
    this.#refused = { version: await this.#store.versionOf(this.#resource).catch(() => undefined) };
  }

  #required(why: string, more = ""): CodemodeError {
    return new CodemodeError(
      "SIGN_IN_REQUIRED",
      `${this.#url.origin} ${why}. Sign in, run: codemode login ${quoted(this.#server)}${more}`,
      {
        data: { server: this.#server },
      },
    );
  }
}

/** Bearer tokens are for whoever has them (RFC 6750, section 5.3). */
export function insecure(server: URL): CodemodeError {
  return new CodemodeError(
    "SIGN_IN_FAILED",
    `${server.origin} wants a sign-in and has no https, so that everybody on the way could read its tokens: nobody signs in there.`,
  );
}

type Token = NonNullable<SignedIn["tokens"]>;

/** What of an answer to a token request is kept. */
export function toTokens({ access_token, refresh_token, scope, expires_in }: OAuthTokens, asked: string | undefined): Token {
  return {
    access_token,
    ...(refresh_token === undefined ? {} : { refresh_token }),
    // Who gives what was asked for need not say it (RFC 6749, section 5.1).
    ...((scope ?? asked) === undefined ? {} : { scope: scope ?? asked }),
    ...(expires_in === undefined ? {} : lifetime(expires_in * 1_000)),
  };
}

function lifetime(lastsMs: number): { readonly endsAtMs: number; readonly renewAtMs: number } {
  const endsAtMs = Date.now() + lastsMs;
  return { endsAtMs, renewAtMs: endsAtMs - Math.min(AHEAD_MS, lastsMs / 2) };
}

function isOver(atMs: number | undefined): boolean {
  return atMs !== undefined && atMs <= Date.now();
}

/** Whether a refresh token is of no use any more; that a client of the config is not known can be a mistake in the config. */
function isFinal(error: unknown, isRegistered: boolean): boolean {
  if (!(error instanceof OAuthError)) return false;
  if (error.code === OAuthErrorCode.InvalidGrant) return true;
  return isRegistered && (error.code === OAuthErrorCode.InvalidClient || error.code === OAuthErrorCode.UnauthorizedClient);
}

function withoutTokens({ tokens: _, ...rest }: SignedIn): SignedIn {
  return rest;
}

function secretsOf(signedIn: SignedIn | undefined): (string | undefined)[] {
  return [signedIn?.tokens?.access_token, signedIn?.tokens?.refresh_token, signedIn?.client.client_secret];
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
}

const nothingToKeep = {
  tokens: () => undefined,
  saveTokens: () => {},
  redirectToAuthorization: () => {},
  saveCodeVerifier: () => {},
  codeVerifier: () => "",
};

/** How long before its end a token is renewed. */
const AHEAD_MS = 30_000;
const MAX_SCOPE_CHARACTERS = 500;
/** How soon a change of the store by another process is seen. */
const KEEP_READ_MS = 1_000;
