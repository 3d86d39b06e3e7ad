import type { ServerConfig } from "../config/config.ts";
import type { Tool } from "./tool.ts";

/** A tool that its server lists and nobody may use, until somebody has looked at it. */
export interface HeldTool {
  readonly tool: Tool;
  /** Why, as the end of a sentence about the tool. */
  readonly why: string;
}

/** Decides which of the tools that a server lists are there. */
export interface ToolAdmission {
  /** @throws CodemodeError where it can't decide; the server is not available then */
  admit(
    server: string,
    config: ServerConfig,
    tools: readonly Tool[],
  ): Promise<{ readonly admitted: readonly Tool[]; readonly held: readonly HeldTool[] }>;
  /** Another one whenever it may decide otherwise than before. */
  stamp(): Promise<string>;
}
