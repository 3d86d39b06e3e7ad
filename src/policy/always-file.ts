import { editConfig, type ConfigEdit } from "../config/edit-config.ts";
import { keepApproved } from "../consent/approvals.ts";
import type { AlwaysWriter } from "./guard.ts";
import type { PolicyRule } from "./rule.ts";

/** Writes what somebody has allowed for always into their config, as `codemode.policy.always`. */
export function alwaysFile(file: string): AlwaysWriter {
  return {
    file,
    async write(rule) {
      const changed = await editConfig(file, (now) => additions(now, rule));
      await keepApproved(file, changed);
    },
  };
}

function additions(now: unknown, rule: PolicyRule): ConfigEdit[] {
  const list = (now as { readonly codemode?: { readonly policy?: { readonly always?: unknown } } } | undefined)?.codemode?.policy?.always;
  const written = shortest(rule);
  if (!Array.isArray(list)) return [{ path: ["codemode", "policy", "always"], value: [written] }];
  if (list.some((each) => JSON.stringify(each) === JSON.stringify(written))) return [];
  return [{ path: ["codemode", "policy", "always", -1], value: written, insert: true }];
}

/** A rule that is about one tool alone is its pattern. */
function shortest({ tool, ...rest }: PolicyRule): unknown {
  const [only, ...others] = tool ?? [];
  const isPlain = only !== undefined && others.length === 0 && Object.values(rest).every((value) => value === undefined);
  return isPlain ? only : { ...(tool === undefined ? {} : { tool }), ...rest };
}
