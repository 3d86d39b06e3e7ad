import type { About } from "./adapter.ts";

type Language = About["language"];

/** One measurement of executions, each timed around the whole of it in the library's process. */
export interface Measure {
  readonly what: string;
  /** Absent where there is none in that language. */
  readonly program: Readonly<Partial<Record<Language, string>>>;
  /** What it has to give. */
  readonly expect: unknown;
  /** `alone`: each in a sandbox of its own. `session`: one after the other in one session, where there are any. */
  readonly how: "alone" | "session";
  readonly runs: number;
  /** After so long it is enough. @default 2,000 */
  readonly budgetMs?: number;
}

const cpu = `const orders = Array.from({ length: 100000 }, (_, id) => ({ id, customer: "customer-" + (id % 5000), amount: (id * 37) % 1009 }));
const totals = new Map();
for (const { customer, amount } of JSON.parse(JSON.stringify(orders))) totals.set(customer, (totals.get(customer) ?? 0) + amount);
const largest = [...totals.values()].sort((a, b) => b - a);
let mixed = 1;
for (let step = 0; step < 3000000; step++) mixed = (mixed * 48271) % 2147483647;
return [totals.size, largest[0], mixed];`;

const cpuPython = `import json
orders = [{"id": n, "customer": "customer-" + str(n % 5000), "amount": (n * 37) % 1009} for n in range(100000)]
totals = {}
for order in json.loads(json.dumps(orders)):
    totals[order["customer"]] = totals.get(order["customer"], 0) + order["amount"]
largest = sorted(totals.values(), reverse=True)
mixed = 1
for step in range(3000000):
    mixed = (mixed * 48271) % 2147483647
[len(totals), largest[0], mixed]`;

/** Programs are bodies of async functions; in Python the value is the last expression. */
export const measures: readonly Measure[] = [
  { what: "fresh `1 + 1`", program: { typescript: "return 1 + 1;", python: "1 + 1" }, expect: 2, how: "alone", runs: 25 },
  { what: "second `1 + 1` in a session", program: { typescript: "return 1 + 1;", python: "1 + 1" }, expect: 2, how: "session", runs: 50 },
  {
    what: "one `add`",
    program: { typescript: "return textOf(await bench.add({ a: 1, b: 2 }));", python: "await add(a=1, b=2)" },
    expect: "3",
    how: "session",
    runs: 30,
  },
  {
    what: "10 `add` in a row",
    program: {
      typescript: "let sum = 0; for (let i = 0; i < 10; i++) sum += Number(textOf(await bench.add({ a: i, b: 1 }))); return sum;",
      python: "sum = 0\nfor i in range(10):\n    sum += int(await add(a=i, b=1))\nsum",
    },
    expect: 55,
    how: "session",
    runs: 15,
  },
  {
    what: "100 `add` in a row",
    program: {
      typescript: "let sum = 0; for (let i = 0; i < 100; i++) sum += Number(textOf(await bench.add({ a: i, b: 1 }))); return sum;",
      python: "sum = 0\nfor i in range(100):\n    sum += int(await add(a=i, b=1))\nsum",
    },
    expect: 5_050,
    how: "session",
    runs: 8,
  },
  {
    what: "5 `sleep` of 200 ms at once",
    program: {
      typescript: "return (await Promise.all([1, 2, 3, 4, 5].map(() => bench.sleep({ ms: 200 })))).map(textOf).length;",
      python: "import asyncio\nlen(await asyncio.gather(sleep(ms=200), sleep(ms=200), sleep(ms=200), sleep(ms=200), sleep(ms=200)))",
    },
    expect: 5,
    how: "session",
    runs: 5,
  },
  {
    what: "1,000 `add` at once",
    program: {
      typescript:
        "const all = await Promise.all(Array.from({ length: 1000 }, (_, i) => bench.add({ a: i, b: 1 }))); let sum = 0; for (const each of all) sum += Number(textOf(each)); return sum;",
      python:
        "import asyncio\nsum = 0\nfor each in await asyncio.gather(*[add(a=i, b=1) for i in range(1000)]):\n    sum += int(each)\nsum",
    },
    expect: 500_500,
    how: "session",
    runs: 5,
  },
  {
    what: "a result of 1 MB",
    program: { typescript: "return textOf(await bench.lines({ bytes: 1000000 })).length;", python: "len(await lines(bytes=1000000))" },
    expect: 1_000_000,
    how: "session",
    runs: 15,
    budgetMs: 3_500,
  },
  {
    what: "a result of 10 MB",
    program: { typescript: "return textOf(await bench.lines({ bytes: 10000000 })).length;", python: "len(await lines(bytes=10000000))" },
    expect: 10_000_000,
    how: "session",
    runs: 5,
  },
  {
    what: "CPU work",
    program: { typescript: cpu, python: cpuPython },
    expect: [5_000, 10_603, 966_806_951],
    how: "session",
    runs: 15,
    // Of the same work a core takes 150 ms or 220, by what it happens to be clocked at.
    budgetMs: 6_000,
  },
];
