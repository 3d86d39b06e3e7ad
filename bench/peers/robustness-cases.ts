import type { About, Outcome } from "./adapter.ts";
import type { Planted } from "./planted.ts";

type Language = About["language"];

/** A program that goes wrong, or asks for what it must not have, and how one sees what became of it. */
export interface RobustnessCase {
  readonly what: string;
  /** Whether it only asks or looks, and takes nothing that there is only so much of. */
  readonly isHarmless?: true;
  /** Bodies of async functions; several run one after the other in one session. */
  readonly programs: Readonly<Partial<Record<Language, readonly string[]>>>;
  /** Undefined where all is well, else what is not. Not asked where the library's process has died, hung or grown. */
  judge(outcome: Outcome, seen: Seen): string | undefined;
}

/** What was seen from outside. */
export interface Seen {
  readonly ms: number;
  /** Whether the program reached the listener of the host. */
  readonly connected: boolean;
}

/** All of them, the same text for every peer of a language. */
export function robustnessCases({ secret, file, port }: Planted): readonly RobustnessCase[] {
  const ended = (outcome: Outcome): string | undefined => (outcome.ok ? "reported as a success" : undefined);
  const gives =
    (value: unknown) =>
    (outcome: Outcome): string | undefined =>
      JSON.stringify(outcome.value) === JSON.stringify(value) ? undefined : (outcome.error ?? `gave ${JSON.stringify(outcome.value)}`);
  const keeps = ({ value, output = "" }: Outcome): string | undefined =>
    `${JSON.stringify(value)}${output}`.includes(secret) ? "could be read" : undefined;
  const bomb = (typescript: string, python: string): Pick<RobustnessCase, "programs" | "judge"> => ({
    programs: { typescript: [typescript], python: [python] },
    judge: ended,
  });
  return [
    {
      what: "type annotations run",
      isHarmless: true,
      programs: {
        typescript: [
          "const twice = <T,>(value: T): T[] => [value, value]; const n: number = twice<number>(20).length; return (n as number) + 1;",
        ],
        python: ["def twice(value: int) -> list[int]:\n    return [value, value]\nn: int = len(twice(20))\nn + 1"],
      },
      judge: gives(3),
    },
    {
      what: "a tool's error can be caught, with its text",
      isHarmless: true,
      programs: {
        typescript: [
          'try { await bench.fail({ message: "no order 4711" }); return "no error"; } catch (error) { return String(error.message); }',
        ],
        python: [
          'try:\n    await fail(message="no order 4711")\n    got = "no error"\nexcept Exception as error:\n    got = str(error)\ngot',
        ],
      },
      judge: ({ value, error }) => (String(value).includes("no order 4711") ? undefined : (error ?? `gave ${JSON.stringify(value)}`)),
    },
    {
      what: "an uncaught error is a failure, with its text",
      isHarmless: true,
      programs: { typescript: ['throw new Error("boom 4711");'], python: ['raise ValueError("boom 4711")'] },
      judge: (outcome) => ended(outcome) ?? (outcome.error?.includes("boom 4711") ? undefined : `said "${outcome.error}"`),
    },
    {
      what: "an `await` that never ends is ended",
      ...bomb("await new Promise(() => {}); return 1;", "import asyncio\nawait asyncio.Event().wait()"),
    },
    { what: "an endless loop is ended", ...bomb("while (true) {}", "while True:\n    pass") },
    {
      what: "endless microtasks are ended",
      programs: { typescript: ["const spin = () => Promise.resolve().then(spin); await spin();"] },
      judge: ended,
    },
    {
      what: "too many objects",
      ...bomb(
        "const all = []; for (;;) all.push({ a: all.length, b: [1, 2, 3] });",
        "every = []\nwhile True:\n    every.append([1, 2, 3])",
      ),
    },
    {
      what: "a string too long",
      ...bomb(
        'const all = []; for (;;) all.push("x".repeat(1000000) + all.length);',
        'every = []\nwhile True:\n    every.append("x" * 1000000 + str(len(every)))',
      ),
    },
    {
      what: "typed arrays too large",
      programs: {
        typescript: ["const all = []; for (;;) all.push(new Uint8Array(1000000).fill(1));"],
        python: ["every = []\nwhile True:\n    every.append(b'1' * 1000000 + bytes(len(every)))"],
      },
      judge: ended,
    },
    {
      what: "a result of 100 MB",
      programs: { typescript: ['return "x".repeat(100000000);'], python: ['"x" * 100000000'] },
      // Whole, cut, or refused with a text; nothing that says so is wrong, and the process has to bear it.
      judge: ({ ok, value, error }) => (ok && value === undefined && !error ? "lost without a word" : undefined),
    },
    {
      what: "a flood of calls",
      ...bomb(
        "for (;;) bench.add({ a: 1, b: 2 }).catch(() => {});",
        "import asyncio\nwhile True:\n    asyncio.ensure_future(add(a=1, b=2))",
      ),
    },
    {
      what: "the environment can't be read",
      isHarmless: true,
      programs: {
        typescript: [`${HOST}for (const each of hosts) found.push(JSON.stringify(each.env)); return found.join();`],
        python: [
          "found = []\ntry:\n    import os\n    found.append(str(dict(os.environ)))\nexcept BaseException as error:\n    pass\nstr(found)",
        ],
      },
      judge: keeps,
    },
    {
      what: "a file can't be read",
      isHarmless: true,
      programs: {
        typescript: [
          `${HOST}for (const each of hosts) { try { found.push(each.getBuiltinModule("fs").readFileSync("${file}", "utf8")); } catch {} }
const ways = [() => require("fs").readFileSync("${file}", "utf8"), async () => (await import("node:fs")).readFileSync("${file}", "utf8"), () => Deno.readTextFileSync("${file}")];
for (const way of ways) { try { found.push(String(await way())); } catch {} } return found.join();`,
        ],
        python: [`found = []\ntry:\n    found.append(open("${file}").read())\nexcept BaseException as error:\n    pass\nstr(found)`],
      },
      judge: keeps,
    },
    {
      what: "the network can't be reached",
      isHarmless: true,
      programs: {
        typescript: [
          `${HOST}const address = "http://127.0.0.1:${port}/";
for (const each of hosts) { try { each.getBuiltinModule("http").get(address); } catch {} }
const ways = [() => fetch(address), () => require("http").get(address), async () => (await import("node:http")).get(address), () => Deno.connect({ hostname: "127.0.0.1", port: ${port} })];
for (const way of ways) { try { await way(); } catch {} } await bench.sleep({ ms: 200 }); return 1;`,
        ],
        python: [
          `try:\n    import socket\n    socket.create_connection(("127.0.0.1", ${port}), 1).send(b"GET / HTTP/1.0\\r\\n\\r\\n")\nexcept BaseException as error:\n    pass\nawait sleep(ms=200)`,
        ],
      },
      judge: (_, { connected }) => (connected ? "was reached" : undefined),
    },
    {
      what: "variables last from one execution to the next",
      isHarmless: true,
      programs: { typescript: ["globalThis.kept = 41; return 1;", "return globalThis.kept + 1;"], python: ["kept = 41", "kept + 1"] },
      judge: gives(42),
    },
    {
      what: "parallel calls run in parallel",
      isHarmless: true,
      programs: {
        typescript: ["return (await Promise.all([1, 2, 3, 4, 5].map(() => bench.sleep({ ms: 300 })))).length;"],
        python: ["import asyncio\nlen(await asyncio.gather(sleep(ms=300), sleep(ms=300), sleep(ms=300), sleep(ms=300), sleep(ms=300)))"],
      },
      judge: (outcome, { ms }) => gives(5)(outcome) ?? (ms < 1_000 ? undefined : `took ${Math.round(ms)} ms`),
    },
  ];
}

/** The `process` of the host, by every way that leads to it from what a program is given; and where what is found goes. */
const HOST = `const found = []; const hosts = [];
for (const given of [bench.add, console.log, textOf]) for (const make of [given.constructor, given.constructor.constructor]) { try { hosts.push(await make("return process")()); } catch {} }
try { hosts.push(process); } catch {}
`;
