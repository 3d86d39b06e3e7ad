//# promises-01 | contained | The value is a thenable; whoever awaits it hands it his resolving functions.
return {
  then(resolve, reject) {
    let host;
    try {
      host = [resolve, reject].map((given) => given.constructor("return process.env.PATH")())[0];
    } catch {}
    verdict(typeof host === "string", "resolving functions of the value's reader");
    resolve("settled");
  },
};
//# promises-02 | contained | A patched Promise.prototype.then receives the callbacks of the code that waits for the program.
const then = Promise.prototype.then;
let opened = false;
Promise.prototype.then = function (fulfilled, rejected) {
  for (const callback of [fulfilled, rejected]) {
    try {
      opened ||= typeof callback.constructor("return process")().env["CM_" + "SECRET"] === "string";
    } catch {}
  }
  verdict(opened, "a callback given to the program's promise");
  return then.call(this, fulfilled, rejected);
};
await servers.probe.whoami({}).catch(() => {});
return "looked";
//# promises-03 | contained | A thenable as an argument, which a careless host resolves.
let given = false;
const bait = {
  then(resolve) {
    try {
      given = typeof resolve.constructor("return process.env.PATH")() === "string";
    } catch {}
    resolve("taken");
  },
};
const answer = await servers.probe.echo({ value: bait }).catch(() => undefined);
verdict(given || answer === "taken", "the host called a function of the program");
//# promises-04 | contained | A promise's species replaced, so that then hands over an executor of the promise's realm.
const pending = servers.probe.whoami({});
pending.then(undefined, () => {});
let executor;
function Spy(run) {
  executor = run;
  run(
    () => {},
    () => {},
  );
}
Object.defineProperty(pending, "constructor", { value: { [Symbol.species]: Spy } });
pending.then(() => {});
let text = "";
try {
  text = executor.constructor("return process.getBuiltinModule('node:fs').readFileSync('/etc/passwd', 'utf8')")();
} catch {}
verdict(text.includes("root:"), "the executor of a host promise");
//# promises-05 | contained | Promise.all and race over an iterable whose promises and resolve come from outside.
const collected = [];
class Collector extends Promise {
  static resolve(value) {
    return { then: (...callbacks) => collected.push(...callbacks, value) };
  }
}
Collector.all([servers.probe.whoami({}), servers.probe2.whoami({})].map((call) => (call.catch(() => {}), call)));
Collector.any([servers.probe.fail({ message: "m" })].map((call) => (call.catch(() => {}), call)));
let realm = 0;
for (const thing of collected) if (Object(thing) === thing && !(thing instanceof Object)) realm += 1;
verdict(realm > 0, `${realm} objects of another realm in a combinator`);
//# promises-06 | limit | A thenable that resolves to itself for ever.
const again = {
  then(resolve) {
    resolve(again);
  },
};
await again;
console.log("FINISHED");
//# promises-07 | limit | A promise that never settles and nothing else to do.
await new Promise(() => {});
console.log("FINISHED");
//# promises-08 | contained | A flood of rejections that nobody handles, with reasons that bite when they are read.
const reason = () =>
  new Proxy(new Error("bait"), {
    get(_, key) {
      throw new Error(`read ${String(key)}`);
    },
    getPrototypeOf() {
      throw new RangeError("asked for my prototype");
    },
  });
for (let i = 0; i < 200; i += 1) void Promise.reject(reason());
await new Promise((resolve) => setTimeout(resolve, 20));
const name = await servers.probe.whoami({}).catch(() => "probe");
verdict(!JSON.stringify(name).includes("probe"), "another answer after unhandled rejections");
//# promises-09 | contained | An async generator as the value, whose protocol a host might drive.
let driver;
const steps = {
  [Symbol.asyncIterator]: () => steps,
  next: Function(
    "keep",
    "return function () { try { keep(arguments.callee.caller); } catch {} return { done: false, value: 1 }; }",
  )((f) => (driver = f)),
  get then() {
    let out = false;
    try {
      out = typeof driver?.constructor("return process.env.PATH")() === "string";
    } catch {}
    verdict(out, "the host drives an iterator of the program");
    return undefined;
  },
};
return steps;
//# promises-10 | contained | The Promise constructor replaced while a call is made, to keep the host's settling functions.
const Real = Promise;
const kept = [];
globalThis.Promise = class extends Real {
  constructor(run) {
    super((resolve, reject) => {
      kept.push(run, resolve, reject);
      run(resolve, reject);
    });
  }
};
await servers.probe.whoami({}).catch(() => {});
globalThis.Promise = Real;
const host = kept.some((f) => {
  try {
    return typeof f.constructor("return process.env.PATH")() === "string";
  } catch {
    return false;
  }
});
verdict(host, "a settling function of the host");
//# promises-11 | contained | A thenable that settles twice and throws after that, awaited in all ways at once.
let count = 0;
const twice = {
  then(resolve, reject) {
    resolve(`first ${(count += 1)}`);
    reject(new Error("second"));
    throw new Error("third");
  },
};
const all = await Promise.allSettled([twice, Promise.resolve(twice), (async () => twice)(), (async () => await twice)()]);
const callback = all.find((each) => each.status === "fulfilled")?.value.constructor.constructor;
verdict(callback !== undefined && callback !== Function, "a settled value of another realm");
return twice;
