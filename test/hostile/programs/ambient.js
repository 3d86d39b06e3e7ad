//# ambient-01 | contained | The usual names of host objects, in every place where a global may stand.
const names = ["process", "Deno", "Bun", "require", "module", "global", "Buffer", "__dirname", "$host", "window", "self", "top", "parent"];
const places = [globalThis, this, globalThis.self, globalThis.window, Object.getPrototypeOf(globalThis)].filter(Boolean);
const found = places.flatMap((place) => names.map((name) => place[name])).filter(Boolean);
const secrets = found.filter((thing) => {
  try {
    return [thing.env?.["CM_" + "SECRET"], thing.env?.get?.("CM_" + "SECRET")].some((value) => typeof value === "string");
  } catch {
    return false;
  }
});
verdict(secrets.length > 0, `${found.length} names, ${secrets.length} with the environment`);
//# ambient-02 | contained | A walk through the whole graph of globals, for objects of another realm and for the secret itself.
const needle = ["CM_SECRET", "0123456789abcdef"].join("-");
const seen = new Set();
const queue = [globalThis];
let foreign = 0;
let secret = 0;
while (queue.length > 0 && seen.size < 20_000) {
  const thing = queue.pop();
  if (typeof thing === "string" && thing.includes(needle)) secret += 1;
  if (Object(thing) !== thing || seen.has(thing)) continue;
  seen.add(thing);
  if (thing !== Object.prototype && Object.getPrototypeOf(thing) === null && Object.hasOwn(thing, "hasOwnProperty")) foreign += 1;
  queue.push(
    Object.getPrototypeOf(thing),
    ...Object.values(Object.getOwnPropertyDescriptors(thing)).flatMap((each) => [each.value, each.get, each.set]),
  );
}
verdict(foreign + secret > 0, `${seen.size} objects, ${foreign} of another realm, ${secret} secrets`);
//# ambient-03 | contained | The internals of Deno under their symbol, and its ops.
const deno = globalThis.Deno ?? globalThis[Symbol.for("Deno")] ?? {};
const internal = deno[deno.internal] ?? globalThis[Symbol.for("Deno.internal")] ?? globalThis.__bootstrap ?? {};
let text = "";
for (const ops of [internal.core?.ops, deno.core?.ops, internal.ops]) {
  for (const op of ["op_fs_read_file_text_sync", "op_read_file_text_sync", "op_fs_read_file_sync"]) {
    try {
      text += String(ops[op]("/tmp/cm_sentinel_host"));
    } catch {}
  }
}
verdict(text.includes("SECRET"), "file through an internal op");
//# ambient-04 | contained | Every way in which a CommonJS module is got hold of.
let text = "";
const ways = [
  () => require("node:fs"),
  () => module.require("node:fs"),
  () => process.mainModule.require("node:fs"),
  () => module.constructor._load("node:fs"),
  () => globalThis.require("node:fs"),
  () => process.binding("natives") && process.getBuiltinModule("node:fs"),
  () => (0, eval)("require")("node:fs"),
];
for (const way of ways) {
  try {
    text += way().readFileSync("/tmp/cm_sentinel_host", "utf8");
  } catch {}
}
verdict(text !== "", "require");
//# ambient-05 | contained | A registered symbol makes the printing host call the program with its own inspect.
let host;
const custom = function (depth, options, inspect) {
  for (const given of [inspect, options?.stylize, options?.constructor, arguments.callee]) {
    try {
      host ??= given.constructor("return process")().env["CM_" + "SECRET"];
    } catch {}
  }
  return "printed";
};
for (const name of ["nodejs.util.inspect.custom", "Deno.customInspect", "Deno.privateCustomInspect"])
  console.log({ [Symbol.for(name)]: custom });
verdict(typeof host === "string", "inspect of the host");
//# ambient-06 | contained | Symbols that others have registered, as keys to what they keep on the global object.
const keys = [
  "nodejs.internal",
  "nodejs.worker_threads",
  "Deno.internal",
  "undici.globalDispatcher.1",
  "nodejs.event_target",
  "vitest",
  "codemode",
  "mcp",
];
const kept = keys
  .map((key) => globalThis[Symbol.for(key)])
  .concat(Object.getOwnPropertySymbols(globalThis).map((symbol) => globalThis[symbol]));
let reached = 0;
for (const thing of kept) {
  try {
    const { connect, request, dispatch, env } = thing;
    if (env?.["CM_" + "SECRET"] !== undefined) reached += 1;
    if (typeof dispatch === "function")
      await Promise.race([thing.request({ origin: "http://127.0.0.1:45999", path: "/", method: "GET" }).then(() => (reached += 1))]);
    if (connect === process.connect && request) reached += 1;
  } catch {}
}
verdict(reached > 0, "a host's object under a registered symbol");
//# ambient-07 | contained | Calls that end the process of whoever runs the program.
const ends = [
  () => process.exit(0),
  () => Deno.exit(0),
  () => process.abort(),
  () => process.reallyExit(0),
  () => process.kill(process.ppid, "SIGTERM"),
];
let ended = 0;
for (const end of ends) {
  try {
    end();
    ended += 1;
  } catch {}
}
verdict(ended > 0, `${ended} calls to end the host came back without an error`);
//# ambient-08 | contained | Variables of the host's configuration language, hoping that something expands them in arguments.
const needle = ["CM_SECRET", "0123456789abcdef"].join("-");
const forms = [
  "${CM_SECRET}",
  "$CM_SECRET",
  "%CM_SECRET%",
  "${env:CM_SECRET}",
  "{{CM_SECRET}}",
  "$(printenv CM_SECRET)",
  "`printenv CM_SECRET`",
  "file:///tmp/cm_sentinel_host",
];
let expanded = "";
for (const form of forms) {
  expanded += JSON.stringify(await servers.probe.echo({ value: form }).catch((error) => error.message));
  expanded += await servers.probe[form]({}).catch((error) => error.message);
  expanded += await tools.describe(form).then(JSON.stringify, (error) => error.message);
}
verdict(expanded.includes(needle), "an expanded variable");
//# ambient-09 | contained | The last match of a regular expression that the runtime has made, which engines keep in static properties.
await servers.probe.fail({ message: "m" }).catch((error) => String(error.stack));
const needle = ["CM_SECRET", "0123456789abcdef"].join("-");
const kept = ["input", "$_", "lastMatch", "$&", "lastParen", "leftContext", "rightContext", "$1", "$2", "$3"].map((key) =>
  String(RegExp[key]),
);
verdict(
  kept.some((text) => text.includes(needle) || /\/tmp\/cm_|authorization/i.test(text)),
  "a secret in RegExp's static properties",
);
//# ambient-10 | contained | Listeners and events of the global target, to overhear or to end the runtime.
const heard = [];
if (typeof addEventListener === "function") {
  for (const type of ["message", "messageerror", "error", "unhandledrejection", "beforeunload", "unload", "exit"]) {
    addEventListener(type, (event) => heard.push(event.data ?? event.error ?? event.reason));
  }
  for (const type of ["unload", "beforeunload", "exit"]) dispatchEvent(new Event(type));
}
void Promise.reject(new Error("mine"));
await servers.probe.whoami({}).catch(() => {});
await new Promise((resolve) => setTimeout(resolve, 10));
const strange = heard.filter((thing) => thing !== undefined && thing?.message !== "mine");
verdict(
  strange.some((thing) => JSON.stringify(thing)?.includes("CM_" + "SECRET") || thing?.constructor?.constructor !== Function),
  "an event that was not the program's",
);
//# ambient-11 | contained | Receivers: this of plain functions, of callbacks and of what the host calls back.
const receivers = [];
const keep = Function("keep", "return function () { keep(this); }")((self) => receivers.push(self));
keep();
[1].forEach(keep);
JSON.stringify({ toJSON: keep });
if (typeof queueMicrotask === "function") queueMicrotask(keep);
if (typeof setTimeout === "function") setTimeout(keep, 0);
await new Promise((resolve) => (typeof setTimeout === "function" ? setTimeout(resolve, 5) : resolve()));
const home = receivers.filter((self) => {
  try {
    return typeof self.constructor.constructor("return process.env.PATH")() === "string" || self.process?.env?.PATH !== undefined;
  } catch {
    return false;
  }
});
verdict(home.length > 0, "a receiver that belongs to the host");
//# ambient-12 | contained | A bootstrap function that an engine has left on the global object, run a second time with a Deno object of the program's own.
globalThis.Deno = { args: [], version: {}, build: {} };
for (const options of [{ warmup: true }, { usesLocalNodeModulesDir: false, argv0: "x", runningOnMainThread: true }]) {
  try {
    for (const name of ["nodeBootstrap", "bootstrap", "__bootstrap", "initialize"]) globalThis[name]?.(options);
  } catch {}
}
delete globalThis.Deno;
const seen = new Set();
const queue = [globalThis.process, globalThis.Buffer, console._stdout, console._stderr];
let power = 0;
while (queue.length > 0 && seen.size < 5_000) {
  const thing = queue.pop();
  if (Object(thing) !== thing || seen.has(thing)) continue;
  seen.add(thing);
  if (typeof thing.readFileSync === "function" || typeof thing.getBuiltinModule === "function" || typeof thing.execPath === "string")
    power += 1;
  queue.push(
    Object.getPrototypeOf(thing),
    ...Object.values(Object.getOwnPropertyDescriptors(thing)).flatMap((each) => [each.value, each.get, each.set]),
  );
}
verdict(power > 0, `${seen.size} things after a second bootstrap, ${power} with power`);
//# ambient-13 | contained | A fake Deno object, to make the engine's own modules hand over what they would give to the real one.
const given = [];
const fake = new Proxy(function () {}, {
  get: (target, key) => (key === Symbol.toPrimitive ? () => "fake" : key === "then" ? undefined : (given.push(key), fake)),
  apply: (_, self, args) => (given.push(self, ...args), fake),
});
globalThis.Deno = fake;
let text = "";
try {
  const load = (0, eval)("(name) => import(name)");
  text = String((await load("node:fs")).readFileSync("/etc/passwd", "utf8"));
  text += String((await load("node:process")).default.env["CM_" + "SECRET"]);
} catch {}
delete globalThis.Deno;
verdict(text.includes("root:") || text.endsWith("cdef"), `${given.length} things given to a fake Deno`);
//# ambient-14 | contained | Signals to the parent process, with the engine's own process module.
let reached = false;
try {
  const { default: host } = await (0, eval)("import('node:process')");
  reached = typeof host.ppid === "number" && host.kill(host.ppid, 0) === true;
} catch {}
verdict(reached, "a signal to the parent");
