import type { GuestMessage } from "../messages.ts";

const { stringify } = JSON;
const defer = queueMicrotask;
let write: (text: string) => void;
let waiting = "";
let run = 0;

/** Says where the text goes; before anything is posted. */
export function connect(writer: (text: string) => void): void {
  write = writer;
}

/** From here on messages belong to this run. */
export function startRun(number: number): void {
  run = number;
}

/** The run that messages belong to. */
export function currentRun(): number {
  return run;
}

/** Queues a message; all messages of one microtask turn leave in one write. */
export function post(message: GuestMessage): void {
  postLine(stringify(message));
}

/** Queues a message that is JSON text already. */
export function postLine(json: string): void {
  if (waiting === "") defer(flush);
  waiting += `${json}\n`;
}

/** Writes all that is queued; returns when the host's pipe has taken it. */
export function flush(): void {
  if (waiting === "") return;
  const text = waiting;
  waiting = "";
  write(text);
}
