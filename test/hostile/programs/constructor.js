//# constructor-01 | contained | The Function constructor behind a method of the console.
let secret;
try {
  secret = console.log.constructor("return process")().env["CM_" + "SECRET"];
} catch {}
verdict(typeof secret === "string", "environment through console.log.constructor");
//# constructor-02 | contained | The constructor of a tool's function, which may be an AsyncFunction of the host.
let text = "";
try {
  const host = await servers.probe.echo.constructor("return process")();
  text = host.getBuiltinModule("node:fs").readFileSync("/tmp/cm_sentinel_host", "utf8");
} catch {}
verdict(/CM_SECRET-/.test(text), "file through servers.probe.echo.constructor");
//# constructor-03 | contained | All four Function constructors of the program's own realm, looking for the host's global names.
const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
let found = false;
for (const kind of kinds) {
  const yields = Object.prototype.toString.call(kind).includes("Generator") ? "yield" : "return";
  try {
    const made = kind.constructor(`${yields} typeof process === "object" && process.env.PATH`)();
    const value = await (typeof made?.next === "function" ? made.next() : made);
    if (typeof (value?.value ?? value) === "string") found = true;
  } catch {}
}
verdict(found, "process named inside a made function");
//# constructor-04 | contained | A walk over everything that was injected, trying each object's constructor's constructor.
const queue = ["console", "servers", "tools", "ToolError", "setTimeout", "URL", "TextEncoder", "structuredClone", "crypto"];
const things = queue.map((name) => globalThis[name]).filter((thing) => thing !== undefined && thing !== null);
for (const thing of [...things]) for (const key of Reflect.ownKeys(thing)) things.push(Reflect.getOwnPropertyDescriptor(thing, key)?.value);
let open = 0;
for (const thing of things) {
  try {
    if (thing.constructor.constructor("return process.getBuiltinModule('node:os').userInfo().username")().length > 0) open += 1;
  } catch {}
}
verdict(open > 0, `${open} of ${things.length} injected things lead to the host`);
//# constructor-05 | contained | The promise that a call gives back, whose constructor may be the host's Promise.
const pending = servers.probe.whoami({});
pending.then(undefined, () => {});
let spawned = "";
try {
  const host = pending.constructor.constructor("return process")();
  spawned = String(host.getBuiltinModule("node:child_process").execSync("echo out-of-the-box"));
} catch {}
verdict(spawned.startsWith("out-of"), "subprocess through a call's promise");
//# constructor-06 | contained | A tool's result as an object of the host's realm.
const result = await servers.probe.poison({}).catch(() => null);
let escaped = false;
for (const part of [result, ...Object.values(result ?? {})]) {
  try {
    escaped ||= Object.getPrototypeOf(Object(part)).hasOwnProperty.constructor("return typeof process.exit")() === "function";
  } catch {}
}
verdict(escaped, "process.exit through a result's prototype");
//# constructor-07 | contained | The caller of a sloppy function that the host calls while it prints.
const callers = [];
const spy = Function("seen", "return { toString: function toString() { seen.push(arguments.callee.caller); return 'x'; } }")(callers);
try {
  console.log(spy);
  console.log("%s", spy);
} catch {}
const power = callers.filter((caller) => {
  try {
    return typeof caller.constructor("return process.env.PATH")() === "string";
  } catch {
    return false;
  }
});
verdict(power.length > 0, "Function through arguments.callee.caller");
//# constructor-08 | contained | Walking up the chain of callers with Function.prototype.caller.
const climb = Function(
  "const frames = []; let frame = arguments.callee; while (frame && frames.length < 50) { frames.push(frame); try { frame = frame.caller; } catch { break; } } return frames;",
);
let reached = false;
for (const frame of [...climb(), ...[0].flatMap(climb)]) {
  try {
    reached ||= frame.constructor("return typeof require === 'function' || typeof process.binding === 'function'")();
  } catch {}
}
verdict(reached, "a frame of the host through caller");
//# constructor-09 | contained | The realm of a bound class as fallback for a missing prototype in Reflect.construct.
let host;
try {
  const bound = Function.prototype.bind.call(ToolError, null);
  host = Reflect.construct(Error, ["x"], bound).constructor.constructor("return process")();
} catch {}
verdict(host?.versions?.node !== undefined && host.env["CM_" + "SECRET"] !== undefined, "realm fallback of newTarget");
//# constructor-10 | contained | The getter of __proto__ as a function of the host's realm.
let value;
try {
  const getter = console.__lookupGetter__("__proto__") ?? servers.__lookupGetter__("__proto__");
  value = getter.constructor("return process.env")()["CM_" + "SECRET"];
} catch {}
verdict(typeof value === "string" && value.length > 9, "environment through __lookupGetter__");
//# constructor-11 | contained | The parent class of ToolError, which may be the host's Error.
let out = "";
try {
  const Parent = Object.getPrototypeOf(ToolError);
  out = Parent.constructor("return process.getBuiltinModule('node:fs').readFileSync('/etc/passwd', 'utf8')")();
} catch {}
verdict(out.includes("root:"), "file through the parent class of ToolError");
//# constructor-12 | contained | super inside an object whose prototype is an injected one.
const child = {
  __proto__: tools,
  dig() {
    return super.search.constructor("return process.pid")();
  },
};
let pid;
try {
  pid = await child.dig();
} catch {}
verdict(typeof pid === "number", "process id through super");
//# constructor-13 | contained | The global object itself as something that was made outside.
let secret;
try {
  secret = Function("return this")().constructor.constructor("return process")().env["CM_" + "SECRET"];
} catch {}
verdict(secret !== undefined, "environment through the global object's constructor");
//# constructor-14 | contained | A constructor that is hidden on the instance, taken from the prototype's descriptor instead.
let made;
for (const target of [tools.search, tools.describe, servers.probe.whoami, console.error]) {
  try {
    const parent = Reflect.getPrototypeOf(target);
    made ??= Reflect.apply(Reflect.getOwnPropertyDescriptor(parent, "constructor").value, null, ["return globalThis.process.env.PATH"])();
  } catch {}
}
verdict(typeof made === "string", "Function through a prototype's descriptor");
