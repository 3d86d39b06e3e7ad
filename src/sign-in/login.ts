import { randomBytes } from "node:crypto";
import type {
  AuthorizationServerMetadata,
  FetchLike,
  OAuthClientInformationContext,
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthDiscoveryState,
  OAuthTokens,
} from "@modelcontextprotocol/client";
import type { HttpServerConfig } from "../config/config.ts";
import { isSecure } from "../config/secure-url.ts";
import { CodemodeError } from "../errors.ts";
import { fetchBeyond, isInternalBeyond } from "../registry/beyond-server.ts";
import { challengeOf, type Challenge } from "../registry/sign-in.ts";
import { KnownSecrets } from "../secrets/known-secrets.ts";
import { resolveSecret } from "../secrets/resolve-secret.ts";
import { resolveServer } from "../secrets/resolve-server.ts";
import { checkIssuer, checkResource, resourceOf } from "./authorization-server.ts";
import { interactiveSignIn, type SignInProvider } from "./interactive-sign-in.ts";
import { insecure, toTokens } from "./kept-sign-in.ts";
import { Loopback, type AuthorizationResponse } from "./loopback.ts";
import { toSignInError } from "./problem.ts";
import { signInFetch } from "./sign-in-fetch.ts";
import type { HeldSignIns, SignedIn, SignInStore } from "./sign-in-store.ts";

export interface LoginOptions {
  /** The name of the server in the config. */
  readonly server: string;
  readonly config: HttpServerConfig;
  readonly store: SignInStore;
  /** Shows the user where to sign in. */
  readonly show: (authorizationUrl: string) => void;
  readonly signal: AbortSignal;
  /** What is asked for, instead of what the config and the server say. */
  readonly scopes?: readonly string[];
  /** How long the user may take. @default 300_000 */
  readonly timeoutMs?: number;
  /** How requests are made. @default the `fetch` of Node */
  readonly fetch?: FetchLike;
}

/**
 * Signs in at a server over the user's browser (OAuth 2.1, authorization code with PKCE) and keeps what comes of it.
 * @returns the issuer
 * @throws CodemodeError `SIGN_IN_FAILED`, `SECRET_FAILED`, `STATE_BROKEN`
 */
export async function login(options: LoginOptions): Promise<{ readonly issuer: string }> {
  const { server, config, store, signal } = options;
  const secrets = new KnownSecrets();
  const url = new URL(config.url);
  const { oauth } = config;
  if (!isSecure(url.href)) throw insecure(url);
  // A store that can't be used is known before the user has done anything.
  const held = await store.read(resourceOf(url));
  const client = oauth?.clientId === undefined ? undefined : { client_id: oauth.clientId, ...(await secretOf(options)) };
  const state = randomBytes(32).toString("base64url");
  await using loopback = await Loopback.listen(portsFor(oauth?.callbackPort, held), oauth?.callbackHost ?? "127.0.0.1", state);
  try {
    const provider = new LoginProvider(options, loopback, state, client, held);
    const resolved = await resolveServer(server, config, secrets, signal);
    const challenge = await challengeFrom(url, resolved.kind === "http" ? resolved.headers : {}, options);
    await interactiveSignIn(provider, url).answer(challenge);
    return { issuer: provider.issuer };
  } catch (error) {
    if (signal.aborted) throw error;
    throw toSignInError(server, error);
  }
}

async function secretOf({ server, config: { oauth }, signal }: LoginOptions): Promise<{ readonly client_secret?: string }> {
  if (oauth?.clientSecret === undefined) return {};
  return { client_secret: await resolveSecret(oauth.clientSecret, `server "${server}", field "oauth.clientSecret"`, signal) };
}

/** A client that was registered comes back to where it said; another registration is only needed where that port is taken. */
function portsFor(callbackPort: number | undefined, held: HeldSignIns | undefined): number[] {
  if (callbackPort !== undefined) return [callbackPort];
  const registered = Object.values(held?.byIssuer ?? {}).flatMap(({ client: { redirect_uri } }) =>
    redirect_uri === undefined ? [] : [Number(new URL(redirect_uri).port)],
  );
  return [...registered, 0];
}

/** What the server says to who comes without a token. */
async function challengeFrom(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { signal, scopes, config, fetch: next = fetch }: LoginOptions,
): Promise<Challenge> {
  const response = await next(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "mcp-codemode", version: "0.1.0" } },
    }),
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
  });
  await response.body?.cancel();
  const asked = scopes ?? config.oauth?.scopes;
  const beyond = signInFetch(fetchBeyond(url, withSignal(next, signal)));
  // Some servers want a sign-in for single tools only: where to sign in is still said.
  const { scope, ...challenge } = challengeOf(response, undefined, false, beyond) ?? {
    status: 401,
    token: undefined,
    again: false,
    fetch: beyond,
  };
  const wanted = asked?.join(" ") ?? scope;
  return { ...challenge, status: 401, ...(wanted === undefined ? {} : { scope: wanted }) };
}

function withSignal(next: FetchLike, signal: AbortSignal): FetchLike {
  return (input, init) => next(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal });
}

/** One sign-in over the browser, for the SDK's flow; what comes of it goes to the store. */
class LoginProvider implements SignInProvider {
  readonly #options: LoginOptions;
  readonly #url: URL;
  readonly #loopback: Loopback;
  readonly #state: string;
  readonly #client: OAuthClientInformationMixed | undefined;
  readonly #held: HeldSignIns | undefined;
  #registered: OAuthClientInformationMixed | undefined;
  #discovery: OAuthDiscoveryState | undefined;
  #verifier = "";
  #scope: string | undefined;
  /** Where it was signed in. */
  issuer = "";
  readonly clientMetadataUrl?: string;

  constructor(
    options: LoginOptions,
    loopback: Loopback,
    state: string,
    client: OAuthClientInformationMixed | undefined,
    held: HeldSignIns | undefined,
  ) {
    this.#options = options;
    this.#url = new URL(options.config.url);
    this.#loopback = loopback;
    this.#state = state;
    this.#client = client;
    this.#held = held;
    const { clientMetadataUrl } = options.config.oauth ?? {};
    if (clientMetadataUrl !== undefined) this.clientMetadataUrl = clientMetadataUrl;
  }

  get redirectUrl(): string {
    return this.#loopback.url;
  }

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: "codemode",
      redirect_uris: [this.#loopback.url],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    };
  }

  state(): string {
    return this.#state;
  }

  validateResourceURL = async (server: string | URL, resource?: string): Promise<URL | undefined> => {
    checkResource(new URL(server), resource);
    return resource === undefined ? undefined : new URL(resource);
  };

  clientInformation({ issuer }: OAuthClientInformationContext = { issuer: "" }): OAuthClientInformationMixed | undefined {
    checkIssuer(this.#url, issuer, this.#options.config.oauth?.issuer);
    if (this.#client) return { ...this.#client, issuer };
    if (this.#registered) return this.#registered;
    const known = this.#held?.byIssuer[issuer]?.client;
    if (known === undefined || known.redirect_uri !== this.#loopback.url) return undefined;
    const { redirect_uri: _, ...client } = known;
    return { ...client, issuer };
  }

  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.#registered = client;
  }

  /** Nothing that was there before is used for a sign-in anew. */
  tokens(): undefined {
    return undefined;
  }

  async saveTokens(tokens: OAuthTokens, { issuer }: OAuthClientInformationContext = { issuer: "" }): Promise<void> {
    const { client_id, client_secret, ...more } = this.clientInformation({ issuer }) ?? { client_id: "" };
    const method = "token_endpoint_auth_method" in more ? more.token_endpoint_auth_method : undefined;
    const resourceMetadataUrl = this.#discovery?.resourceMetadataUrl;
    const signedIn: SignedIn = {
      client: this.#client
        ? { client_id }
        : {
            client_id,
            redirect_uri: this.#loopback.url,
            ...(client_secret === undefined ? {} : { client_secret }),
            ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
          },
      tokens: toTokens(tokens, this.#scope),
      ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
    };
    this.issuer = issuer;
    await this.#options.store.update(resourceOf(this.#url), (now) => ({ issuer, byIssuer: { ...now?.byIssuer, [issuer]: signedIn } }));
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovery;
  }

  saveDiscoveryState(discovery: OAuthDiscoveryState): void {
    this.#discovery = discovery;
  }

  /** What the SDK tries anew after an error would be the same code once more. */
  invalidateCredentials(what: "all" | "client" | "tokens" | "verifier" | "discovery"): void {
    if (what === "client")
      throw new CodemodeError("SIGN_IN_FAILED", "The authorization server does not know this client (invalid_client).");
    if (what === "tokens")
      throw new CodemodeError("SIGN_IN_FAILED", "The authorization server does not take the code that it gave (invalid_grant).");
    if (what === "discovery") this.#discovery = undefined;
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }

  codeVerifier(): string {
    return this.#verifier;
  }

  async redirectToAuthorization(authorizationUrl: URL): Promise<void> {
    await checkAuthorizationUrl(authorizationUrl, this.#url, this.#discovery?.authorizationServerMetadata);
    this.#scope = authorizationUrl.searchParams.get("scope") ?? undefined;
    this.#options.show(authorizationUrl.href);
  }

  authorizationResponse(): Promise<AuthorizationResponse> {
    return this.#loopback.response(this.#options.signal, this.#options.timeoutMs ?? 300_000);
  }
}

/**
 * The browser goes where a server says, with whatever the user is signed in to: to a page of the web, never to a file, a script, another program or, for a
 * server of the internet, something inside.
 * @throws CodemodeError `SIGN_IN_FAILED`
 */
async function checkAuthorizationUrl(url: URL, server: URL, metadata: AuthorizationServerMetadata | undefined): Promise<void> {
  if (!isSecure(url.href) || url.username !== "" || url.password !== "")
    throw new CodemodeError(
      "SIGN_IN_FAILED",
      `${server.origin} sends the browser to an address with ${url.protocol} (${url.host}), which is not opened: only https is, and http on loopback.`,
    );
  if (await isInternalBeyond(url, server))
    throw new CodemodeError(
      "SIGN_IN_FAILED",
      `${server.origin} sends the browser to the internal address ${url.origin}, which is not opened.`,
    );
  // A client that can't prove that it began the flow is open to stolen codes (OAuth 2.1, section 7.5; MCP, Authorization).
  if (metadata && !metadata.code_challenge_methods_supported?.includes("S256"))
    throw new CodemodeError(
      "SIGN_IN_FAILED",
      `The authorization server of ${server.origin} does not say that it knows PKCE (S256), so nobody signs in there.`,
    );
}

const PROBE_MS = 30_000;
