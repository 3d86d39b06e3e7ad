import { createHash } from "node:crypto";
import { messageOf, ToolError } from "../errors.ts";
import type { CallGuard, GuardedCall, GuardEvents } from "../executor/call-guard.ts";
import type { Caller } from "../executor/caller.ts";
import type { Asker } from "../registry/asker.ts";
import { Approvals, type Choice } from "./approvals.ts";
import type { Policy } from "./policy.ts";
import { toTarget, type PolicyRule, type Target } from "./rule.ts";

/** What is remembered of the calls of one session. */
export interface SessionMemory {
  /** What somebody has allowed for the session. */
  readonly allowed: Set<string>;
  /** The first call that has given private data. */
  privateFrom?: string;
}

export interface GuardOptions {
  readonly policy: Policy;
  readonly memory: SessionMemory;
  readonly caller?: Caller | undefined;
  /** Who can be asked. @default nobody */
  readonly asker?: Asker | undefined;
  /** Whether "for this session" means anything to whoever is asked. */
  readonly hasSession: boolean;
  /** Whether the execution may reach a server at all, in the way that it calls. */
  readonly reaches: (server: string, caller: Caller | undefined) => boolean;
  /** Where "always" is written, and how that is called. @default it is not offered */
  readonly always?: AlwaysWriter | undefined;
}

export interface AlwaysWriter {
  /** The file that it is written to. */
  readonly file: string;
  write(rule: PolicyRule): Promise<void>;
}

interface Reason {
  readonly key: string;
  readonly why: string;
  /** What "always" means for it; absent where it can't be for always. */
  readonly always?: PolicyRule;
}

/** Lets the calls of one execution pass, or not: by the policy, by what was read before, and by what somebody says. */
export class Guard implements CallGuard {
  readonly #options: GuardOptions;
  readonly #approvals: Approvals | undefined;
  /** Calls that were denied by somebody, who is not asked about the same again; by their hashes. */
  readonly #denied = new Set<string>();

  constructor(options: GuardOptions) {
    this.#options = options;
    const { asker, policy } = options;
    const approvals = asker && new Approvals(asker, policy.config.askTimeoutMs);
    this.#approvals = approvals?.isPossible ? approvals : undefined;
  }

  refuse(call: GuardedCall): void {
    const { policy, caller, memory, reaches } = this.#options;
    if (!reaches(call.server, caller))
      throw refusal(
        "POLICY_DENIED",
        call,
        "tools of this server are not called from code here, but directly (codemode.mode, codemode.servers).",
      );
    const decision = policy.decide(targetOf(call), call.args, caller);
    if (decision.kind === "deny")
      throw refusal(
        "POLICY_DENIED",
        call,
        `the policy denies this call (${decision.why}). Do it another way, or ask the user to change that.`,
      );
    if (policy.config.dataFlow === "strict" && this.#sendsPrivate(call))
      throw refusal(
        "POLICY_DENIED",
        call,
        `it would send data out after ${memory.privateFrom} gave private data in this session, and codemode.policy.dataFlow is strict. Use a fresh session for it.`,
      );
  }

  async consent(call: GuardedCall, signal: AbortSignal, events: GuardEvents): Promise<void> {
    const reasons = this.#reasons(call);
    if (reasons.length === 0) return;
    const why = reasons.map((reason) => reason.why);
    const target = targetOf(call);
    // Arguments may be large, and a program may make many calls.
    const same = createHash("sha256")
      .update(JSON.stringify([call.server, target.name, call.args]))
      .digest("base64");
    if (this.#denied.has(same)) throw denied(call);
    if (!this.#approvals) throw this.#unasked(call, reasons);
    events.onAsked(why);
    const approval = await this.#approvals.ask({
      ...target,
      args: call.args,
      why,
      offers: this.#offers(reasons),
      signal,
      isAllowed: () => this.#reasons(call).length === 0,
    });
    if (approval === undefined) throw refusal("CANCELLED", call, "it was cancelled while it waited for the user's approval.");
    events.onDecided(approval);
    switch (approval) {
      case "once":
        return;
      case "for this session":
        for (const { key } of reasons) this.#options.memory.allowed.add(this.#memoryKey(call, key));
        return;
      case "always":
        return this.#allowAlways(call, reasons, events);
      case "timeout":
        throw refusal(
          "APPROVAL_TIMEOUT",
          call,
          `the user was asked and has not answered within ${this.#options.policy.config.askTimeoutMs} ms.`,
        );
      case "unasked":
        throw this.#unasked(call, reasons);
      case "deny":
        this.#denied.add(same);
        throw denied(call);
    }
  }

  answered(call: GuardedCall): void {
    // A server's error may say as much as its result.
    const { policy, memory } = this.#options;
    if (policy.isPrivate(targetOf(call))) memory.privateFrom ??= `${call.server}.${targetOf(call).name}`;
  }

  get holdsPrivate(): boolean {
    return this.#options.memory.privateFrom !== undefined;
  }

  #reasons(call: GuardedCall): Reason[] {
    const { policy, caller, memory } = this.#options;
    const target = targetOf(call);
    const decision = policy.decide(target, call.args, caller);
    const reasons: Reason[] = [];
    if (decision.kind === "ask") {
      const always = this.#alwaysRule(target, decision.rule);
      reasons.push({ key: decision.key, why: decision.why, ...(always ? { always } : {}) });
    }
    if (policy.config.dataFlow === "ask" && this.#sendsPrivate(call))
      reasons.push({ key: "data flow", why: `it sends data out, and ${memory.privateFrom} gave private data in this session` });
    return reasons.filter(({ key }) => !memory.allowed.has(this.#memoryKey(call, key)));
  }

  #sendsPrivate(call: GuardedCall): boolean {
    return this.#options.memory.privateFrom !== undefined && this.#options.policy.isOpenWorld(targetOf(call));
  }

  #memoryKey(call: GuardedCall, key: string): string {
    return JSON.stringify([call.server, targetOf(call).name, key]);
  }

  /** The tool itself, under the conditions under which it is asked about, and for whoever is asked alone. */
  #alwaysRule({ server, name }: Target, asked: PolicyRule | undefined): PolicyRule | undefined {
    const { always, caller } = this.#options;
    const principal = caller?.principal;
    // A star in a pattern stands for more than itself.
    if (!always || [server, name, principal].some((text) => text?.includes("*"))) return undefined;
    return {
      tool: [`${server}.${name}`],
      ...(asked?.arguments ? { arguments: asked.arguments } : {}),
      ...(principal === undefined ? {} : { clients: [principal] }),
    };
  }

  #offers(reasons: readonly Reason[]): Choice[] {
    return [
      "once",
      ...(this.#options.hasSession ? (["for this session"] as const) : []),
      ...(reasons.every(({ always }) => always) ? (["always"] as const) : []),
      "deny",
    ];
  }

  async #allowAlways(call: GuardedCall, reasons: readonly Reason[], events: GuardEvents): Promise<void> {
    const { always, policy } = this.#options;
    for (const { always: rule } of reasons) {
      if (!rule || !always) continue;
      policy.addAlways(rule);
      // That it could not be written takes nothing from the answer.
      await always.write(rule).catch((error: unknown) => {
        events.onWarning(
          `"always" holds for ${call.server}.${call.tool} until this process ends; it could not be written: ${messageOf(error)}`,
        );
      });
    }
  }

  #unasked(call: GuardedCall, reasons: readonly Reason[]): ToolError {
    const how = reasons.every(({ key }) => key === "data flow")
      ? 'use a fresh session for it, or set codemode.policy.dataFlow to "off"'
      : `put ${JSON.stringify(`${call.server}.${targetOf(call).name}`)} into codemode.policy.allow of the config${
          this.#options.always ? ` (${this.#options.always.file})` : ""
        }`;
    const why = reasons.map((reason) => reason.why).join("; ");
    return refusal(
      "APPROVAL_NEEDED",
      call,
      `somebody must allow this call (${why}), and there is nobody here who can be asked. To allow it ${how}.`,
    );
  }
}

function targetOf({ server, tool, target, annotations }: GuardedCall): Target {
  return toTarget(server, target ?? "tool", tool, annotations);
}

function denied(call: GuardedCall): ToolError {
  return refusal(
    "APPROVAL_DENIED",
    call,
    "the user was asked and has denied this call. Do not make it again; do it another way, or ask them.",
  );
}

function refusal(code: ToolError["code"], { server, tool }: GuardedCall, message: string): ToolError {
  return new ToolError(code, `${server}.${tool}: ${message}`, { server, tool });
}
