import { isInputRequiredResult } from "@modelcontextprotocol/client";
import { CodemodeError } from "../errors.ts";
import type { ServerQuestion } from "./asker.ts";

/** What a request is made with again, when what its server asked is answered. */
export interface InputRound {
  readonly inputResponses?: Readonly<Record<string, unknown>>;
  readonly requestState?: string;
}

/**
 * A request of 2026-07-28, made again for as long as its answer asks something (multi-round-trip requests). What is asked at once is asked side
 * by side; where it can't be answered the request fails.
 * @throws CodemodeError `SERVER_LIMIT` where it asks without end
 */
export async function inputRounds<T>(
  send: (round: InputRound) => Promise<T>,
  ask: (question: ServerQuestion) => Promise<Readonly<Record<string, unknown>>>,
): Promise<T> {
  let round: InputRound = {};
  for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
    const result: unknown = await send(round);
    if (!isInputRequiredResult(result)) return result as T;
    const { inputRequests = {}, requestState } = result;
    const answers = Object.entries(inputRequests).map(async ([key, { method, params }]) => {
      const question = (method === "roots/list" ? { key, method } : { key, method, params: params ?? {} }) as ServerQuestion;
      return [key, await ask(question)] as const;
    });
    round = { inputResponses: Object.fromEntries(await Promise.all(answers)), ...(requestState === undefined ? {} : { requestState }) };
  }
  throw new CodemodeError("SERVER_LIMIT", `the server asked ${MAX_ROUNDS} times for one call (maxInputRounds), and was not satisfied.`, {
    data: { limit: "maxInputRounds", value: MAX_ROUNDS },
  });
}

const MAX_ROUNDS = 50;
