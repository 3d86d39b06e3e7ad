// The guest's entry in Deno.
import type { HostMessage } from "../messages.ts";
import { startGuest } from "./guest.ts";

const { stdin, stdout, stderr, exit } = Deno;
const { parse } = JSON;
// oxlint-disable-next-line no-eval -- running the program is what this process is for
const evaluate = globalThis.eval as (code: string) => unknown;
const encoder = new TextEncoder();
const { port1, port2 } = new MessageChannel();

// Node's own formatting as a library: Deno's `process`, by which its node:util is reached, takes 60 ms to come up. Evaluated when needed.
const formatter = (): Formatter => require("node-inspect-extracted");

// Not at the top level: boot evaluates this file as a script.
void serve();

async function serve(): Promise<void> {
  const guest = await startGuest({
    asyncStacks: true,
    write(text) {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += stdout.writeSync(bytes.subarray(at));
    },
    evaluate: (code, file) => evaluate(`${code}\n//# sourceURL=${file}`),
    format: (parts) =>
      parts.length === 1 && typeof parts[0] === "string" ? parts[0] : formatter().formatWithOptions({ maxStringLength: 100_000 }, ...parts),
    turn: () =>
      new Promise((resolve) => {
        port1.onmessage = () => resolve();
        port2.postMessage(0);
      }),
    warmUp() {
      // Deno loads its timers when they are first looked at.
      void globalThis.setTimeout;
      formatter();
    },
    exit: () => exit(1),
    outOfMemory() {
      stderr.writeSync(encoder.encode("out of memory"));
      return exit(1);
    },
  });

  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    guest.unhandled(event.reason);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    guest.unhandled(event.error);
  });

  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  // Pieces of a line that has not ended yet: joined once, so that a line of 10 MB is not copied with every chunk.
  let pieces: string[] = [];
  for (let length = await stdin.read(buffer); length !== null; length = await stdin.read(buffer)) {
    const lines = decoder.decode(buffer.subarray(0, length), { stream: true }).split("\n");
    const last = lines.pop() as string;
    for (const line of lines) {
      pieces.push(line);
      const whole = pieces.join("");
      pieces = [];
      guest.receive(parse(whole) as HostMessage);
    }
    pieces.push(last);
  }
  exit(0);
}
