import type { HostMessage } from "../messages.ts";
import { toWireError } from "./errors.ts";
import { callExport } from "./session.ts";
import { toValueJson } from "./values.ts";
import { currentRun, post, postLine } from "./wire.ts";

type Invocation = Extract<HostMessage, { kind: "invoke" }>;

/** Answers the host's calls of skills, for as long as a run serves. */
export interface SkillService {
  invoke(invocation: Invocation): Promise<void>;
  /** The host wants no more. */
  end(): void;
  /** Resolves when that is so. */
  ended(): Promise<void>;
}

export function serveSkills(show: (value: unknown) => string): SkillService {
  let finish = (): void => {};
  return {
    async invoke(invocation) {
      const { id, skill, function: name } = invocation;
      try {
        const json = toValueJson(await callExport(skill, name, invocation));
        const run = currentRun();
        postLine(`{"kind":"returned","run":${run},"id":${id}${json === undefined ? "" : `,"value":${json}`}}`);
      } catch (error) {
        post({ kind: "threw", run: currentRun(), id, error: toWireError(error, show) });
      }
    },
    end: () => finish(),
    ended: () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  };
}
