import { once } from "node:events";
import { UrlElicitationRequiredError } from "@modelcontextprotocol/client";
import type { ServerQuestion } from "./asker.ts";

/**
 * Requests that a server answers with "the user must open this address first" (MCP 2025-11-25, URL elicitation, error -32042): the user is
 * asked to, and the request is made again when the server says that they have come, or after a while, as servers need not say.
 */
export class UrlElicitations {
  readonly #completed = new EventTarget();

  /** The server says that the user has been where it sent them. */
  complete(elicitationId: string): void {
    this.#completed.dispatchEvent(new Event(elicitationId));
  }

  async run<T>(
    send: () => Promise<T>,
    ask: (question: ServerQuestion) => Promise<Readonly<Record<string, unknown>>>,
    signal: AbortSignal,
  ): Promise<T> {
    for (let round = 1; ; round += 1) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof UrlElicitationRequiredError) || error.elicitations.length === 0 || round > MAX_ROUNDS) throw error;
        const answers = await Promise.all(
          error.elicitations.map(async (params) => {
            const said = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT_MS)]);
            const completed = once(this.#completed, params.elicitationId, { signal: said }).catch(() => undefined);
            const answer = await ask({ method: "elicitation/create", params: { ...params, mode: "url" } });
            if (answer.action === "accept") await completed;
            return answer;
          }),
        );
        if (answers.some(({ action }) => action !== "accept")) throw error;
        signal.throwIfAborted();
      }
    }
  }
}

const MAX_ROUNDS = 3;
/** How long a user may take who has said that they will go there. */
const LONGEST_WAIT_MS = 120_000;
