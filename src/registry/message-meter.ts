import { CodemodeError } from "../errors.ts";

/** What ends a message: a newline (stdio), a blank line (server-sent events), the end of the body (JSON over HTTP). */
export type MessageEnd = "line" | "event" | "body";

/**
 * Counts what a server sends, before anything of it is held or parsed: the bytes of one message, and its objects and arrays. Both, as an
 * empty object has three bytes and takes fifty when it is parsed; parsing holds the host.
 */
export class MessageMeter {
  readonly #end: MessageEnd;
  readonly #maxBytes: number;
  #bytes = 0;
  #parts = 0;
  #inString = false;
  #escaped = false;
  #lineBytes = 0;
  #last = 0;

  constructor(end: MessageEnd, maxMessageBytes: number) {
    this.#end = end;
    this.#maxBytes = maxMessageBytes;
  }

  /** @throws CodemodeError `SERVER_LIMIT` */
  add(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      this.#bytes += 1;
      if (byte === LF || byte === CR) this.#newline(byte);
      else {
        this.#lineBytes += 1;
        if (this.#inString) {
          if (this.#escaped) this.#escaped = false;
          else if (byte === BACKSLASH) this.#escaped = true;
          else if (byte === QUOTE) this.#inString = false;
        } else if (byte === QUOTE) this.#inString = true;
        else if (byte === OBJECT || byte === ARRAY) this.#parts += 1;
      }
      this.#last = byte;
    }
    this.#check();
  }

  /** No text of JSON goes over the end of a line, so that what was no JSON ends there. */
  #newline(byte: number): void {
    this.#inString = false;
    this.#escaped = false;
    const isSecondHalf = byte === LF && this.#last === CR;
    const isBlank = this.#lineBytes === 0 && !isSecondHalf;
    this.#lineBytes = 0;
    if (this.#end === "line" ? byte !== LF : this.#end === "body" || !isBlank) return;
    this.#check();
    this.#bytes = 0;
    this.#parts = 0;
  }

  #check(): void {
    if (this.#bytes > this.#maxBytes) throw tooLarge("bytes", "maxMessageBytes", this.#maxBytes);
    if (this.#parts > MAX_PARTS) throw tooLarge("objects and arrays", "maxMessageParts", MAX_PARTS);
  }
}

function tooLarge(what: string, limit: string, value: number): CodemodeError {
  return new CodemodeError(
    "SERVER_LIMIT",
    `The server sent a message of more than ${value.toLocaleString("en-US")} ${what} (${limit}). Ask for less at once.`,
    { data: { limit, value } },
  );
}

/** In bytes. What takes longer to parse than people notice is mostly what no program can use. */
export const DEFAULT_MAX_MESSAGE_BYTES = 32 * 2 ** 20;
const MAX_PARTS = 1_000_000;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const BACKSLASH = 92;
const OBJECT = 123;
const ARRAY = 91;
