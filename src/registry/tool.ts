/** A JSON Schema as a server sent it: untrusted data, never code. A schema may also be `true` or `false`. */
export type JsonSchema = Readonly<Record<string, unknown>> | boolean;

/** What a server says about the behaviour of a tool (MCP `ToolAnnotations`): hints, not promises. */
export interface ToolAnnotations {
  readonly title?: string;
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

/** One operation of a server, as discovered. All texts come from the server and are untrusted. */
export interface Tool {
  /** The server's name in the config. */
  readonly server: string;
  /** The tool's own name, to the letter. */
  readonly name: string;
  readonly title?: string;
  /** Empty where the server gives none. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly annotations: ToolAnnotations;
  /** What else its definition has, as it came: icons, `_meta`, `execution`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Where the connection to a server stands. */
export type ServerState =
  | { readonly kind: "connecting" }
  | { readonly kind: "ready"; readonly protocolVersion: string; readonly toolCount: number }
  | { readonly kind: "failed"; readonly reason: string; readonly code: string; readonly retryAtMs: number }
  | { readonly kind: "closed" };

/** One row of `listServers()`. */
export interface ServerStatus {
  readonly name: string;
  readonly transport: "stdio" | "http";
  /** Over HTTP: scheme, host and port of its address. */
  readonly origin?: string;
  readonly state: ServerState;
}
