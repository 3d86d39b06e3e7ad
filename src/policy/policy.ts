import type { Caller } from "../executor/caller.ts";
import { matchesText, matchesTool } from "../tool-patterns.ts";
import { soundsDestructive } from "./destructive-names.ts";
import { matcherOf, type PolicyRule, type RuleMatcher, type Target } from "./rule.ts";

/** What may happen; complete, as the config has it. */
export interface PolicyConfig {
  /** Refused, and not found. Before all other lists. */
  readonly deny: readonly PolicyRule[];
  /** Allowed once and for all by somebody who was asked; written here by their answer "always". Before `ask`. */
  readonly always: readonly PolicyRule[];
  /** The user is asked first. Before `allow`. */
  readonly ask: readonly PolicyRule[];
  readonly allow: readonly PolicyRule[];
  /** What holds for calls that no list is about and that are not known to be harmless or destructive. @default "allow" */
  readonly default: "allow" | "ask" | "deny";
  /** Patterns of servers whose annotations count. @default none */
  readonly trusted: readonly string[];
  /** Patterns of tools that give data which should not get out. @default none */
  readonly private: readonly string[];
  /** Patterns of tools by which data gets out, besides those that say so themselves. @default none */
  readonly openWorld: readonly string[];
  /** What happens to an open-world call after private data was read in its session: the user is asked, it is refused, or nothing. @default "ask" */
  readonly dataFlow: "ask" | "strict" | "off";
  /** How long a question waits for its answer, in milliseconds. @default 600_000 */
  readonly askTimeoutMs: number;
}

export type Decision =
  | { readonly kind: "allow" }
  | { readonly kind: "deny"; readonly why: string }
  | {
      readonly kind: "ask";
      readonly why: string;
      /** What a person's answer is remembered under. */ readonly key: string;
      readonly rule?: PolicyRule;
    };

type ListName = "deny" | "always" | "ask" | "allow";

interface Listed extends RuleMatcher {
  readonly rule: PolicyRule;
  readonly key: string;
}

/** Decides by rules alone: it asks nobody and remembers nothing but the rules that are added. */
export class Policy {
  readonly config: PolicyConfig;
  readonly #isTrusted: (server: string) => boolean;
  readonly #lists: Readonly<Record<ListName, Listed[]>>;
  readonly #isPrivate: (tool: { readonly server: string; readonly name: string }) => boolean;
  readonly #isLabelledOpenWorld: (tool: { readonly server: string; readonly name: string }) => boolean;

  constructor(config: PolicyConfig) {
    this.config = config;
    this.#isTrusted = matchesText(config.trusted);
    this.#isPrivate = matchesTool(config.private);
    this.#isLabelledOpenWorld = matchesTool(config.openWorld);
    const listed = (list: ListName): Listed[] => config[list].map((rule, at) => this.#listed(rule, list, at));
    this.#lists = { deny: listed("deny"), always: listed("always"), ask: listed("ask"), allow: listed("allow") };
  }

  /** What holds for a call. The lists decide in the order deny, always, ask, allow; then what is known of the tool; then the default. */
  decide(target: Target, args: unknown, caller: Caller | undefined): Decision {
    const found = (list: ListName): Listed | undefined => this.#lists[list].find((each) => each.isAbout(target, caller) && each.fits(args));
    const denied = found("deny");
    if (denied) return { kind: "deny", why: `codemode.policy.deny has ${JSON.stringify(denied.rule)}` };
    if (found("always")) return { kind: "allow" };
    const asked = found("ask");
    if (asked) return { kind: "ask", why: "the policy asks before it", key: asked.key, rule: asked.rule };
    if (found("allow")) return { kind: "allow" };
    return this.#byNature(target);
  }

  /** Whether whatever is called of it is refused, so that nobody need know of it. */
  hides(target: Target, caller: Caller | undefined): boolean {
    const isAbout = (each: Listed): boolean => each.isAbout(target, caller);
    if (this.#lists.deny.some((each) => !each.isConditional && isAbout(each))) return true;
    if (this.config.default !== "deny" || this.#byNature(target).kind !== "deny") return false;
    return ![...this.#lists.always, ...this.#lists.ask, ...this.#lists.allow].some(isAbout);
  }

  /** Whether what it gives should not get out. */
  isPrivate(target: Target): boolean {
    return this.#isPrivate(target);
  }

  /** Whether data gets out by it. That it is open-world a server need not be trusted to say. */
  isOpenWorld(target: Target): boolean {
    return this.#isLabelledOpenWorld(target) || target.annotations.openWorldHint === true;
  }

  /** Lets calls pass from now on that somebody has allowed for always. */
  addAlways(rule: PolicyRule): void {
    this.#lists.always.push(this.#listed(rule, "always", this.#lists.always.length));
  }

  #listed(rule: PolicyRule, list: ListName, at: number): Listed {
    return { ...matcherOf(rule, this.#isTrusted, list === "always" || list === "allow"), rule, key: `${list}[${at}]` };
  }

  /** What holds where no list is about it: what restricts is believed of everybody, what loosens of trusted servers alone. */
  #byNature(target: Target): Decision {
    const { annotations, server, name } = target;
    const isTrusted = this.#isTrusted(server);
    if (isTrusted && annotations.readOnlyHint === true) return { kind: "allow" };
    const { default: otherwise } = this.config;
    if (otherwise === "deny") return { kind: "deny", why: "codemode.policy.default is deny, and no list allows it" };
    const key = "default";
    if (annotations.destructiveHint === true) return { kind: "ask", why: "its server says that it is destructive", key };
    if (!(isTrusted && annotations.destructiveHint === false) && soundsDestructive(name))
      return { kind: "ask", why: "its name says that it is destructive", key };
    return otherwise === "ask" ? { kind: "ask", why: "codemode.policy.default is ask", key } : { kind: "allow" };
  }
}
