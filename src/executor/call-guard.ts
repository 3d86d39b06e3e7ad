import type { Asker } from "../registry/asker.ts";
import type { ToolAnnotations } from "../registry/tool.ts";
import type { Caller } from "./caller.ts";

/** A call of a tool, or the reading of a resource or a prompt, on its way to the server. */
export interface GuardedCall {
  readonly server: string;
  /** A tool by its name; of a resource the address, of a prompt the name. */
  readonly tool: string;
  readonly target?: "resource" | "prompt" | undefined;
  /** What the tool's server says of it; nothing of what is no tool. */
  readonly annotations: ToolAnnotations;
  readonly args: unknown;
}

/** What somebody answers who is asked about a call, or that they did not, or that nobody could be asked. */
export type Approval = "deny" | "once" | "for this session" | "always" | "timeout" | "unasked";

/** Told what happens to a call while it is decided on. */
export interface GuardEvents {
  /** Somebody is asked. */
  onAsked(why: readonly string[]): void;
  onDecided(approval: Approval): void;
  /** What the caller should know of it besides. */
  onWarning(message: string): void;
}

/** Lets the calls of one execution pass, or not. */
export interface CallGuard {
  /** Refuses what nobody is asked about. @throws ToolError `POLICY_DENIED` */
  refuse(call: GuardedCall): void;
  /**
   * Waits until somebody has allowed the call, where that is needed.
   * @throws ToolError `APPROVAL_NEEDED` where nobody can be asked, `APPROVAL_DENIED`, `APPROVAL_TIMEOUT`, `CANCELLED`
   */
  consent(call: GuardedCall, signal: AbortSignal, events: GuardEvents): Promise<void>;
  /** After a call's answer has come, a result or an error, and before the program has it. */
  answered(call: GuardedCall): void;
  /** Whether there is private data in the session. */
  readonly holdsPrivate: boolean;
}

/** Makes the guard of one execution. */
export type GuardOf = (execution: {
  /** Whether a program calls, or somebody without one. */
  readonly way: "code" | "direct";
  /** What it shares its memory of approvals with; the same object for the same session. Without one nothing is remembered. */
  readonly session: object | undefined;
  readonly caller: Caller | undefined;
  readonly asker: Asker | undefined;
}) => CallGuard;
