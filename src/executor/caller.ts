/** Who asks for an execution, as the front that it came through knows. */
export interface Caller {
  /** Whom the front has let in, where it knows one. */
  readonly principal?: string;
  /** The MCP request; absent where a program asks. */
  readonly mcp?: {
    readonly requestId: string;
    readonly transport: "pipe" | "tcp";
    readonly protocolVersion?: string;
    /** The transport's session, where it has one. */
    readonly sessionId?: string;
    /** Name and version that the client gives itself: unchecked. */
    readonly client?: string;
  };
}
