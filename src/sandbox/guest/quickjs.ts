// The guest's entry inside QuickJS, which drivers/quickjs-child.ts hosts in a process of its own.
import type { HostMessage } from "../messages.ts";
import { writeStacksAsV8 } from "./quickjs-stacks.ts";
import { addSearchParams } from "./search-params.ts";
import { startGuest, type Guest } from "./guest.ts";

const host = globalThis.$host;
const { parse } = JSON;
delete (globalThis as { $host?: unknown }).$host;

const timers = new Map<number, () => void>();
let lastTimer = 0;
function start(callback: unknown, ms: unknown, args: readonly unknown[], every: boolean): number {
  if (typeof callback !== "function") throw new TypeError("A timer takes a function.");
  const id = (lastTimer += 1);
  const delay = Math.max(0, Number(ms) || 0);
  timers.set(id, () => {
    if (every) host.setTimer(id, delay);
    else timers.delete(id);
    try {
      (callback as (...args: readonly unknown[]) => void)(...args);
    } catch (error) {
      guest?.unhandled(error);
    }
  });
  host.setTimer(id, delay);
  return id;
}
const stop = (id: unknown): void => void timers.delete(Number(id));
Object.assign(globalThis, {
  setTimeout: (callback: unknown, ms?: unknown, ...args: unknown[]) => start(callback, ms, args, false),
  setInterval: (callback: unknown, ms?: unknown, ...args: unknown[]) => start(callback, ms, args, true),
  clearTimeout: stop,
  clearInterval: stop,
});

addSearchParams();
writeStacksAsV8();

let format: ((...parts: readonly unknown[]) => string) | undefined;
/** Node's own formatting as a library, made for V8: it looks for the one global that QuickJS lacks. */
function loadFormat(): NonNullable<typeof format> {
  const module = { exports: {} as { format: NonNullable<typeof format> } };
  Object.defineProperty(globalThis, "Atomics", { value: {}, configurable: true });
  (host.evaluate(`(function (module, exports) {${host.formatterSource()}\n})`, "format.js") as (...args: unknown[]) => void)(
    module,
    module.exports,
  );
  delete (globalThis as Record<string, unknown>).Atomics;
  return module.exports.format;
}

const turn = (): Promise<void> => new Promise((resolve) => void start(resolve, 0, [], false));
let guest: Guest | undefined;
// Before the start, which waits for a turn and so for a timer.
host.onEvent(
  (line: string) => guest?.receive(parse(line) as HostMessage),
  (id: number) => timers.get(id)?.(),
  (reason: unknown) => guest?.unhandled(reason),
);
guest = await startGuest({
  asyncStacks: false,
  write: (text) => host.write(text),
  evaluate: (code, file) => host.evaluate(code, file),
  format: (parts) => (parts.length === 1 && typeof parts[0] === "string" ? parts[0] : (format ??= loadFormat())(...parts)),
  turn,
  warmUp() {
    format ??= loadFormat();
  },
  exit: () => host.exit(),
  outOfMemory: () => host.outOfMemory(),
});
