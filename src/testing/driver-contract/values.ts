import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { SandboxDriver } from "../../sandbox/driver.ts";
import type { ContractCase } from "./contract-case.ts";
import { runOnce, Subject, valueOf } from "./subject.ts";

/** What a program gives comes back as it was; what it throws comes back with name, message and place. */
export function valueCases(driver: SandboxDriver): ContractCase[] {
  const json = async (code: string, expected: unknown): Promise<void> =>
    assert.deepEqual(valueOf(await runOnce(driver, code)), expected, code);
  const rich = async (code: string, expected: unknown): Promise<void> =>
    assert.deepStrictEqual(valueOf(await runOnce(driver, code, { values: "rich" })), expected, code);
  return [
    {
      title: "plain values come back as they were",
      async run() {
        await using subject = await Subject.start(driver);
        const values = [null, true, -1.5, "", "ä€😀\u2028", [], {}, [1, [2, { a: [null] }]], { "": 1, "odd key": 2 }];
        for (const value of values) assert.deepEqual(valueOf(await subject.run(`(${JSON.stringify(value)})`)), value);
        assert.equal("value" in (await subject.run("undefined")), false);
      },
    },
    {
      title: "what JSON can't hold is converted by the rules of docs/values.md",
      run: () =>
        json(
          "const c: any = { big: 2n ** 65n, none: undefined, f() {}, s: Symbol('x'), nan: NaN, when: new Date(0), m: new Map([['k', 1]]), o: new Map([[1, 2]]), set: new Set([1]), bytes: new Uint8Array([1, 2]), re: /a/g, e: new TypeError('t') }; c.self = c; c",
          {
            big: "36893488147419103232",
            f: "[Function: f]",
            s: "[Symbol: x]",
            nan: null,
            when: "1970-01-01T00:00:00.000Z",
            m: { k: 1 },
            o: [[1, 2]],
            set: [1],
            bytes: [1, 2],
            re: "/a/g",
            e: { name: "TypeError", message: "t" },
            self: "[Circular]",
          },
        ),
    },
    {
      title: "rich values keep their kinds",
      run: () =>
        rich(
          "[new Date(5), new Map<unknown, unknown>([[{ k: 1 }, new Set([2n])]]), new Float32Array([1.5, -2]), new Uint8Array([0, 255]).buffer, NaN, -0, Infinity, undefined, { a: undefined }, { $date: 1 }, -(2n ** 70n)]",
          [
            new Date(5),
            new Map([[{ k: 1 }, new Set([2n])]]),
            new Float32Array([1.5, -2]),
            new Uint8Array([0, 255]).buffer,
            Number.NaN,
            -0,
            Infinity,
            undefined,
            { a: undefined },
            { $date: 1 },
            -(2n ** 70n),
          ],
        ),
    },
    {
      title: "rich values keep cycles and shared parts",
      async run() {
        const code = "const part = { n: 1 }; const all: any = { a: part, b: [part] }; all.self = all; all";
        const value = valueOf(await runOnce(driver, code, { values: "rich" })) as { a: object; b: object[]; self: object };
        assert.equal(value.self, value);
        assert.equal(value.b[0], value.a);
      },
    },
    {
      title: "__proto__ is data in a value, and the host's prototypes stay clean",
      async run() {
        for (const values of ["json", "rich"] as const) {
          const ended = await runOnce(driver, `JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}')`, { values });
          assert.deepEqual(Object.keys(valueOf(ended) as object), ["__proto__", "constructor"]);
        }
        assert.equal(({} as { polluted?: unknown }).polluted, undefined);
      },
    },
    {
      title: "a getter that throws does not make the value fail",
      async run() {
        const value = valueOf(await runOnce(driver, "({ a: 1, get b() { throw new Error('no') } })"));
        assert.match(JSON.stringify(value), /Unreadable: no/);
      },
    },
    {
      title: "a value of 1 MB comes back whole",
      async run() {
        const value = valueOf(await runOnce(driver, "'é'.repeat(500_000)")) as string;
        assert.equal(value, "é".repeat(500_000));
      },
    },
    {
      title: "an error has name, message and a stack in the code as written",
      async run() {
        const ended = await runOnce(driver, "const a = 1;\nfunction inner(): never { throw new RangeError('too far'); }\ninner()");
        assert.ok(ended.kind === "failed", inspect(ended));
        assert.equal(ended.error.name, "RangeError");
        assert.equal(ended.error.message, "too far");
        assert.equal(ended.written?.line, 2);
        // Engines name the `throw`, the `new` or the parenthesis.
        const column = ended.written.column ?? 0;
        assert.ok(column >= 27 && column <= 43, `column ${column}`);
        assert.match(ended.written.detail ?? "", /at inner 2:\d+\n\s+at 3:\d+/);
      },
    },
    {
      title: "what is thrown may be anything",
      async run() {
        await using subject = await Subject.start(driver);
        for (const thrown of ["'text'", "null", "undefined", "Symbol('s')", "Object.create(null)", "() => 1"]) {
          const ended = await subject.run(`throw ${thrown}`);
          assert.ok(ended.kind === "failed" && ended.error.message.length > 0, `${thrown}: ${inspect(ended)}`);
        }
        const proxy = "new Proxy(new Error('x'), { get() { throw 1 }, getPrototypeOf() { throw 2 } })";
        assert.equal((await subject.run(`throw ${proxy}`)).kind, "failed");
        assert.equal(valueOf(await subject.run("'alive'")), "alive");
      },
    },
    {
      title: "the standard globals of the web are there",
      run: () =>
        json(
          "[new URL('a?b=1', 'https://x.test/y/').searchParams.get('b'), new TextDecoder().decode(new TextEncoder().encode('é')), structuredClone(new Map([[1, 2]])).get(1), crypto.randomUUID().length, atob(btoa('hi')), await new Promise((resolve) => setTimeout(resolve, 1, 'later')), typeof queueMicrotask, typeof performance.now()]",
          ["1", "é", 2, 36, "hi", "later", "function", "number"],
        ),
    },
    {
      title: "what has no use in a sandbox is absent, and the network says what to do instead",
      async run() {
        const absent = [
          "Deno",
          "process",
          "require",
          "Worker",
          "WebAssembly",
          "SharedArrayBuffer",
          "localStorage",
          "caches",
          "BroadcastChannel",
        ];
        const code = `[${absent.map((name) => `typeof ${name}`).join(", ")}]`;
        await json(
          code,
          absent.map(() => "undefined"),
        );
        const ended = await runOnce(driver, "await fetch('https://example.test/')");
        assert.ok(ended.kind === "failed" && /fetch is not available here.*tool/.test(ended.error.message), inspect(ended));
      },
    },
  ];
}
