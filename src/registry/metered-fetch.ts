import type { FetchLike } from "@modelcontextprotocol/client";
import type { CodemodeError } from "../errors.ts";
import { MessageMeter } from "./message-meter.ts";

/**
 * Requests whose answers end where one message of them is too large, compressed or not.
 * @param failing asked when a request is made: who is told of that, beside whoever reads the answer
 */
export function meteredFetch(next: FetchLike, maxMessageBytes: number, failing: () => (error: CodemodeError) => void): FetchLike {
  return async (input, init) => {
    const fail = failing();
    const response = await next(input, init);
    if (response.body === null) return response;
    const isStream = /^\s*text\/event-stream\b/i.test(response.headers.get("content-type") ?? "");
    const meter = new MessageMeter(isStream ? "event" : "body", maxMessageBytes);
    const metered = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        try {
          meter.add(chunk);
          controller.enqueue(chunk);
        } catch (error) {
          controller.error(error);
          fail(error as CodemodeError);
        }
      },
    });
    const { status, statusText, headers, url, redirected } = response;
    const answer = new Response(response.body.pipeThrough(metered), { status, statusText, headers });
    return Object.defineProperties(answer, { url: { value: url }, redirected: { value: redirected } });
  };
}
