//# errors-01 | contained | Call sites of a stack give this and function of the host's frames.
let leaked = false;
const before = Error.prepareStackTrace;
Error.prepareStackTrace = (_, sites) => sites;
const sites = new Error("x").stack;
Error.prepareStackTrace = before;
for (const site of Array.isArray(sites) ? sites : []) {
  for (const read of ["getThis", "getFunction"]) {
    try {
      leaked ||= typeof site[read]().constructor.constructor("return process")().env["CM_" + "SECRET"] === "string";
    } catch {}
  }
}
verdict(leaked, "a host frame's function or receiver");
//# errors-02 | contained | A stack overflow inside code of the host throws the host's own RangeError.
const caught = [];
Error.stackTraceLimit = 0;
for (let start = 0; start < 3; start += 1) {
  const dive = (...padding) => (new ToolError({ message: "deep" }), 1 + dive(...padding));
  try {
    dive(...Array(start).fill(0));
  } catch (error) {
    caught.push(error);
  }
}
const open = caught.filter((error) => {
  try {
    return typeof error.constructor.constructor("return process.env.PATH")() === "string";
  } catch {
    return false;
  }
});
verdict(open.length > 0, "RangeError of another realm");
//# errors-03 | contained | A tool's failure as an error object of the host.
let secret;
try {
  await servers.probe.fail({ message: "please" });
} catch (error) {
  try {
    secret = error.constructor.constructor("return process")().env["CM_" + "SECRET"];
  } catch {}
}
verdict(typeof secret === "string", "environment through a tool's error");
//# errors-04 | contained | Errors that web functions throw at nonsense arguments.
const attempts = [
  () => structuredClone(() => {}),
  () => atob("*"),
  () => new URL("nope"),
  () => decodeURIComponent("%"),
  () => crypto.getRandomValues(1),
];
let foreign = 0;
for (const attempt of attempts) {
  try {
    attempt();
  } catch (error) {
    let top = error;
    while (Object.getPrototypeOf(top) !== null) top = Object.getPrototypeOf(top);
    if (top !== Object.prototype && Object.hasOwn(top, "hasOwnProperty")) foreign += 1;
  }
}
verdict(foreign > 0, `${foreign} errors of another realm`);
//# errors-05 | contained | Everything that hangs on a tool's error: cause, content, errors, details.
const failure = await servers.probe.fail({ message: "look inside" }).catch((error) => error);
const seen = new Set();
const visit = (thing, depth) => {
  if (Object(thing) !== thing || seen.has(thing) || depth > 6) return;
  seen.add(thing);
  for (const key of Reflect.ownKeys(thing)) visit(Reflect.getOwnPropertyDescriptor(thing, key).value, depth + 1);
  visit(Object.getPrototypeOf(thing), depth + 1);
};
visit(failure, 0);
const alien = [...seen].some((thing) => typeof thing === "function" && !(thing instanceof Function) && thing !== Function.prototype);
verdict(alien, "a function of another realm behind an error");
//# errors-06 | contained | The error with which the engine refuses a dynamic import.
const refused = await (0, eval)("(name) => import(name)")("node:nothing-of-this-name").catch((error) => error);
let home;
try {
  home = refused.constructor.constructor("return process.env.PATH")();
} catch {}
verdict(typeof home === "string", "environment through the error of an import");
//# errors-07 | contained | A stackTraceLimit and a name that are objects, converted while the host makes an error's stack.
let caller;
const trap = Function(
  "keep",
  "return function () { try { keep(arguments.callee.caller); } catch {} return 5; }",
)((value) => (caller ??= value));
Error.stackTraceLimit = { valueOf: trap, toString: trap };
const failed = await servers.probe.fail({ message: { toString: trap } }).catch((error) => error);
String(failed?.stack);
Error.stackTraceLimit = 10;
let opened = false;
try {
  opened = typeof caller.constructor("return process.kill")() === "function";
} catch {}
verdict(opened, "a caller that converts stackTraceLimit");
//# errors-08 | error | A ToolError that claims to be another server's, with getters in every field.
const forged = new ToolError({ message: "m", server: "admin", tool: "reset", code: "CANCELLED", retryable: true });
for (const field of ["message", "stack", "content"]) {
  Object.defineProperty(forged, field, {
    get() {
      throw new ToolError({ message: "from inside a getter" });
    },
  });
}
throw forged;
//# errors-09 | error | A stack that names files, lines and sessions that do not exist.
const error = new Error("forged stack");
const frames = [
  "program-1.ts:999999999:999999999",
  "program-0.ts:-1:0",
  "skills/__proto__.ts:1:1",
  "skills/../../../etc/passwd.ts:1:1",
  "program-1.ts:1e9:1",
];
Object.defineProperty(error, "stack", {
  value: ["Error: forged", ...frames.map((frame) => `    at x (${frame})`)].join("\n").repeat(2000),
});
throw error;
//# errors-10 | error | A chain of causes that is a circle and an AggregateError that contains itself.
const first = new Error("first");
const second = new AggregateError([first], "second", { cause: first });
first.cause = second;
second.errors.push(second);
Object.setPrototypeOf(first, second);
throw second;
//# errors-11 | contained | A host that cannot convert an argument throws its own TypeError.
const bare = Object.create(null);
let power = 0;
for (const attempt of [
  () => console.log(`${""}`, bare, Symbol("s")),
  () => console.count(bare),
  () => console.time(Symbol("t")),
  () => tools.search(bare),
]) {
  const error = await (async () => attempt())().catch((thrown) => thrown);
  try {
    if (typeof error.constructor.constructor("return process.mainModule || process.binding")() !== "undefined") power += 1;
  } catch {}
}
verdict(power > 0, "TypeError of another realm");
//# errors-12 | contained | The error for wrong arguments to a call, before and after it leaves.
let text = "";
for (const args of [1, "x", null, [], { value: 1n }, { value: () => {} }, { value: Symbol() }]) {
  try {
    await servers.probe.strict(args);
  } catch (error) {
    try {
      text += error.constructor.constructor("return process.getBuiltinModule('node:fs').readFileSync('/tmp/cm_sentinel_host', 'utf8')")();
    } catch {}
  }
}
verdict(text.includes("CM_" + "SECRET"), "file through an error about arguments");
