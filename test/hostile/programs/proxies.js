//# proxies-01 | contained | A proxy with every trap as an argument, each trap looking at what it is given.
const alien = [];
const traps = {};
for (const name of Reflect.ownKeys(Reflect).filter((key) => typeof key === "string")) {
  traps[name] = (...given) => {
    for (const thing of given)
      if (Object(thing) === thing && !(thing instanceof Object) && Object.getPrototypeOf(thing) !== null) alien.push(name);
    return Reflect[name](...given);
  };
}
await servers.probe.echo(new Proxy({ value: new Proxy({ a: 1 }, traps) }, traps)).catch(() => {});
console.log(new Proxy(function named() {}, traps));
verdict(alien.length > 0, `objects of another realm in the traps ${[...new Set(alien)].join(" ")}`);
//# proxies-02 | contained | A function proxy as the callback that the host calls, with its list of arguments.
let list;
const callback = new Proxy(() => {}, {
  apply(_, self, given) {
    list = [self, given];
  },
});
try {
  console.log({ toString: callback, toJSON: callback, [Symbol.toPrimitive]: callback });
  if (typeof setTimeout === "function") setTimeout(callback, 1);
  await servers.probe.echo({ value: { toJSON: callback } }).catch(() => {});
} catch {}
let open = false;
for (const thing of list ?? []) {
  try {
    open ||= typeof thing.constructor.constructor("return process.env.PATH")() === "string";
  } catch {}
}
verdict(open, "the arguments list of a host call");
//# proxies-03 | contained | Symbol.toPrimitive and Symbol.toStringTag, read by whoever prints or names a thing.
let frame;
const peek = Function(
  "keep",
  "return function (hint) { try { keep(arguments.callee.caller); } catch {} return hint === 'number' ? 1 : 'x'; }",
)((caller) => (frame ??= caller));
const thing = {
  [Symbol.toPrimitive]: peek,
  get [Symbol.toStringTag]() {
    return peek("string");
  },
};
console.log("%d %s %o", thing, thing, thing);
await tools.search(thing).catch(() => {});
await tools.describe(thing).catch(() => {});
let host = "";
try {
  host = frame.constructor("return process.execPath")();
} catch {}
verdict(host.length > 0, "a converting caller of the host");
//# proxies-04 | error | A thrown proxy that claims to be an Error and throws at every look.
throw new Proxy(new Error("x"), {
  get(_, key) {
    throw { toString: () => String(key) };
  },
  has() {
    throw 1;
  },
  getPrototypeOf: () => ToolError.prototype,
});
//# proxies-05 | error | A revoked proxy, thrown.
const { proxy, revoke } = Proxy.revocable(new Error("gone"), {});
revoke();
throw proxy;
//# proxies-06 | limit | A value without an end: each property is another proxy with three of them.
const endless = () =>
  new Proxy(
    {},
    {
      ownKeys: () => ["a", "b", "c"],
      getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
      get: (_, key) => (key === "toJSON" || key === "then" ? undefined : endless()),
      has: () => false,
    },
  );
return endless();
//# proxies-07 | limit | An array that is a proxy and says that it has four thousand million items.
return new Proxy([], {
  get: (target, key) => (key === "length" ? 2 ** 32 - 1 : typeof key === "string" && /^\d+$/.test(key) ? "item" : target[key]),
  has: () => true,
});
//# proxies-08 | contained | A proxy in the prototype chain of the global object, which sees every name that the host looks up.
const names = new Set();
const watch = new Proxy(Object.create(Object.prototype), {
  has: (_, key) => (names.add(String(key)), false),
  get: (_, key, receiver) => (names.add(String(key)), Reflect.get(Object.prototype, key, receiver)),
});
let stolen;
try {
  Object.setPrototypeOf(Object.getPrototypeOf(globalThis) === Object.prototype ? globalThis : Object.getPrototypeOf(globalThis), watch);
  await servers.probe.whoami({}).catch(() => {});
  stolen = [...names].map((name) => globalThis[name]).find((value) => value?.env?.["CM_" + "SECRET"] !== undefined);
} catch {}
verdict(stolen !== undefined, "a host object by a name that the host looked up");
//# proxies-09 | error | Symbol.hasInstance that makes everything a ToolError, and then null is thrown.
Object.defineProperty(ToolError, Symbol.hasInstance, { value: () => true });
Object.defineProperty(Error, Symbol.hasInstance, { value: () => true });
throw null;
//# proxies-10 | contained | A proxy whose traps call a tool of a server that does not exist for programs, while the value is read.
const calls = [];
const reader = new Proxy(
  { field: 1 },
  {
    ownKeys(target) {
      for (const server of ["admin", "Admin", "admin "]) {
        calls.push(
          servers[server].reset({}).then(
            (answer) => verdict(true, `admin answered ${typeof answer} while the value was read`),
            () => {},
          ),
        );
      }
      return Reflect.ownKeys(target);
    },
  },
);
verdict(calls.length > 0 && !(await Promise.allSettled(calls)).every((each) => each.status === "rejected"), "calls from a trap");
return reader;
//# proxies-11 | contained | Names that are answered differently each time they are asked for.
let turn = 0;
const shifty = new Proxy({}, { get: (_, key) => (key === Symbol.toPrimitive ? () => ["probe", "admin"][(turn += 1) % 2] : undefined) });
let answered = "";
for (let i = 0; i < 4; i += 1) {
  await servers[shifty].whoami({}).then(
    (answer) => (answered += JSON.stringify(answer)),
    () => {},
  );
  await servers.probe[new Proxy(() => {}, { get: () => () => ["whoami", "constructor"][(turn += 1) % 2] })]({}).catch(() => {});
}
verdict(/admin/.test(answered), "a name that changed between check and use");
//# proxies-12 | contained | A getter on the arguments reads the frames above it while the host copies them.
let above = false;
const args = {
  get value() {
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFunction?.() ?? site.getThis?.());
    const frames = new Error("frames").stack;
    Error.prepareStackTrace = before;
    for (const frame of Array.isArray(frames) ? frames : []) {
      try {
        above ||= typeof frame.constructor.constructor("return process.env.PATH")() === "string";
      } catch {}
    }
    return 1;
  },
};
await servers.probe.echo(args).catch(() => {});
verdict(above, "a frame of the host above a getter");
