//# tamper-01 | contained | JSON.stringify and JSON.parse replaced, to change calls on their way out and answers on their way in.
const { stringify, parse } = JSON;
const seen = [];
JSON.stringify = (value, ...rest) => {
  seen.push(value);
  return stringify(value?.kind === "call" || value?.server ? { ...value, server: "admin", tool: "reset" } : value, ...rest);
};
JSON.parse = (text, ...rest) => (seen.push(text), parse(text, ...rest));
const answer = await servers.probe.whoami({}).catch(() => "probe");
Object.assign(JSON, { stringify, parse });
const secret = seen
  .map((thing) => (typeof thing === "string" ? thing : (stringify(thing) ?? "")))
  .join()
  .includes(["CM_SECRET", "0123456789abcdef"].join("-"));
verdict(secret || !String(answer?.name ?? answer).includes("probe"), "a changed message");
//# tamper-02 | contained | A toJSON on Object.prototype, which rewrites every message that is turned to text.
let turned = 0;
Object.defineProperty(Object.prototype, "toJSON", {
  configurable: true,
  value() {
    turned += 1;
    return this?.kind === "call" ? Object.assign(Object.create({ toJSON: undefined }), this, { server: "admin", tool: "reset" }) : this;
  },
});
const answer = await servers.probe.whoami({}).catch(() => "probe");
delete Object.prototype.toJSON;
verdict(!JSON.stringify(answer).includes("probe"), `an answer of a server that is not there, ${turned} turned`);
//# tamper-03 | contained | Map's methods replaced, to find the table of waiting calls and to be given the answer to a forged one.
const { get, set } = Map.prototype;
const maps = new Set();
Map.prototype.get = function (key) {
  if (typeof key === "number") maps.add(this);
  return get.call(this, key);
};
await tools.search("x").catch(() => {});
Map.prototype.get = get;
let answer;
for (const map of maps) set.call(map, 900_001, (given) => (answer = given));
const say = (make) => {
  Object.defineProperty(Object.prototype, "toJSON", {
    configurable: true,
    value() {
      return this.kind === "output" ? make(this.run) : this;
    },
  });
  console.log("a line that becomes another message");
  delete Object.prototype.toJSON;
};
say((run) => ({ kind: "call", run, id: 900_001, server: "admin", tool: "reset", args: {} }));
await servers.probe.whoami({}).catch(() => {});
await new Promise((resolve) => setTimeout(resolve, 20));
verdict(answer !== undefined && "value" in answer, `an answer to a forged call: ${answer?.error?.code}`);
//# tamper-04 | contained | Methods of arrays and iterators that lose, double and invent items.
const kept = {};
for (const name of ["push", "map", "join", "includes", "splice", "slice", "every", "some", "concat", "shift", "pop", "values"]) {
  kept[name] = Array.prototype[name];
  Array.prototype[name] = function (...given) {
    return name === "includes" || name === "some" ? false : name === "every" ? true : Reflect.apply(kept[name], this, given);
  };
}
const iterate = Array.prototype[Symbol.iterator];
Array.prototype[Symbol.iterator] = function* () {
  for (let i = 0; i < this.length; i += 1) yield this[i] === "probe" ? "admin" : this[i];
};
const answer = await servers.probe.whoami({}).catch(() => "probe");
Object.assign(Array.prototype, kept);
Array.prototype[Symbol.iterator] = iterate;
verdict(!JSON.stringify(answer).includes("probe"), "an answer of another server");
//# tamper-05 | contained | TextEncoder replaced, to write whole lines of the wire: the end of a run to come.
const { encode } = TextEncoder.prototype;
let wrote = 0;
TextEncoder.prototype.encode = function (text) {
  wrote += 1;
  return encode.call(this, `${text}${JSON.stringify({ kind: "done", run: 2, value: "forged for the next run" })}\n`);
};
console.log("through the replaced encoder");
const answer = await servers.probe.whoami({}).catch(() => "probe");
TextEncoder.prototype.encode = encode;
verdict(!JSON.stringify(answer).includes("probe"), `${wrote} lines with an appendix`);
return wrote;
//# tamper-06 | contained | The engine's own standard output, to say again that the guest is ready and to call as a server's runtime would.
const lines = [
  { kind: "ready" },
  { kind: "result", id: 1, value: "forged" },
  { kind: "run", run: 9, program: { file: "x", code: "process.exit(7)" } },
];
const before = await servers.probe.whoami({}).catch(() => "probe");
const out = await (0, eval)("import('node:process')").then(
  (module) => module.default.stdout,
  () => undefined,
);
for (const line of lines) {
  try {
    out?.write(`${JSON.stringify(line)}\n`);
  } catch {}
}
const after = await servers.probe.whoami({}).catch(() => before);
verdict(JSON.stringify(after) !== JSON.stringify(before), "an answer that the forged lines have changed");
//# tamper-07 | contained | Object and Reflect replaced by others that keep what they are given.
const given = [];
const real = { ...Object.fromEntries(Object.getOwnPropertyNames(Object).map((name) => [name, Object[name]])) };
for (const name of ["defineProperty", "assign", "keys", "entries", "fromEntries", "freeze", "create", "getPrototypeOf"]) {
  const method = Object[name];
  Object[name] = (...all) => (given.push(...all), method(...all));
}
await servers.probe.fail({ message: "m" }).catch(() => {});
await import("generated/servers/" + String("nobody")).catch(() => {});
for (const name of Reflect.ownKeys(real)) if (typeof real[name] === "function" && name !== "prototype") Object[name] = real[name];
const needle = ["CM_SECRET", "0123456789abcdef"].join("-");
const secret = given.some(
  (thing) =>
    (typeof thing === "string" && thing.includes(needle)) || (Object(thing) === thing && thing.env?.["CM_" + "SECRET"] !== undefined),
);
verdict(secret, `a secret among ${given.length} things`);
//# tamper-08 | contained | queueMicrotask, setTimeout and Promise replaced, to hold back, double and reorder what the runtime does.
const real = { queueMicrotask, setTimeout, Promise };
const held = [];
for (const name of Object.keys(real))
  if (name !== "Promise") globalThis[name] = (task, ...rest) => (held.push(task), real[name](task, ...rest), real[name](task, ...rest));
globalThis.Promise = new Proxy(Promise, {
  construct: (target, all, made) => Reflect.construct(target, all, made),
  get: (target, key) => (key === "resolve" ? (value) => target.resolve(value) : target[key]),
});
const answers = [await servers.probe.whoami({}).catch(() => "probe"), await servers.probe2.whoami({}).catch(() => "probe2")];
Object.assign(globalThis, real);
const host = held.some((task) => {
  try {
    return typeof task.constructor("return process.env.PATH")() === "string";
  } catch {
    return false;
  }
});
verdict(
  host || !JSON.stringify(answers[0]).includes("probe") || !JSON.stringify(answers[1]).includes("probe2"),
  "tasks of the host or mixed answers",
);
//# tamper-09 | error | Error, ToolError and their prototypes spoiled, and then an error that must be told.
class Other {
  constructor() {
    return Object.create(null);
  }
}
globalThis.Error = globalThis.TypeError = globalThis.ToolError = Other;
for (const proto of [TypeError.prototype, Object.getPrototypeOf(new RangeError())]) {
  Object.defineProperty(proto, "message", { get: () => ({}), configurable: true });
  Object.defineProperty(proto, "name", {
    get: () => {
      throw new Other();
    },
    configurable: true,
  });
}
await servers.probe.strict({ n: "x" });
throw new RangeError("must be told");
//# tamper-10 | contained | Everything frozen that the runtime might still need to change.
for (const thing of [Object, Array, Map, Set, Promise, Error, ToolError, Function, String, Symbol, JSON, console, tools]) {
  try {
    Object.freeze(thing);
    Object.freeze(thing.prototype);
  } catch {}
}
try {
  Object.freeze(globalThis);
} catch {}
Object.freeze(Object.prototype);
const answers = [await servers.probe.whoami({}).catch(() => "probe"), await servers.probe2.whoami({}).catch(() => "probe2")].map((answer) =>
  JSON.stringify(answer),
);
verdict(!answers[0].includes("probe") || !answers[1].includes("probe2"), "mixed answers");
return new Map([["frozen", Object.isFrozen(globalThis)]]);
//# tamper-11 | contained | Top-level variables with the names of what the runtime uses after the program has begun.
verdict(typeof globalThis.process?.env?.PATH === "string", "the host's environment under a shadowed name");
let Promise = null;
class Map {}
function Object() {}
const JSON = { stringify: () => '{"kind":"done","run":2}' };
const Array = { isArray: () => false };
const __proto__ = { then: 1 };
return [new Map(), Promise, JSON];
//# tamper-12 | contained | Regular expressions and strings replaced, so that a name which is checked passes for another.
const { exec } = RegExp.prototype;
const { slice, startsWith, replaceAll } = String.prototype;
RegExp.prototype.exec = function (text) {
  return String(text).includes("nobody") ? ["generated/servers/probe", "probe"] : exec.call(this, text);
};
String.prototype.slice = function (...given) {
  return slice.apply(String(this) === "probe" ? "admin" : this, given);
};
String.prototype.startsWith = () => true;
String.prototype.replaceAll = (from, to) => (typeof to === "function" ? "" : String(to));
const name = ["generated/servers/no", "body"].join("");
const module = await import(name).catch(() => ({}));
const answer = await servers.probe.whoami({}).catch(() => "probe");
RegExp.prototype.exec = exec;
Object.assign(String.prototype, { slice, startsWith, replaceAll });
const other = await (async () => module.reset({}))().then(
  () => true,
  () => false,
);
verdict(other || !JSON.stringify(answer).includes("probe"), "a name that passed for another");
//# tamper-13 | contained | A message port of the engine patched, to get at the one that the runtime keeps for itself.
const ports = new Set();
const proto = globalThis.MessagePort?.prototype;
const post = proto?.postMessage;
if (post) {
  proto.postMessage = function (...given) {
    ports.add(this);
    return post.apply(this, given);
  };
}
setTimeout(() => {
  for (const port of ports) {
    try {
      port.onmessage = (event) => verdict(JSON.stringify(event.data ?? null).includes("CM_" + "SECRET"), "a message of the host on a port");
      post.call(port, { kind: "run", run: 99 });
    } catch {}
  }
}, 0);
await new Promise((resolve) => setTimeout(resolve, 10));
verdict(
  [...ports].some((port) => !(port instanceof Object)),
  "a port of another realm",
);
return "port";
//# tamper-14 | contained | The end of the run said early and then once more, with a call in between.
const say = (make) => {
  Object.defineProperty(Object.prototype, "toJSON", {
    configurable: true,
    value() {
      return this.kind === "output" ? make(this.run) : this;
    },
  });
  console.log("a line that becomes another message");
  delete Object.prototype.toJSON;
};
let answered = false;
let said = false;
say((run) => ((said = true), { kind: "done", run, value: "forged early" }));
void servers.probe.delete_everything({}).then(
  () => (answered = true),
  () => {},
);
await new Promise((resolve) => setTimeout(resolve, 20));
verdict(said && answered, "a call that was answered after the end had been said");
say((run) => ({ kind: "done", run, value: "forged twice" }));
return "the real value";
//# tamper-15 | contained | Marks on everything that might be shared with another session: looks for them, then leaves them.
const mark = "cm_mark_of_a_session";
const places = [
  globalThis,
  Object.prototype,
  Array.prototype,
  Function.prototype,
  Map.prototype,
  Promise,
  JSON,
  console,
  servers,
  tools,
  ToolError.prototype,
  Symbol.for(mark).constructor,
  Intl_or_none(),
];
function Intl_or_none() {
  return typeof Intl === "object" ? Intl : Math;
}
const found = places.filter((place) => Reflect.has(place, Symbol.for(mark)));
for (const place of places) Reflect.defineProperty(place, Symbol.for(mark), { value: mark, configurable: true });
verdict(found.length > 0, `${found.length} marks of another session`);
//# tamper-16 | contained | Looks for the marks that the program before has left, and for what it could have left running.
const mark = Symbol.for("cm_mark_of_a_session");
const places = {
  global: globalThis,
  object: Object.prototype,
  array: Array.prototype,
  function: Function.prototype,
  promise: Promise,
  console,
  error: ToolError.prototype,
};
const found = Object.keys(places).filter((name) => Reflect.has(places[name], mark));
let ticks = 0;
Object.defineProperty(globalThis, "cm_tick", { set: () => (ticks += 1), configurable: true });
await new Promise((resolve) => setTimeout(resolve, 20));
verdict(found.length > 0 || ticks > 0, `marks on ${found.join(" ")}, ${ticks} ticks of another session`);
setInterval(() => (globalThis.cm_tick = 1), 1);
//# tamper-17 | error | A failure that names itself a limit and a cancellation, to be taken for the host's own word.
class CodemodeError extends ToolError {
  constructor(code) {
    super({ name: "CodemodeError", message: `The program was ended by a limit: ${code}`, code, server: "admin", tool: "reset" });
  }
}
throw Object.assign(new CodemodeError("LIMIT_TOTAL_TIME"), { kind: "cancelled", ok: true, retryable: true, limit: "LIMIT_VALUE" });
//# tamper-18 | contained | Messages of an earlier run, then one of wrong kinds: huge numbers and names that are objects.
const say = (make) => {
  Object.defineProperty(Object.prototype, "toJSON", {
    configurable: true,
    value() {
      return this.kind === "output" ? make(this.run) : this;
    },
  });
  console.log("a line that becomes another message");
  delete Object.prototype.toJSON;
};
const before = JSON.stringify(await servers.probe.whoami({}).catch(() => "probe"));
say((run) => ({ kind: "output", run: run - 1, level: "log", text: "from an earlier run" }));
say((run) => ({ kind: "call", run: run - 1, id: 1, server: "probe", tool: "whoami", args: {} }));
const after = JSON.stringify(await servers.probe.whoami({}).catch(() => "probe"));
verdict(!before.includes("probe") || before !== after, "an answer that was mixed up");
say((run) => ({
  kind: "call",
  run,
  id: 1e308,
  server: { toString: "admin" },
  tool: ["reset"],
  args: JSON.parse('{"__proto__": {"__cm_canary": 1}}'),
}));
await new Promise((resolve) => setTimeout(resolve, 20));
//# tamper-19 | contained | The same number for two calls, and an answer that is forged towards the program itself.
const say = (make) => {
  Object.defineProperty(Object.prototype, "toJSON", {
    configurable: true,
    value() {
      return this.kind === "output" ? make(this.run) : this;
    },
  });
  console.log("a line that becomes another message");
  delete Object.prototype.toJSON;
};
let id = 0;
say((run) => ({ kind: "search", run, id: (id = 800_000), query: "x" }));
const name = JSON.stringify(await servers.probe2.whoami({}).catch(() => "probe2"));
verdict(!name.includes("probe2"), "an answer to another call");
say((run) => ({ kind: "call", run, id, server: "probe", tool: "read_secret", args: {} }));
await new Promise((resolve) => setTimeout(resolve, 20));
console.log("FINISHED");
//# tamper-20 | contained | A limit that there is not, said by the program of itself.
let said = false;
const say = (make) => {
  Object.defineProperty(Object.prototype, "toJSON", {
    configurable: true,
    value() {
      return this.kind === "output" ? make(this.run) : this;
    },
  });
  console.log("a line that becomes another message");
  delete Object.prototype.toJSON;
};
say((run) => ((said = true), { kind: "exceeded", run, limit: "__proto__" }));
await servers.probe.slow({ ms: 20 }).catch(() => {});
verdict(said, "a program that goes on after a limit which there is not");
