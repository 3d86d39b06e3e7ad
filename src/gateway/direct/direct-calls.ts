import type { Codemode } from "../../codemode.ts";
import type { GatedCall } from "../../executor/call-gate.ts";
import { PausedWork } from "../../running/paused-work.ts";
import { WorkStore } from "../../running/work-store.ts";
import type { Caller } from "../caller.ts";

/** Calls without code, which may pause to ask and are gone on with by the client's next request. */
export class DirectCalls {
  readonly #codemode: Codemode;
  readonly #works = new WorkStore<PausedWork<unknown>>();

  constructor(codemode: Codemode) {
    this.#codemode = codemode;
  }

  /** The answer as the server gave it, or a result that asks the client. */
  async call(call: Omit<GatedCall, "signal" | "asIs">, caller: Caller): Promise<unknown> {
    const work = caller.resumes === undefined ? this.#start(call, caller) : this.#works.find(caller.resumes, caller.principal);
    caller.bringAnswers(work);
    try {
      const turn = await work.wait({ signal: caller.signal, canAnswer: caller.canAnswer, ask: caller.askNow });
      await caller.told();
      if (turn.kind === "asking") return await caller.ask(work.id, turn.questions);
      this.#works.forget(work);
      return turn.kind === "ended" ? turn.value : undefined;
    } catch (error) {
      this.#works.forget(work);
      throw error;
    }
  }

  #start(call: Omit<GatedCall, "signal" | "asIs">, caller: Caller): PausedWork<unknown> {
    const { origin, connection, meta, principal, capabilities } = caller;
    return this.#works.add(
      new PausedWork<unknown>(
        ({ asker, signal }) =>
          this.#codemode.callAsIs(call, {
            asker,
            signal,
            ...origin,
            ...(connection ? { session: connection } : {}),
            ...(meta ? { meta } : {}),
            onEvent: (event) => {
              if (event.kind === "call-progress") caller.progress(event.progress, event.total, event.message);
              else if (event.kind === "call-logged") caller.log(event.level, event.data, event.logger);
            },
          }),
        { owner: principal, capabilities },
      ),
    );
  }
}
