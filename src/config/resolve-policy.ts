import type { PolicyConfig } from "../policy/policy.ts";
import type { PolicyRule } from "../policy/rule.ts";
import type { PolicySection } from "./schema.ts";

/** The policy of a config, with what holds where it says nothing. */
export function resolvePolicy(section: PolicySection = {}): PolicyConfig {
  return {
    deny: toRules(section.deny),
    always: toRules(section.always),
    ask: toRules(section.ask),
    allow: toRules(section.allow),
    default: section.default ?? "allow",
    trusted: section.trusted ?? [],
    private: section.private ?? [],
    openWorld: section.openWorld ?? [],
    dataFlow: section.dataFlow ?? "ask",
    askTimeoutMs: section.askTimeoutMs ?? 600_000,
  };
}

function toRules(rules: PolicySection["allow"] = []): PolicyRule[] {
  return rules.map((rule) => {
    if (typeof rule === "string") return { tool: [rule] };
    const { tool, ...rest } = rule;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return { ...(tool === undefined ? {} : { tool: [tool].flat() }), ...given };
  });
}
