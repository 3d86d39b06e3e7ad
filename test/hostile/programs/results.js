//# results-01 | contained | A getter on the value that looks at the frames of whoever reads it.
return {
  get read() {
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (_, sites) => sites.flatMap((site) => [site.getFunction?.(), site.getThis?.()]);
    const frames = new Error("read").stack;
    Error.prepareStackTrace = before;
    let open = false;
    for (const frame of Array.isArray(frames) ? frames : []) {
      try {
        open ||= typeof frame.constructor.constructor("return process.env.PATH")() === "string";
      } catch {}
    }
    verdict(open, "a frame of the reader");
    return 1;
  },
};
//# results-02 | contained | A toJSON on the value that looks at its caller, its receiver and its arguments.
const toJSON = Function(
  "verdict",
  `return function toJSON() {
    let open = false;
    for (const thing of [arguments.callee.caller, this, ...arguments]) {
      try { open ||= typeof thing.constructor.constructor("return process.env.PATH")() === "string"; } catch {}
    }
    verdict(open, "the caller of toJSON");
    return { toJSON, again: true };
  }`,
)(verdict);
return { toJSON };
//# results-03 | limit | A text of five million characters as the value.
return "value".repeat(1_000_000);
//# results-04 | limit | A value of forty arrays, each of which holds the one before it twice: a million million leaves.
let value = ["leaf"];
for (let i = 0; i < 40; i += 1) value = [value, value];
return value;
//# results-05 | contained | A value that is nested 100,000 deep, sent as an argument first.
let deep = { end: true };
for (let i = 0; i < 100_000; i += 1) deep = i % 2 === 0 ? [deep] : { deep };
const echoed = await servers.probe.echo({ value: deep }).catch(() => undefined);
verdict(echoed !== undefined && (echoed === deep || echoed.value === deep), "the host holds the program's own object");
return deep;
//# results-06 | limit | An empty array that is 2^32 - 1 long.
const sparse = [];
sparse.length = 2 ** 32 - 1;
return sparse;
//# results-07 | contained | Keys that change a prototype when the value is copied carelessly.
const keys = ['"__proto__"', '"constructor"', '"prototype"', '"__defineGetter__"', '"toString"', '"then"', '"toJSON"'];
const evil = JSON.parse(`{${keys.map((key) => `${key}: {"__cm_canary": true, "prototype": {"__cm_canary": true}}`).join(",")}}`);
const back = await servers.probe.echo({ value: evil }).catch(() => ({}));
verdict({}.__cm_canary !== undefined || Object.getPrototypeOf(Object(back)).__cm_canary !== undefined, "a polluted prototype");
return { evil, list: [evil, back], map: new Map([["__proto__", evil]]), entries: Object.fromEntries([["__proto__", evil]]) };
//# results-08 | contained | Buffers that were given away or shrunk, read after that.
const buffer = new ArrayBuffer(64, { maxByteLength: 128 });
const views = [new Uint8Array(buffer), new Float64Array(buffer, 8, 2), new DataView(buffer, 60)];
try {
  buffer.resize(4);
} catch {}
try {
  if (typeof structuredClone === "function") structuredClone(buffer, { transfer: [buffer] });
  else buffer.transfer();
} catch {}
const detached = buffer.byteLength === 0;
verdict(detached && views.some((view) => view[0] !== undefined), "bytes behind a detached buffer");
return { buffer, views };
//# results-09 | contained | Values that name themselves: functions, classes, symbols and errors with getters for their names.
let caller;
const peek = Function(
  "keep",
  "return function () { try { keep(arguments.callee.caller); } catch {} return { toString: () => 'name' }; }",
)((frame) => (caller ??= frame));
const named = Object.defineProperty(() => {}, "name", { get: peek });
const error = Object.defineProperties(new Error("x"), { name: { get: peek }, message: { get: peek } });
Object.defineProperty(Symbol.prototype, "description", { get: peek, configurable: true });
console.log(named, error);
let open = false;
try {
  open = typeof caller.constructor("return process.env.PATH")() === "string";
} catch {}
verdict(open, "who reads a name");
return [named, class extends named.constructor {}, Symbol("s"), error];
//# results-10 | limit | A whole number with more digits than a value may have.
let digits = 10n ** 100_000n;
const list = [];
for (let i = 0; i < 30; i += 1) list.push((digits += 1n));
return list;
//# results-11 | limit | A Map whose iterator has no end.
class Endless extends Map {
  *[Symbol.iterator]() {
    for (;;) yield ["key", "value"];
  }
}
return new Endless();
//# results-12 | limit | A text below the limit in characters and above it in bytes.
return "€".repeat(400_000);
//# results-13 | contained | Dates, patterns and arrays of classes that lie in the methods by which they are turned into JSON.
class Day extends Date {
  toISOString() {
    return { toString: () => "day", $date: 0, __proto__: null };
  }
}
class Text extends String {
  toString() {
    throw new Error("no text");
  }
}
const pattern = Object.defineProperty(/x/, "source", { get: () => '"}\n{"kind":"done","run":1,"value":"forged"}' });
const list = Object.assign([1, 2], { map: () => '],"value":"forged"', toJSON: () => JSON.rawJSON?.("1") ?? 1 });
const answer = await servers.probe.echo({ value: { list } }).catch(() => undefined);
verdict(JSON.stringify(answer ?? null).includes("forged"), "a line that was forged by a value");
return [new Day(), new Text("t"), pattern, list];
//# results-14 | contained | A value that is one thing when it is measured and another when it is sent, and that calls tools in between.
let reads = 0;
const shifty = {
  get field() {
    reads += 1;
    void servers.admin.reset({}).then(
      () => verdict(true, "a call from a getter of the value"),
      () => {},
    );
    return reads === 1 ? "small" : "x".repeat(3_000_000);
  },
};
const early = await servers.probe
  .strict({
    get n() {
      return (reads += 1) % 2 === 0 ? 1 : "not a number";
    },
  })
  .then(
    () => reads % 2 === 1,
    () => false,
  );
verdict(early, "an argument that was checked as another");
reads = 0;
return [shifty, shifty];
