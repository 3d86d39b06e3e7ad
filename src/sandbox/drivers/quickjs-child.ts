// The program of the Node process around QuickJS: boots the engine, loads the guest into it, and passes lines and timers. Nothing of the
// guest runs outside the engine's WebAssembly memory, and this process may do nothing but read the engine's files.
import { readFileSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { JSValueHandle, QuickJS, QuickJSOptions } from "quickjs-wasi";

const [engine = "", formatter = "", sandbox = ""] = process.argv.slice(2);
const { QuickJS: Engine } = (await import(`file://${engine}/dist/index.js`)) as typeof import("quickjs-wasi");
const extensions = ["url", "encoding", "headers", "crypto", "structured-clone"];
const rejected = new Map<number, JSValueHandle>();

const options: QuickJSOptions = {
  wasm: readFileSync(`${engine}/quickjs.wasm`),
  extensions: extensions.map((name) => ({ name, wasm: readFileSync(`${engine}/extensions/${name}/${name}.so`) })),
  maxStackSize: 256 * 1024,
  timezoneOffset: 0,
  onUnhandledRejection(promise, reason, isHandled) {
    rejected.get(promise.identity)?.dispose();
    rejected.delete(promise.identity);
    if (!isHandled) rejected.set(promise.identity, reason.dup());
  },
};
const vm: QuickJS = await Engine.create(options);

let listeners: readonly JSValueHandle[] = [];
const functions: Record<string, (...args: JSValueHandle[]) => JSValueHandle> = {
  write(text) {
    writeAll(Buffer.from(textOf(text)));
    return vm.undefined;
  },
  evaluate: (code, file) => vm.evalCode(textOf(code), textOf(file)),
  formatterSource: () => vm.newString(readFileSync(`${formatter}/dist/inspect.js`, "utf8")),
  setTimer(id, ms) {
    const timer = numberOf(id);
    setTimeout(() => tell(1, vm.newNumber(timer)), numberOf(ms));
    return vm.undefined;
  },
  onEvent(...callbacks) {
    listeners = callbacks.map((callback) => callback.dup());
    return vm.undefined;
  },
  exit: () => process.exit(1),
  outOfMemory() {
    writeSync(2, "out of memory");
    process.exit(1);
  },
};
{
  using host = vm.newObject();
  for (const [name, body] of Object.entries(functions)) {
    using made = vm.newFunction(`host.${name}`, body);
    host.setProp(name, made);
  }
  vm.setProp(vm.global, "$host", host);
  const TYPE_MODULE = 1;
  vm.evalCode(readFileSync(`${sandbox}/guest/quickjs.js`, "utf8"), "guest.js", TYPE_MODULE).dispose();
  drain();
}

const decoder = new StringDecoder("utf8");
let pieces: string[] = [];
process.stdin.on("data", (chunk: Buffer) => {
  const lines = decoder.write(chunk).split("\n");
  const last = lines.pop() as string;
  for (const line of lines) {
    pieces.push(line);
    const whole = pieces.join("");
    pieces = [];
    tell(0, vm.newString(whole));
  }
  pieces.push(last);
});
process.stdin.on("end", () => process.exit(0));

/** Calls a listener of the guest and lets all that follows from it happen. */
function tell(listener: 0 | 1 | 2, argument: JSValueHandle): void {
  const callback = listeners[listener];
  if (callback) vm.callFunction(callback, vm.undefined, argument).dispose();
  argument.dispose();
  drain();
}

function drain(): void {
  while (vm.executePendingJobs() > 0);
  for (const [identity, reason] of rejected) {
    rejected.delete(identity);
    tell(2, reason);
  }
}

function textOf(handle: JSValueHandle | undefined): string {
  return handle?.isString ? handle.toString() : "";
}

function numberOf(handle: JSValueHandle | undefined): number {
  return handle?.isNumber ? handle.toNumber() : 0;
}

/** Standard output is a pipe that may be full, and then says EAGAIN where it does not block. */
function writeAll(bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") process.exit(1);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
