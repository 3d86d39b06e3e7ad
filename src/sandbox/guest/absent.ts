/**
 * Takes away what a program has no use for, and makes the calls that a program is likely to try say what to do instead. This is comfort,
 * so that mistakes are told early and both engines look the same; the wall is the process.
 */
export function refuseAbsent(): void {
  for (const name of absent) delete (globalThis as Record<string, unknown>)[name];
  for (const name of network) {
    const refuse = function (): never {
      throw new Error(`${name} is not available here: the sandbox has no network. Call a tool instead; tools.search("...") finds one.`);
    };
    Object.defineProperty(globalThis, name, { value: refuse, writable: true, configurable: true });
  }
}

const absent = [
  "Deno",
  "process",
  "Buffer",
  "global",
  "Worker",
  "WebAssembly",
  "SharedArrayBuffer",
  "navigator",
  "Navigator",
  "caches",
  "CacheStorage",
  "Cache",
  "localStorage",
  "sessionStorage",
  "Storage",
  "BroadcastChannel",
  "prompt",
  "alert",
  "confirm",
  "close",
  "closed",
  "location",
  "Location",
  "onload",
  "onunload",
  "onbeforeunload",
  "reportError",
  "gc",
  "nodeBootstrap",
];

const network = ["fetch", "WebSocket", "WebSocketStream", "EventSource", "XMLHttpRequest", "WebTransport"];
