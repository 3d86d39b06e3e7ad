/**
 * Every code that a {@link CodemodeError} can carry. Codes are part of the public surface: they are added, never renamed.
 */
export const errorCodes = [
  "CONFIG_NOT_FOUND",
  "CONFIG_NOT_JSON",
  "CONFIG_INVALID",
  "CONFIG_VARIABLE_MISSING",
  "USAGE",
  "SERVER_UNKNOWN",
  "SERVER_EXISTS",
  "SERVER_START_FAILED",
  "SERVER_UNREACHABLE",
  "SERVER_TIMEOUT",
  "SERVER_CLOSED",
  "SERVER_PROTOCOL",
  "TOOL_UNKNOWN",
  "TOOL_FAILED",
  "TOOL_TIMEOUT",
  "INVALID_ARGUMENTS",
  "CANCELLED",
  "SYNTAX",
  "CHECK_FAILED",
  "EMPTY_PROGRAM",
  "MODULE_UNKNOWN",
  "LANGUAGE_UNKNOWN",
  "SKILL_INVALID",
  "SKILL_EXISTS",
  "SKILL_CYCLE",
  "PROGRAM_FAILED",
  "SESSION_UNKNOWN",
  "BUSY",
  "SANDBOX_MISSING",
  "SANDBOX_START_FAILED",
  "SANDBOX_WALL_MISSING",
  "SANDBOX_DIED",
  "SANDBOX_PROTOCOL",
  "LIMIT_GUEST_TIME",
  "LIMIT_TOTAL_TIME",
  "LIMIT_MEMORY",
  "LIMIT_THREADS",
  "LIMIT_CALLS",
  "LIMIT_CALLS_IN_FLIGHT",
  "LIMIT_OUTPUT",
  "LIMIT_VALUE",
  "LIMIT_ARGUMENTS",
  "LIMIT_SOURCE",
  "DISPOSED",
];
/**
 * The one error that this package throws. `code` says which failure it is; `message` says what failed, where, and what to do next.
 * The text holds no secrets and may be shown to a model.
 */
export class CodemodeError extends Error {
  name = "CodemodeError";
  code;
  data;
  constructor(code, message, details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.data = details.data ?? {};
  }
}
/**
 * A tool call that did not succeed: the tool answered `isError`, the server failed or was silent, or the call gate refused.
 * The guest sees the same fields on its own `ToolError`. The text comes from the server and is untrusted data.
 */
export class ToolError extends CodemodeError {
  name = "ToolError";
  server;
  tool;
  content;
  retryable;
  constructor(code, message, details) {
    super(code, message, details);
    this.server = details.server;
    this.tool = details.tool;
    this.content = details.content ?? [];
    this.retryable = details.retryable ?? false;
  }
}
/** The text of anything thrown, without its stack. */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
