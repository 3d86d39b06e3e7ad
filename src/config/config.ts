import type { PolicyConfig } from "../policy/policy.ts";

/** How to reach one server over standard input and output. */
export interface StdioServerConfig {
  readonly kind: "stdio";
  readonly command: string;
  /** @default [] */
  readonly args: readonly string[];
  /** Added to PATH, HOME and the like; nothing else of our own environment reaches the server. @default {} */
  readonly env: Readonly<Record<string, SecretText>>;
  /** @default the working directory of this process */
  readonly cwd?: string;
  readonly protocol: ProtocolPreference;
  /** How long one tool call may take, in milliseconds. @default 120_000 */
  readonly timeoutMs: number;
}

/** How to reach one server over Streamable HTTP, with the older HTTP+SSE transport as fallback. */
export interface HttpServerConfig {
  readonly kind: "http";
  readonly url: string;
  /** Sent with every request; this is where credentials go. @default {} */
  readonly headers: Readonly<Record<string, SecretText>>;
  /** How to sign in where the server wants it. @default with the authorization server that it names, in the user's browser */
  readonly oauth?: OAuthClientConfig;
  /** `auto` tries Streamable HTTP, then SSE. @default "auto" */
  readonly transport: "auto" | "streamable-http" | "sse";
  readonly protocol: ProtocolPreference;
  /** How long one tool call may take, in milliseconds. @default 120_000 */
  readonly timeoutMs: number;
}

/** A text, or where it is had from when the server is connected. */
export type SecretText = string | SecretReference;

/** Where a secret is kept: what a command prints, or what is in a file that its owner alone can read; the last line break is dropped. */
export type SecretReference = (
  | { /** Run without a shell. */ readonly command: readonly string[] }
  | { /** Absolute. */ readonly file: string }
) & {
  /** What stands before the secret: `Bearer `. @default nothing */
  readonly prefix?: string;
};

/** How we are known to the authorization server of an MCP server. */
export interface OAuthClientConfig {
  /** @default by {@link clientMetadataUrl}, else by registration (RFC 7591) */
  readonly clientId?: string;
  readonly clientSecret?: SecretText;
  /** An HTTPS URL under which the client's metadata are, for servers that take it as the client's id. */
  readonly clientMetadataUrl?: string;
  /** @default as the server says */
  readonly scopes?: readonly string[];
  /** @default "authorization_code" */
  readonly grant: "authorization_code" | "client_credentials";
  /** The only authorization server that is asked, exactly as its metadata call it. @default the one that the server names */
  readonly issuer?: string;
  /** Where the browser comes back to on loopback. @default any free port */
  readonly callbackPort?: number;
  /** How that address spells loopback. @default "127.0.0.1" */
  readonly callbackHost: "127.0.0.1" | "localhost";
}

/** Where sign-ins at servers are kept. */
export interface SignInConfig {
  /** `auto` is the operating system's keyring where it works, else a file. @default "auto" */
  readonly store: "auto" | "keyring" | "file";
  /** Absolute. */
  readonly folder: string;
}

/**
 * Which era of MCP to speak: `legacy` opens with `initialize` (2025-11-25 and older), `modern` is 2026-07-28 and later, `auto` asks.
 * Without a preference stdio servers are tried as legacy first, HTTP servers are asked.
 */
export type ProtocolPreference = "default" | "legacy" | "modern" | "auto";

export type ServerConfig = StdioServerConfig | HttpServerConfig;

/** A whole configuration, complete and frozen. */
export interface Config {
  /** The file that it was read from; absent for a configuration given in code. */
  readonly file?: string;
  readonly servers: ReadonlyMap<string, ServerConfig>;
  /** Folders with skills, absolute, first wins. */
  readonly skills: readonly string[];
  readonly answers: AnswersConfig;
  readonly policy: PolicyConfig;
  readonly access: AccessConfig;
  readonly tools: ToolMarks;
  readonly http: HttpConfig;
  readonly sandbox: SandboxConfig;
  readonly python: PythonConfig;
  /** What happens to programs with mistakes that types show. @default "error" */
  readonly check?: "error" | "warn" | "off";
  /** Where what executions do is written down; absent where it is not. */
  readonly audit?: AuditConfig;
  readonly telemetry: TelemetryConfig;
  /** Where the definitions of tools are pinned; `false` where they are not. */
  readonly pins: { readonly folder: string } | false;
  readonly signIn: SignInConfig;
  /** Where the shapes of results are kept; `false` where they are not learned. */
  readonly resultShapes: { readonly folder: string } | false;
}

/** By which way tools are reached: from code, directly by calls of their own, or both. */
export type Mode = "code" | "direct" | "both";

/** By which way clients reach servers. */
export interface AccessConfig {
  /** What holds where nothing more exact does. @default "code" */
  readonly mode: Mode;
  /** By patterns of servers; the first that fits holds. */
  readonly servers: Readonly<Record<string, { readonly mode: Mode }>>;
  /** By patterns of principals, or of the names that clients give themselves; the first that fits holds, before `servers`. */
  readonly clients: Readonly<
    Record<string, { readonly mode?: Mode; readonly servers?: Readonly<Record<string, { readonly mode: Mode }>> }>
  >;
  /** How direct tools are called: by the one tool `call_tool`, or each as a tool of ours. @default "call_tool" */
  readonly direct: "call_tool" | "tools";
}

/** What the config says of the audit log. */
export interface AuditConfig {
  /** Absolute. */
  readonly file: string;
  /** Whether code, arguments, results and messages of errors are kept. */
  readonly content: boolean;
  /** Whether a call waits until its record is on the disk. */
  readonly sync: boolean;
}

/** What the config says of OpenTelemetry. */
export interface TelemetryConfig {
  readonly enabled: boolean;
  /** Whether spans carry code, arguments, results and messages of errors. */
  readonly content: boolean;
}

/** What the config says of the gateway over HTTP. */
export interface HttpConfig {
  /** Names that it answers to, beside those of loopback and its own address. */
  readonly hosts: readonly string[];
  /** Origins of pages that may call it. */
  readonly origins: readonly string[];
  /** Where its bearer token is kept, absolute. */
  readonly tokenFile: string;
  /** Requests in work at once. */
  readonly maxRequests?: number;
  readonly maxRequestBytes?: number;
  /** Streams that clients listen on at once. */
  readonly maxStreams?: number;
  /** Clients of 2025-11-25 and older that have an MCP session. */
  readonly maxMcpSessions?: number;
  /** In milliseconds. */
  readonly mcpSessionIdleMs?: number;
  /** Requests in a minute for each principal, or each address where nobody asks who it is. */
  readonly rateLimit?: number;
  /** Which access tokens get in. */
  readonly oauth?: OAuthConfig;
}

/** How long and how big the gateway's answers to `execute_code` and `wait_execution` are. */
export interface AnswersConfig {
  /** Of one answer, in tokens; a request may ask for another number. @default 10_000 */
  readonly maxTokens: number;
  /** Of all answers of one execution, in tokens. @default 50_000 */
  readonly maxTokensPerExecution: number;
  /** Files of more bytes are linked, not sent. @default 1_048_576 */
  readonly maxInlineBytes: number;
  /** How long a request waits for an execution before it says that it still runs, in milliseconds. @default 50_000 */
  readonly yieldMs: number;
}

/** What the gateway takes as an access token (RFC 9068), and what it says of that (RFC 9728). */
export interface OAuthConfig {
  /** The authorization server, exactly as `iss` has it: https, or http on loopback. */
  readonly issuer: string;
  /** What `aud` must name; a token for anything else is refused. */
  readonly audience: string;
  /** Where clients reach the gateway. @default `audience` where that is a URL, else the address that it listens on */
  readonly resource?: string;
  /** Where the issuer's keys are. @default as its metadata says */
  readonly jwksUri?: string;
  /** @default [] */
  readonly requiredScopes: readonly string[];
  /** How tokens may be signed; never with a secret, never not at all. @default all that {@link signatureAlgorithms} has */
  readonly algorithms: readonly string[];
}

/** The signatures that access tokens may have: with a key pair (RFC 8725, sections 3.1 and 3.2). */
export const signatureAlgorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
] as const;

/** Tools and servers that are treated in some way of their own: patterns `server`, `server.tool`, with `*` for any text. */
export interface ToolMarks {
  /** Clients also get them without code, as the servers have them; a whole server with its resources and prompts. */
  readonly direct: readonly string[];
  /** Neither found nor callable: as if they were not there. */
  readonly hidden: readonly string[];
  /** Found by a search, left out of lists. */
  readonly deferred: readonly string[];
  /** Their declarations stand in the description of `execute_code`. */
  readonly pinned: readonly string[];
  /** What the declarations of pinned tools may cost together, in tokens. @default 1_000 */
  readonly pinnedTokens: number;
}

/** What the config says of the sandbox; the executor fills what is absent. The other limits have the names of the library's `Limits`. */
export interface SandboxConfig {
  readonly driver?: "auto" | "deno" | "quickjs";
  readonly outerWall?: "auto" | "require" | "off";
  readonly maxSessions?: number;
  readonly sessionIdleMs?: number;
  /** Guest time. */
  readonly timeoutMs?: number;
  readonly totalTimeoutMs?: number;
  readonly memoryMb?: number;
  readonly maxThreads?: number;
  readonly maxCalls?: number;
  readonly maxParallelCalls?: number;
  readonly maxCallsInFlight?: number;
  readonly maxOutputBytes?: number;
  readonly maxContentBytes?: number;
  readonly maxValueBytes?: number;
  readonly maxArgumentBytes?: number;
  readonly maxSourceBytes?: number;
}

/** What the config says of Python. */
export interface PythonConfig {
  /** @default "auto" */
  readonly engine?: "auto" | "deno" | "node";
  /** Wheels of pure Python, or folders with such, absolute. */
  readonly packages: readonly string[];
  /** How many Python processes wait ready from the start on. @default 0 until the first Python program */
  readonly warm?: number;
  /** Where the snapshot is kept that a start wakes from. */
  readonly snapshotFolder: string;
}
