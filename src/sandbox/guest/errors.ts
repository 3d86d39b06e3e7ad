import type { WireError } from "../messages.ts";

/** What a failed tool call throws in the program. */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly server: string;
  readonly tool: string;
  readonly code: string;
  readonly content: readonly unknown[];
  readonly retryable: boolean;

  constructor(error: WireError) {
    super(error.message);
    this.server = error.server ?? "";
    this.tool = error.tool ?? "";
    this.code = error.code ?? "TOOL_FAILED";
    this.content = error.content ?? [];
    this.retryable = error.retryable ?? false;
  }
}

/** Anything thrown, as it crosses the wire. Reads it with care: the thrown thing may be a hostile proxy. */
export function toWireError(thrown: unknown): WireError {
  try {
    if (thrown instanceof ToolError) {
      return {
        name: "ToolError",
        message: thrown.message,
        code: thrown.code,
        server: thrown.server,
        tool: thrown.tool,
        stack: String(thrown.stack),
      };
    }
    if (thrown instanceof Error) return { name: String(thrown.name), message: String(thrown.message), stack: String(thrown.stack) };
    return {
      name: "Error",
      message: `The program threw something that is no Error: ${typeof thrown === "string" ? thrown : Deno.inspect(thrown)}`,
    };
  } catch {
    return { name: "Error", message: "The program threw something that can't be read." };
  }
}
