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

  /** Every byte that servers send comes by here, so the loop has nothing but local variables. @throws CodemodeError `SERVER_LIMIT` */
  add(chunk: Uint8Array): void {
    let inString = this.#inString;
    let escaped = this.#escaped;
    let parts = this.#parts;
    // Where the message and its line began, seen from this chunk.
    let messageAt = -this.#bytes;
    let lineAt = -this.#lineBytes;
    for (let at = 0; ; at += 1) {
      const from = at;
      // Most bytes mean nothing: a loop for them alone is faster.
      while (at < chunk.length && MEANINGS[chunk[at] as number] === PLAIN) at += 1;
      if (at > from) escaped = false;
      if (at >= chunk.length) break;
      const meaning = MEANINGS[chunk[at] as number];
      if (meaning === NEWLINE) {
        // No text of JSON goes over the end of a line, so that what was no JSON ends there.
        inString = false;
        escaped = false;
        const isSecondHalf = chunk[at] === LF && (at > 0 ? chunk[at - 1] : this.#last) === CR;
        const isBlank = at === lineAt && !isSecondHalf;
        lineAt = at + 1;
        if (this.#end === "line" ? chunk[at] !== LF : this.#end === "body" || !isBlank) continue;
        this.#check(at + 1 - messageAt, parts);
        messageAt = at + 1;
        parts = 0;
      } else if (inString) {
        if (escaped) escaped = false;
        else if (meaning === BACKSLASH) escaped = true;
        else if (meaning === QUOTE) inString = false;
      } else if (meaning === QUOTE) inString = true;
      else if (meaning === OPENING) parts += 1;
    }
    this.#inString = inString;
    this.#escaped = escaped;
    this.#parts = parts;
    this.#bytes = chunk.length - messageAt;
    this.#lineBytes = chunk.length - lineAt;
    this.#last = chunk.at(-1) ?? this.#last;
    this.#check(this.#bytes, parts);
  }

  #check(bytes: number, parts: number): void {
    if (bytes > this.#maxBytes) throw tooLarge("bytes", "maxMessageBytes", this.#maxBytes);
    if (parts > MAX_PARTS) throw tooLarge("objects and arrays", "maxMessageParts", MAX_PARTS);
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

/** What a byte means to the meter. */
const PLAIN = 0;
const NEWLINE = 1;
const QUOTE = 2;
const BACKSLASH = 3;
/** Of an object or an array. */
const OPENING = 4;

const MEANINGS = new Uint8Array(256);
MEANINGS[LF] = NEWLINE;
MEANINGS[CR] = NEWLINE;
for (const [character, meaning] of [
  ['"', QUOTE],
  ["\\", BACKSLASH],
  ["{", OPENING],
  ["[", OPENING],
] as const)
  MEANINGS[character.charCodeAt(0)] = meaning;
