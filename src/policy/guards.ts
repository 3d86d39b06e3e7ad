import type { Access } from "../access.ts";
import type { GuardOf } from "../executor/call-guard.ts";
import { Guard, type AlwaysWriter, type SessionMemory } from "./guard.ts";
import type { Policy } from "./policy.ts";

/** Makes the guards of executions, which share what is remembered of their sessions. */
export class Guards {
  readonly #policy: Policy;
  readonly #access: Access;
  readonly #always: AlwaysWriter | undefined;
  readonly #memories = new WeakMap<object, SessionMemory>();

  constructor(policy: Policy, access: Access, always: AlwaysWriter | undefined) {
    this.#policy = policy;
    this.#access = access;
    this.#always = always;
  }

  readonly of: GuardOf = ({ way, session, caller, asker }) =>
    new Guard({
      policy: this.#policy,
      memory: session ? this.memory(session) : { allowed: new Set() },
      caller,
      asker,
      // Who calls without code gets what is listed for them; a tool of `codemode.tools.direct` is so whatever the mode.
      reaches: (server, from) => way === "direct" || this.#access.reaches(server, way, from),
      hasSession: session !== undefined,
      always: this.#always,
    });

  /** What is remembered of a session. */
  memory(session: object): SessionMemory {
    const memory = this.#memories.get(session) ?? { allowed: new Set() };
    this.#memories.set(session, memory);
    return memory;
  }
}
