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
export function toWireError(thrown: unknown, show: (value: unknown) => string): WireError {
  try {
    if (thrown instanceof ToolError) {
      const { message, code, server, tool, stack } = thrown;
      return {
        name: "ToolError",
        message: text(message),
        code: toolCode(code),
        server: text(server),
        tool: text(tool),
        stack: text(stack),
      };
    }
    if (thrown instanceof Error) return { name: text(thrown.name), message: text(thrown.message), stack: text(thrown.stack) };
    return {
      name: "Error",
      message: text(`The program threw something that is no Error: ${typeof thrown === "string" ? thrown : show(thrown)}`),
    };
  } catch {
    return { name: "Error", message: "The program threw something that can't be read." };
  }
}

/** Codes of the host's own are not a program's to give: what says that a limit ended it must have come from the limit. */
function toolCode(code: unknown): string {
  return /^(?:LIMIT_|SANDBOX_|CANCELLED$)/.test(String(code)) ? "TOOL_FAILED" : text(code);
}

/** Whether the engine had no memory left for something: QuickJS's error for anything, V8's for a buffer. */
export function isOutOfMemory(thrown: unknown): boolean {
  try {
    return thrown instanceof Error && (thrown.message === "out of memory" || thrown.message === "Array buffer allocation failed");
  } catch {
    return false;
  }
}

/** At most as much as the host reads of it. */
function text(value: unknown): string {
  return String(value).slice(0, 64 * 1024);
}
