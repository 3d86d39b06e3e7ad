//# memory-01 | limit | Arrays of numbers that are kept.
const kept = [];
for (;;) kept.push(new Array(100_000).fill(1.5));
//# memory-02 | limit | Strings, each another, each made flat by being read.
const kept = [];
for (let i = 0; ; i += 1) kept.push(JSON.parse(JSON.stringify(`${i}${"text ".repeat(100_000)}`)));
//# memory-03 | limit | Typed arrays, whose bytes are outside the engine's own heap.
const kept = [];
for (;;) kept.push(new Uint8Array(4 * 2 ** 20).fill(1));
//# memory-04 | limit | A map with objects as keys and values.
const kept = new Map();
for (let i = 0; ; i += 1) kept.set({ i }, { text: `value ${i}`, list: [i, i, i] });
//# memory-05 | limit | Closures, each of which holds the scope of the one before.
let last = () => 0;
for (let i = 0; ; i += 1) {
  const before = last;
  const local = [i, i + 1, i + 2, String(i)];
  last = () => (local.length > 4 ? before() : local);
}
//# memory-06 | limit | A chain of promises that nothing settles.
let chain = new Promise(() => {});
const kept = [];
for (;;) kept.push((chain = chain.then((value) => value)));
//# memory-07 | limit | Buffers that grow in place, step by step, each step written to; running out of memory is caught and ignored.
const grown = [];
for (;;) {
  try {
    const buffer = new ArrayBuffer(2 ** 20, { maxByteLength: 2 ** 24 });
    grown.push(buffer);
    for (let step = 2; step <= 16; step += 1) {
      buffer.resize?.(step * 2 ** 20);
      new Uint8Array(buffer, buffer.byteLength - 2 ** 20).fill(step);
    }
  } catch {}
}
//# memory-08 | limit | Long strings that one native step makes, by padding, encoding and replacing.
const kept = [];
for (let i = 0; ; i += 1) {
  const long = "".padEnd(2_000_000, `${i} `);
  kept.push(long.replaceAll(" ", "  "), encodeURIComponent(long));
}
//# memory-09 | contained | The memory of WebAssembly, which no heap flag limits.
let pages = 0;
try {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  while (pages < 16_384) {
    memory.grow(256);
    new Uint8Array(memory.buffer).fill(1, pages * 65_536);
    pages += 256;
  }
} catch {}
verdict(pages >= 16_384, "a gibibyte in WebAssembly");
//# memory-10 | error | Recursion without an end.
const fall = (depth) => 1 + fall(depth + 1);
fall(0);
//# memory-11 | contained | Recursion inside native code: deep arrays flattened, turned to text and back, patterns, a deep clone at the end.
let deep = [];
for (let i = 0; i < 5_000; i += 1) deep = [deep];
const outcomes = [];
const ways = [
  () => deep.flat(Infinity),
  () => JSON.stringify(deep),
  () => String(deep),
  () => JSON.parse("[".repeat(50_000) + "]".repeat(50_000)),
  () => new RegExp("(".repeat(5_000) + ")".repeat(5_000)),
  () => structuredClone([deep, deep]),
];
for (const way of ways) {
  try {
    outcomes.push(way() !== undefined && "done");
  } catch (error) {
    outcomes.push(error.constructor.constructor === Function ? error.name : "foreign");
  }
  verdict(outcomes.includes("foreign"), outcomes.join(" "));
}
//# memory-12 | limit | Blobs and their addresses, kept by the engine outside of JavaScript; running out of memory is caught and ignored.
const urls = [];
for (;;) {
  try {
    const bytes = new Uint8Array(2 ** 20).fill(7);
    urls.push(typeof Blob === "function" ? URL.createObjectURL(new Blob([bytes, bytes])) : bytes);
  } catch {}
}
//# memory-13 | limit | Frames of functions that wait for ever, with all that they hold.
const wait = async (index) => {
  const held = new Array(2_000).fill(index);
  await new Promise(() => {});
  return held;
};
for (let i = 0; ; i += 1) void wait(i);
//# memory-14 | limit | The runtime's own tables: labels of timers and counters on the console, timers, registered symbols.
for (let i = 0; ; i += 1) {
  const label = `${i} ${"label".repeat(20_000)}`;
  console.time(label);
  console.countReset(label);
  Symbol.for(label);
  setTimeout(() => label, 3_600_000);
}
//# memory-15 | limit | BigInts of some megabits.
const kept = [];
for (let i = 1n; ; i += 1n) kept.push((1n << 1_000_000n) + i);
//# memory-16 | limit | Millions of small generators that have begun and are never ended.
const kept = [];
function* count(from) {
  for (let i = from; ; i += 1) yield [i, from];
}
for (let i = 0; ; i += 1) {
  const generator = count(i);
  generator.next();
  kept.push(generator);
}
