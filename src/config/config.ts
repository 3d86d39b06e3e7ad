/** How to reach one server over standard input and output. */
export interface StdioServerConfig {
  readonly kind: "stdio";
  readonly command: string;
  /** @default [] */
  readonly args: readonly string[];
  /** Added to PATH, HOME and the like; nothing else of our own environment reaches the server. @default {} */
  readonly env: Readonly<Record<string, string>>;
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
  readonly headers: Readonly<Record<string, string>>;
  /** `auto` tries Streamable HTTP, then SSE. @default "auto" */
  readonly transport: "auto" | "streamable-http" | "sse";
  readonly protocol: ProtocolPreference;
  /** How long one tool call may take, in milliseconds. @default 120_000 */
  readonly timeoutMs: number;
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
  readonly tools: ToolMarks;
  readonly http: HttpConfig;
  readonly sandbox: SandboxConfig;
  readonly python: PythonConfig;
  /** What happens to programs with mistakes that types show. @default "error" */
  readonly check?: "error" | "warn" | "off";
  /** Where what executions do is written down; absent where it is not. */
  readonly audit?: AuditConfig;
  readonly telemetry: TelemetryConfig;
  /** Where the shapes of results are kept; `false` where they are not learned. */
  readonly resultShapes: { readonly folder: string } | false;
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
}

/** Tools and servers that are treated in some way of their own: patterns `server`, `server.tool`, with `*` for any text. */
export interface ToolMarks {
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
