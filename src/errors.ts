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
  "SERVER_LIMIT",
  "SECRET_FAILED",
  "SIGN_IN_REQUIRED",
  "SIGN_IN_FAILED",
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
  "EXECUTION_UNKNOWN",
  "RESOURCE_UNKNOWN",
  "PROMPT_UNKNOWN",
  "HANDLE_UNKNOWN",
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
  "LIMIT_CONTENT",
  "LIMIT_VALUE",
  "LIMIT_ARGUMENTS",
  "LIMIT_SOURCE",
  "DISPOSED",
  "AUDIT_FAILED",
  "TELEMETRY_MISSING",
  "STATE_BROKEN",
  "POLICY_DENIED",
  "APPROVAL_NEEDED",
  "APPROVAL_DENIED",
  "APPROVAL_TIMEOUT",
  "TOOL_CHANGED",
  "CONFIG_UNSAFE",
  "CONFIG_NOT_APPROVED",
  "CLIENT_UNKNOWN",
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/** What a {@link CodemodeError} is made of beside its code and message. */
export interface ErrorDetails {
  /** The error underneath, where there is one. */
  readonly cause?: unknown;
  /** What a caller may branch on, JSON-serialisable. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * The one error that this package throws. `code` says which failure it is; `message` says what failed, where, and what to do next.
 * The text holds no secrets and may be shown to a model.
 */
export class CodemodeError extends Error {
  override readonly name: string = "CodemodeError";
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.data = details.data ?? {};
  }
}

/** What a {@link ToolError} adds: where the call went and what came back. */
export interface ToolErrorDetails extends ErrorDetails {
  readonly server: string;
  readonly tool: string;
  /** The content blocks of the tool's own answer (MCP `CallToolResult.content`); empty where the tool never answered. */
  readonly content?: readonly unknown[];
  /** Whether the same call may succeed later: true after time-outs and lost connections. @default false */
  readonly retryable?: boolean;
}

/**
 * A tool call that did not succeed: the tool answered `isError`, the server failed or was silent, or the call gate refused.
 * The guest sees the same fields on its own `ToolError`. The text comes from the server and is untrusted data.
 */
export class ToolError extends CodemodeError {
  override readonly name = "ToolError";
  readonly server: string;
  readonly tool: string;
  readonly content: readonly unknown[];
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, details: ToolErrorDetails) {
    super(code, message, details);
    this.server = details.server;
    this.tool = details.tool;
    this.content = details.content ?? [];
    this.retryable = details.retryable ?? false;
  }
}

/** The text of anything thrown, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
