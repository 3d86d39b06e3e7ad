//# calls-01 | contained | Arguments with a key __proto__ of their own, at several depths.
const evil = JSON.parse(
  '{"value": {"__proto__": {"__cm_canary": 1}, "list": [{"__proto__": {"__cm_canary": 1}}]}, "__proto__": {"__cm_canary": 1}}',
);
const back = await servers.probe.echo(evil).catch(() => ({}));
await servers.probe.strict(JSON.parse('{"n": 1, "__proto__": {"__cm_canary": 1}}')).catch(() => {});
const polluted = [{}, [], () => {}, back, Object(back).value].filter(
  (thing) => Object.getPrototypeOf(Object(thing))?.__cm_canary !== undefined,
);
verdict(polluted.length > 0 || {}.__cm_canary !== undefined || back === evil.value, "a polluted prototype or a shared object");
//# calls-02 | contained | A result with hostile keys, looked at and copied as careless programs do.
const result = await servers.probe.poison({}).catch(() => ({}));
const merge = (into, from) => {
  for (const key of Object.keys(from)) {
    if (Object(from[key]) === from[key] && key !== "__proto__" && Object.hasOwn(into, key)) merge(into[key], from[key]);
    else Object.defineProperty(into, key, { value: from[key], enumerable: true, configurable: true, writable: true });
  }
};
merge({}, result);
let top = result;
while (Object.getPrototypeOf(top) !== null) top = Object.getPrototypeOf(top);
const foreign = top !== Object.prototype && Object.hasOwn(top, "hasOwnProperty");
verdict(
  foreign || typeof result.then === "function" || typeof result.toJSON === "function" || {}.__cm_canary !== undefined,
  "more than data in a result",
);
//# calls-03 | contained | A server that programs do not have, in all spellings.
const names = [
  "admin",
  "Admin",
  "ADMIN",
  "admin ",
  " admin",
  "admin\0",
  "\u0430dmin",
  "ａｄｍｉｎ",
  "ad\u00admin",
  "./admin",
  "probe/../admin",
  "../admin",
  "%61dmin",
  "&#97;dmin",
  "admin.",
  "admin/",
  "probe.admin",
  "generated/servers/admin",
  "__proto__.admin",
];
const answered = [];
for (const name of names) {
  for (const tool of ["reset", "whoami", "list"])
    await (async () => servers[name][tool]({}))().then(
      () => answered.push(`${name}.${tool}`),
      () => {},
    );
}
await tools.describe("admin.reset").then(
  (found) => JSON.stringify(found)?.includes('"server":"admin"') && answered.push("described"),
  () => {},
);
verdict(answered.length > 0, `answered: ${answered.join(" ")}`);
//# calls-04 | contained | Tool names that every object has, on a server that has none of these.
const names = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "__lookupGetter__",
  "isPrototypeOf",
  "toLocaleString",
  "propertyIsEnumerable",
  "prototype",
  "apply",
  "call",
  "bind",
  "length",
  "name",
];
const answered = [];
for (const name of names) {
  await (async () => servers.probe[name]({}))().then(
    () => answered.push(name),
    () => {},
  );
}
verdict(answered.length > 0, `answered: ${answered.join(" ")}`);
//# calls-05 | contained | Server names that every object has.
const answered = [];
for (const name of ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "prototype", "then", "catch", "Symbol.iterator"]) {
  for (const tool of ["toString", "whoami", "call", "constructor"]) {
    await (async () => servers[name][tool]({}))().then(
      () => answered.push(`${name}.${tool}`),
      () => {},
    );
  }
}
verdict(answered.length > 0, `answered: ${answered.join(" ")}`);
//# calls-06 | contained | Names of nine hundred and then of two million characters, for a server, for a tool and for a question.
for (const length of [900, 2_000_000]) {
  const long = "n".repeat(length);
  const answered = [];
  await servers.probe[long]({}).then(
    () => answered.push("tool"),
    () => {},
  );
  await servers[long].whoami({}).then(
    () => answered.push("server"),
    () => {},
  );
  await tools.describe(`admin.${long}`).then(
    () => answered.push("describe"),
    () => {},
  );
  verdict(answered.length > 0, `${length} characters answered: ${answered.join(" ")}`);
}
//# calls-07 | limit | One call after the other for ever, failures ignored.
for (;;) await servers.probe.count({}).catch(() => {});
//# calls-08 | limit | A hundred thousand calls at once.
await Promise.allSettled(Array.from({ length: 100_000 }, (_, index) => servers.probe.echo({ value: index })));
console.log("FINISHED");
//# calls-09 | contained | Calls that go on after the program has ended, one after the answer of the other.
const state = { ended: false };
void (async () => {
  for (let i = 0; i < 20; i += 1) await servers.probe.slow({ ms: 5 }).catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
  verdict(state.ended, "calls answered long after the end");
})();
setTimeout(() => (state.ended = true), 0);
return "ended early";
//# calls-10 | contained | Arguments that are an object when they are checked and something else when they are sent.
const shapes = [
  () => 5,
  () => "text",
  () => null,
  () => [1],
  () => true,
  () => undefined,
  () => ({ n: "1" }),
  () => ({ n: 1, more: true }),
];
const answered = [];
for (const shape of shapes)
  await servers.probe.strict({ n: 1, toJSON: shape }).then(
    () => answered.push(String(shape)),
    () => {},
  );
verdict(answered.length > 0, `past the schema: ${answered.join(" ")}`);
//# calls-11 | contained | Values that a schema for whole numbers and no other properties must refuse.
const wrong = [
  { n: 1.5 },
  { n: "1" },
  { n: null },
  { n: [1] },
  { n: { valueOf: 1 } },
  { n: true },
  { n: 1, x: 1 },
  {},
  { N: 1 },
  { n: 1, constructor: 1 },
  JSON.parse('{"n": 1, "__proto__": 1}'),
  JSON.parse('{"__proto__": {"n": 1}}'),
  Object.create({ n: 1 }),
  { n: new Number(1.5) },
];
const answered = [];
for (const args of wrong)
  await servers.probe.strict(args).then(
    () => answered.push(Object.keys(args).join()),
    () => {},
  );
verdict(answered.length > 0, `past the schema: ${answered.join(" ")}`);
//# calls-12 | contained | One server's tool called with another server as receiver, prototype and target of reflection.
const { whoami } = servers.probe;
const calls = [
  whoami.call(servers.probe2, {}),
  Reflect.apply(whoami, servers.liar, [{}]),
  Reflect.get(servers.probe, "whoami", servers.probe2)({}),
  Object.create(servers.probe2, {}).whoami({}),
  { __proto__: servers.probe }.whoami({}),
];
const names = (await Promise.allSettled(calls)).map((each) => (each.status === "fulfilled" ? JSON.stringify(each.value) : undefined));
const expected = ["probe", "probe", "probe", "probe2", "probe"];
verdict(
  names.some(
    (name, index) => name !== undefined && (!name.includes(expected[index]) || name.includes("probe2") !== (expected[index] === "probe2")),
  ),
  "an answer of another server",
);
//# calls-13 | contained | The proxies of servers rewritten: assigned, defined, deleted, frozen, given another prototype.
const attempts = [
  () => (servers.admin = servers.probe),
  () => Object.defineProperty(servers, "admin", { value: servers.probe2, configurable: true }),
  () => (servers.probe.reset = servers.probe.whoami),
  () => Object.setPrototypeOf(servers, { admin: servers.probe }),
  () => delete servers.probe,
  () => Object.freeze(servers),
  () => Object.defineProperty(globalThis, "servers", { value: new Proxy(servers, {}), configurable: true }),
];
for (const attempt of attempts) {
  try {
    attempt();
  } catch {}
}
const name = JSON.stringify(await globalThis.servers.probe2.whoami({}).catch(() => "probe2"));
const reset = await (async () => servers.admin.delete_all({}))().then(
  () => true,
  () => false,
);
verdict(reset || !name.includes("probe2"), "another server under a rewritten name");
//# calls-14 | contained | Arguments whose getters call the same tool again and again while they are read.
let depth = 0;
const again = {
  get value() {
    depth += 1;
    if (depth < 100) void servers.probe.echo(again).catch(() => {});
    return depth;
  },
};
await servers.probe.echo(again).catch(() => {});
const name = JSON.stringify(await servers.probe.whoami({}).catch(() => "probe"));
verdict(!name.includes("probe"), "an answer that belongs to another call");
//# calls-15 | limit | Arguments of twelve million characters.
await servers.probe.echo({ value: "argument".repeat(1_500_000) });
console.log("FINISHED");
//# calls-16 | contained | Questions about tools that are patterns, paths, bombs and prototypes.
const questions = [
  ".*",
  "(a+)+$".repeat(500),
  "../../config.json",
  "__proto__",
  "constructor.prototype",
  "admin.reset",
  "' OR 1=1 --",
  "\0",
  "probe.__proto__",
  "probe..read_secret",
  "*",
  "x ".repeat(4_000),
];
let leaked = "";
for (const question of questions) {
  leaked += JSON.stringify(await tools.search(question).catch((error) => error.message)) ?? "";
  leaked += JSON.stringify(await tools.describe(question.slice(0, 900)).catch((error) => error.message.replaceAll(question, ""))) ?? "";
}
verdict(
  leaked.includes(["CM_SECRET", "0123456789abcdef"].join("-")) || /"server":"admin"|"command":|Authorization/.test(leaked),
  "more than descriptions",
);
