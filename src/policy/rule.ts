import type { Caller } from "../executor/caller.ts";
import type { Tool, ToolAnnotations } from "../registry/tool.ts";
import { matchesText, matchesTool } from "../tool-patterns.ts";
import { fulfils, type ArgumentConditions } from "./conditions.ts";

/** Which calls a rule is about; all that is given must fit. */
export interface PolicyRule {
  /** Patterns `server.tool` or `server`, of which one must fit. Resources and prompts are `server.resources/<uri>`, `server.prompts/<name>`. @default all */
  readonly tool?: readonly string[];
  /** By their values in MCP: one that is not there, or that a server without trust gives, has MCP's default. */
  readonly annotations?: Readonly<Partial<Record<Hint, boolean>>>;
  readonly arguments?: ArgumentConditions;
  /** Patterns over the principal, or over the name that a client gives itself, of which one must fit. @default all */
  readonly clients?: readonly string[];
}

export type Hint = "readOnlyHint" | "destructiveHint" | "idempotentHint" | "openWorldHint";

/** What is called: a tool, or what stands for a resource or a prompt. */
export type Target = Pick<Tool, "server" | "name" | "annotations">;

/** What a call is of, under a name that patterns can tell from others: resources and prompts are no tools. */
export function toTarget(server: string, kind: "tool" | "resource" | "prompt", name: string, annotations: ToolAnnotations = {}): Target {
  return { server, name: kind === "tool" ? name : `${kind}s/${name}`, annotations };
}

export interface RuleMatcher {
  /** Whether the rule is about a tool, for a caller. */
  isAbout(target: Target, caller: Caller | undefined): boolean;
  /** Whether it is about these arguments, too. */
  fits(args: unknown): boolean;
  readonly isConditional: boolean;
}

/** @param loosens a rule that lets calls pass: every entry of a list must fulfil its conditions, not only one */
export function matcherOf(rule: PolicyRule, isTrusted: (server: string) => boolean, loosens: boolean): RuleMatcher {
  const { annotations = {}, arguments: conditions } = rule;
  const isTool = rule.tool ? matchesTool(rule.tool) : () => true;
  const isClient = rule.clients && matchesText(rule.clients);
  const hints = Object.entries(annotations) as [Hint, boolean][];
  return {
    isAbout: (target, caller) =>
      isTool(target) &&
      hints.every(([hint, value]) => hintOf(hint, isTrusted(target.server) ? target.annotations : {}) === value) &&
      (!isClient || namesOf(caller).some(isClient)),
    fits: (args) => conditions === undefined || fulfils(args, conditions, loosens),
    isConditional: conditions !== undefined,
  };
}

/** MCP 2025-11-25, `ToolAnnotations`: what holds where nothing is said. */
function hintOf(hint: Hint, annotations: ToolAnnotations): boolean {
  if (hint === "destructiveHint" && annotations.readOnlyHint === true) return false;
  return annotations[hint] ?? DEFAULT_HINTS[hint];
}

const DEFAULT_HINTS: Readonly<Record<Hint, boolean>> = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

/** What a client may be told by: the principal, which was checked, and the name that it gives itself, with and without its version. */
export function namesOf(caller: Caller | undefined): string[] {
  const { principal, mcp } = caller ?? {};
  const client = mcp?.client;
  return [...(principal === undefined ? [] : [principal]), ...(client === undefined ? [] : [client, client.replace(/ [^ ]*$/, "")])];
}
