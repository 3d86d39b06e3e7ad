/** A recorded list of tools, served as a real MCP server. */
export interface ServedServer {
  /** Short, and an identifier in every language, as users name servers in a config. */
  readonly server: string;
  /** Where it is over Streamable HTTP; nothing else is there. */
  readonly url: string;
  readonly tools: readonly ListedTool[];
}

/** As a server lists it. */
export interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
  readonly outputSchema?: object;
}
