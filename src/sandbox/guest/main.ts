import type { HostMessage } from "../messages.ts";
import { bindServer, servers, tools } from "./bindings.ts";
import { createConsole } from "./console.ts";
import { ToolError, toWireError } from "./errors.ts";
import { settle } from "./requests.ts";
import { addSkill, runProgram } from "./session.ts";
import { toValueJson } from "./values.ts";
import { flush, listen, post, postLine } from "./wire.ts";

// What a program has no use for is taken away. This is comfort, so that mistakes are told early; the wall is the process.
const { exit } = Deno;
const removed = [
  "Deno",
  "Worker",
  "caches",
  "localStorage",
  "sessionStorage",
  "BroadcastChannel",
  "prompt",
  "alert",
  "confirm",
  "close",
  "process",
  "Buffer",
  "global",
];
for (const name of removed) delete (globalThis as Record<string, unknown>)[name];

const refused = (name: string) => () => {
  throw new Error(`${name} is not available here: the sandbox has no network. Call a tool instead; tools.search("...") finds one.`);
};
for (const name of ["fetch", "WebSocket", "EventSource", "XMLHttpRequest"]) {
  Object.defineProperty(globalThis, name, { value: refused(name), writable: true, configurable: true });
}

Object.assign(globalThis, { console: createConsole(), servers, tools, ToolError });

let running = 0;

/** One turn of the event loop, after which rejections that nobody handles have been reported. */
const { port1, port2 } = new MessageChannel();
function turn(): Promise<void> {
  return new Promise((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
}

addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  const { name, message } = toWireError(event.reason);
  post({ kind: "output", level: "warn", text: `Warning: a promise that nobody awaited was rejected: ${name}: ${message}` });
});

async function run(message: Extract<HostMessage, { kind: "run" }>): Promise<void> {
  running = message.run;
  try {
    for (const manifest of message.servers) bindServer(manifest);
    for (const skill of message.skills) addSkill(skill);
    const value = await runProgram(message.program);
    await turn();
    const json = toValueJson(value);
    if (json !== undefined && json.length > message.maxValueBytes) {
      post({ kind: "failed", run: message.run, error: { name: "LimitError", code: "LIMIT_VALUE", message: String(json.length) } });
    } else if (json === undefined) post({ kind: "done", run: message.run });
    else postLine(`{"kind":"done","run":${message.run},"value":${json}}`);
  } catch (error) {
    post({ kind: "failed", run: message.run, error: toWireError(error) });
  }
  flush();
}

void listen((message) => {
  if (message.kind === "result") settle(message.id, { value: message.value });
  else if (message.kind === "failure") settle(message.id, { error: message.error });
  else if (message.run > running) void run(message);
  else exit(1);
});
// One program before the first, so that the engine has compiled the way that every program takes.
await runProgram({ file: "warm-up.ts", code: '(async ($codemode) => { "use strict"; return [1]; })' }).then(toValueJson);
await turn();
post({ kind: "ready" });
flush();
