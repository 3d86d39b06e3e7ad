import type { ContentBlock } from "@modelcontextprotocol/client";
import type { SkillUse } from "../sandbox/messages.ts";
import type { Approval } from "./call-guard.ts";
import type { Language } from "./languages/language.ts";

/** Why an execution did not succeed. */
export interface ExecutionError {
  readonly kind: "check" | "program" | "tool" | "limit" | "cancelled";
  /** One of the package's error codes, or a tool error's own. */
  readonly code: string;
  /** The error's class in the guest, for instance `TypeError` or `ToolError`. */
  readonly name: string;
  readonly message: string;
  /** 1-based, in the code as written. */
  readonly line?: number;
  /** 1-based, in UTF-16 code units. */
  readonly column?: number;
  /** The offending line with a caret under it, or the stack in the code as written. */
  readonly detail?: string;
}

/** One tool call of an execution, as the call gate saw it. */
export interface CallRecord {
  readonly server: string;
  /** A tool by its name; of a resource the address, of a prompt the name. */
  readonly tool: string;
  /** What was called, where it was no tool. */
  readonly target?: "resource" | "prompt";
  /** The skill whose code made the call: `skills/<name>`; absent where the program itself did. */
  readonly skill?: string;
  /** Since the start of the execution, in milliseconds. */
  readonly started_ms: number;
  readonly duration_ms: number;
  /** Size of the arguments as JSON. */
  readonly argument_bytes: number;
  /** Size of the result as JSON; 0 where there was none. */
  readonly result_bytes: number;
  readonly outcome: "ok" | "error" | "cancelled";
  /** What the user has said who was asked about it; absent where nobody was. */
  readonly approval?: Approval;
  /** Present where the outcome is not `ok`. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** What one execution gave. The guest program's failure is this value, never a throw. JSON-serialisable. */
export interface ExecutionResult {
  /** Pass it on to go on with the same variables. */
  readonly session_id: string;
  readonly execution_id: string;
  /** What the code was taken for. */
  readonly language: Language;
  readonly ok: boolean;
  /** The last expression or the `return` value, as JSON by the rules of docs/values.md; absent where it is `undefined`. */
  readonly value?: unknown;
  /** All console output, in order. */
  readonly output: string;
  /** What it showed with `show()`, as content blocks of MCP, in order; absent where it showed nothing. */
  readonly content?: readonly ContentBlock[];
  /** Every call that reached the gate, in the order of their starts. */
  readonly calls: readonly CallRecord[];
  readonly error?: ExecutionError;
  /** The skills that were used, where any were. A program that was ended from outside does not tell. */
  readonly skills?: readonly SkillUse[];
  /** What the reader must know beside the result: promises left floating, a session that starts empty. */
  readonly warnings?: readonly string[];
  /** Private data was read in its session, by what the policy says: what it gave may hold some. */
  readonly private?: true;
  readonly duration_ms: number;
  /** What the program ran behind; absent where it did not come to run. */
  readonly sandbox?: { readonly driver: string; readonly walls: readonly string[] };
}
