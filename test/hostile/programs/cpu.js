//# cpu-01 | limit | A loop without an end and without an allocation.
for (;;);
console.log("FINISHED");
//# cpu-02 | limit | A regular expression that tries all ways to part a text, inside one native call.
const text = `${"a".repeat(60)}!`;
console.log(/^(a+)+$/.test(text), /^(?:(a|aa)+)+$/.test(text), /(x+x+)+y/.test("x".repeat(80)));
console.log("FINISHED");
//# cpu-03 | limit | Microtasks that queue the next, so that no timer of the guest ever gets its turn.
const again = () => queueMicrotask(again);
setTimeout(() => console.log("FINISHED"), 1);
again();
await new Promise((resolve) => setTimeout(resolve, 1));
//# cpu-04 | limit | Short bursts from a timer, each far below any limit, and a program that waits for their end.
setInterval(() => {
  for (const until = Date.now() + 15; Date.now() < until;);
}, 1);
await new Promise((resolve) => setTimeout(resolve, 3_600_000));
console.log("FINISHED");
//# cpu-05 | limit | A set that is filled by a native loop from an iterator without an end, always with the same item.
const endless = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) };
console.log(new Set(endless).size);
console.log("FINISHED");
//# cpu-06 | limit | A comparator that sorts another array inside each comparison.
const numbers = Array.from({ length: 4_000 }, (_, index) => (index * 7_919) % 4_001);
numbers.sort((a, b) => (numbers.toSorted((c, d) => Math.sin(c) - Math.sin(d)), a - b));
console.log("FINISHED");
//# cpu-07 | limit | A getter that never returns, on the value, so that the reading of the value hangs.
return {
  fine: 1,
  get hang() {
    for (;;);
  },
};
//# cpu-08 | limit | A toJSON in the arguments of a call that never returns.
await servers.probe.echo({
  value: {
    toJSON() {
      for (;;);
    },
  },
});
console.log("FINISHED");
//# cpu-09 | limit | Powers of a BigInt, each of which is one long native step.
let number = 3n;
for (let i = 0; ; i += 1) number = (number ** 3n + BigInt(i)) % 2n ** 262_144n;
console.log("FINISHED", number);
//# cpu-10 | limit | An array method over a length of 2^53, a native loop over nothing.
console.log(Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1), Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1));
console.log("FINISHED");
//# cpu-11 | limit | Work that hides behind a slow call, because a waiting guest's clock stands still.
const slow = servers.probe.slow({ ms: 60_000 }).catch(() => {});
for (let i = 0; ; i += 1) if (i % 1_000 === 0) await null;
console.log("FINISHED", slow);
//# cpu-12 | limit | A loop that no exception and no overflow of the stack can end.
const rise = () => rise();
for (;;) {
  try {
    rise();
  } catch {
    continue;
  } finally {
    // oxlint-disable-next-line no-unsafe-finally
    continue;
  }
}
//# cpu-13 | limit | An error whose stack is a getter that never returns, thrown.
throw Object.defineProperty(new Error("look at my stack"), "stack", {
  get() {
    for (;;);
  },
});
//# cpu-14 | limit | A custom inspect that never returns, called by the console.
console.log({
  [Symbol.for("nodejs.util.inspect.custom")]() {
    for (;;);
  },
});
console.log({
  get [Symbol.toStringTag]() {
    for (;;);
  },
});
console.log("FINISHED");
//# cpu-15 | limit | A wait on memory that is shared with nobody, or the same without an end in another way.
const wait = globalThis.Atomics?.wait;
if (wait) wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Infinity);
const stuck = (function* () {
  for (;;) yield* [];
})();
stuck.next();
console.log("FINISHED");
//# cpu-16 | limit | A promise without an end whose reader is kept awake by the tools: one call after the other, never done.
const spin = async () => {
  for (let i = 0; ; i += 1) {
    if (i < 50) await servers.probe.whoami({}).catch(() => {});
    else await Promise.all(Array.from({ length: 1_000 }, () => Promise.resolve()));
  }
};
await Promise.race([spin(), spin()]);
console.log("FINISHED");
