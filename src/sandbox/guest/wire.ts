import type { GuestMessage, HostMessage } from "../messages.ts";

const { stdin, stdout, exit } = Deno;
const { stringify, parse } = JSON;
const encoder = new TextEncoder();
const defer = queueMicrotask;
let waiting = "";

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
  const bytes = encoder.encode(waiting);
  waiting = "";
  for (let at = 0; at < bytes.length;) at += stdout.writeSync(bytes.subarray(at));
}

/** Hands every message of the host to `receive`; ends the process when the host closes the pipe. */
export async function listen(receive: (message: HostMessage) => void): Promise<void> {
  const decoder = new TextDecoder();
  // Pieces of a line that has not ended yet: joined once, so that a line of 10 MB is not copied with every chunk.
  let pieces: string[] = [];
  for await (const chunk of stdin.readable) {
    const lines = decoder.decode(chunk, { stream: true }).split("\n");
    const last = lines.pop() as string;
    for (const line of lines) {
      pieces.push(line);
      const whole = pieces.join("");
      pieces = [];
      receive(parse(whole) as HostMessage);
    }
    pieces.push(last);
  }
  exit(0);
}
