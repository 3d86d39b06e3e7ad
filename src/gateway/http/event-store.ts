import type { EventStore, JSONRPCMessage } from "@modelcontextprotocol/server";

interface StoredEvent {
  readonly number: number;
  readonly message: JSONRPCMessage;
  readonly bytes: number;
}

/**
 * What was last sent to one MCP client, so that a stream that broke goes on where it was (MCP 2025-11-25, Streamable HTTP, resumability).
 * The oldest make room; a stream of which something is gone that the client has not had can't be resumed, so that nothing is skipped in
 * silence. One client's alone: an event id of another client is unknown here.
 */
export class RecentEvents implements EventStore {
  readonly #events = new Map<string, StoredEvent[]>();
  /** The number of the last event of a stream that made room. */
  readonly #gone = new Map<string, number>();
  readonly #order: string[] = [];
  #number = 0;
  #bytes = 0;

  async storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    const event = { number: ++this.#number, message, bytes: JSON.stringify(message).length };
    const stream = this.#events.get(streamId) ?? [];
    this.#events.set(streamId, stream);
    stream.push(event);
    this.#order.push(streamId);
    this.#bytes += event.bytes;
    while (this.#order.length > MOST_EVENTS || this.#bytes > MOST_CHARACTERS) this.#dropOldest();
    return `${event.number}.${streamId}`;
  }

  async getStreamIdForEventId(eventId: string): Promise<string | undefined> {
    return this.#find(eventId)?.streamId;
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const last = this.#find(lastEventId);
    if (!last) throw new RangeError("What came after that event is not kept any more.");
    const { streamId } = last;
    const missed = (this.#events.get(streamId) ?? []).filter(({ number }) => number > last.number);
    for (const { number, message } of missed) await send(`${number}.${streamId}`, message);
    return streamId;
  }

  /** `undefined` where there is no such event, or where later ones of its stream are gone. */
  #find(eventId: string): { readonly streamId: string; readonly number: number } | undefined {
    const [, digits, streamId = ""] = /^(\d{1,15})\.(.+)$/s.exec(eventId) ?? [];
    const number = Number(digits);
    const gone = this.#gone.get(streamId);
    const isKnown = gone !== undefined || this.#events.has(streamId);
    return isKnown && number <= this.#number && number >= (gone ?? 0) ? { streamId, number } : undefined;
  }

  #dropOldest(): void {
    const streamId = this.#order.shift() as string;
    const stream = this.#events.get(streamId) as StoredEvent[];
    const { number, bytes } = stream.shift() as StoredEvent;
    this.#bytes -= bytes;
    if (stream.length === 0) this.#events.delete(streamId);
    this.#gone.delete(streamId);
    this.#gone.set(streamId, number);
    const [longest] = this.#gone.keys();
    if (this.#gone.size > MOST_EVENTS && longest !== undefined) this.#gone.delete(longest);
  }
}

const MOST_EVENTS = 256;
/** Of JSON, all events together. */
const MOST_CHARACTERS = 2 ** 20;
