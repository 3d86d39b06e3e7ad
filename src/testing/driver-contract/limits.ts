import assert from "node:assert/strict";
import type { SandboxDriver } from "../../sandbox/driver.ts";
import type { Limits } from "../../sandbox/limits.ts";
import type { ContractCase } from "./contract-case.ts";
import { assertStopped, runOnce, Subject, valueOf } from "./subject.ts";

interface LimitCase {
  readonly what: string;
  readonly code: string;
  readonly limits: Partial<Limits>;
  readonly program: string;
  /** Limits under which the same program succeeds, or a program like it that stays below: what shows that it is the limit that ended it. */
  readonly enough: { readonly limits?: Partial<Limits>; readonly program?: string };
}

const cases: readonly LimitCase[] = [
  {
    what: "a loop without end",
    code: "LIMIT_GUEST_TIME",
    limits: { guestTimeMs: 1_000 },
    program: "const end = Date.now() + 4_000; while (Date.now() < end) {} 'over'",
    enough: { limits: { guestTimeMs: 20_000 } },
  },
  {
    what: "a loop of microtasks",
    code: "LIMIT_GUEST_TIME",
    limits: { guestTimeMs: 1_000 },
    program: "const end = Date.now() + 4_000; while (Date.now() < end) await null; 'over'",
    enough: { limits: { guestTimeMs: 20_000 } },
  },
  {
    what: "an await that never comes",
    code: "LIMIT_GUEST_TIME",
    limits: { guestTimeMs: 1_000 },
    program: "await new Promise((resolve) => setTimeout(resolve, 4_000)); 'over'",
    enough: { limits: { guestTimeMs: 20_000 } },
  },
  {
    what: "work that hides behind a call which takes long",
    code: "LIMIT_GUEST_TIME",
    limits: { guestTimeMs: 1_000 },
    program: "const call = servers.s.slow(); const end = Date.now() + 4_000; while (Date.now() < end) {} await call; 'over'",
    enough: { program: "const call = servers.s.slow(); await call; 'over'" },
  },
  {
    what: "calls that take too long in all",
    code: "LIMIT_TOTAL_TIME",
    limits: { totalTimeMs: 500 },
    program: "await servers.s.slow(); await servers.s.slow(); 'over'",
    enough: { limits: { totalTimeMs: 20_000 } },
  },
  {
    what: "a heap that grows",
    code: "LIMIT_MEMORY",
    limits: { memoryMb: 64 },
    program: "const all: unknown[] = []; for (let i = 0; i < 3e6; i++) all.push({ i, a: [i, i], text: 'x' + i }); all.length",
    enough: { program: "const all: unknown[] = []; for (let i = 0; i < 1e4; i++) all.push({ i, a: [i, i], text: 'x' + i }); all.length" },
  },
  {
    what: "typed arrays that grow",
    code: "LIMIT_MEMORY",
    limits: { memoryMb: 64 },
    program: "const all: unknown[] = []; for (let i = 0; i < 800; i++) all.push(new Uint8Array(1e6).fill(1)); await null; all.length",
    enough: { program: "const all: unknown[] = []; for (let i = 0; i < 10; i++) all.push(new Uint8Array(1e6).fill(1)); all.length" },
  },
  {
    what: "texts that grow",
    code: "LIMIT_MEMORY",
    limits: { memoryMb: 64 },
    program:
      "const all: string[] = []; const bytes = new Uint8Array(1e6).fill(97); for (let i = 0; i < 800; i++) all.push(new TextDecoder().decode(bytes)); all.length",
    enough: { program: "const all: string[] = []; for (let i = 0; i < 5; i++) all.push(String(i).repeat(20_000)); all.length" },
  },
  {
    what: "too much output",
    code: "LIMIT_OUTPUT",
    limits: { maxOutputBytes: 10_000 },
    program: "for (let i = 0; i < 200; i++) console.log('x'.repeat(99)); 'over'",
    enough: { limits: { maxOutputBytes: 20_000 } },
  },
  {
    what: "one line of output that is too long",
    code: "LIMIT_OUTPUT",
    limits: { maxOutputBytes: 10_000 },
    program: "console.log('é'.repeat(5_000)); 'over'",
    enough: { limits: { maxOutputBytes: 10_001 } },
  },
  {
    what: "too much content that is shown",
    code: "LIMIT_CONTENT",
    limits: { maxContentBytes: 10_000 },
    program: "for (let i = 0; i < 20; i++) show('x'.repeat(900)); 'over'",
    enough: { limits: { maxContentBytes: 40_000 } },
  },
  {
    what: "a value that is too big",
    code: "LIMIT_VALUE",
    limits: { maxValueBytes: 10_000 },
    program: "'é'.repeat(5_000)",
    enough: { limits: { maxValueBytes: 10_002 } },
  },
  {
    what: "arguments that are too big",
    code: "LIMIT_ARGUMENTS",
    limits: { maxArgumentBytes: 10_000 },
    program: "await servers.s.t({ text: 'x'.repeat(30_000) }); 'over'",
    enough: { limits: { maxArgumentBytes: 40_000 } },
  },
  {
    what: "too many calls",
    code: "LIMIT_CALLS",
    limits: { maxCalls: 10 },
    program: "for (let i = 0; i < 11; i++) await servers.s.t(); 'over'",
    enough: { limits: { maxCalls: 11 } },
  },
  {
    what: "too many calls in flight",
    code: "LIMIT_CALLS_IN_FLIGHT",
    limits: { maxCallsInFlight: 10 },
    program: "await Promise.all(Array.from({ length: 11 }, () => servers.s.slow())); 'over'",
    enough: { limits: { maxCallsInFlight: 11 } },
  },
];

/** Every limit ends the program from outside, by its own code and with its figure; below the limit the program is left alone. */
export function limitCases(driver: SandboxDriver): ContractCase[] {
  return [
    ...cases.map((each): ContractCase => ({
      title: `${each.what} ends with ${each.code} and the limit's figure, and below the limit it does not`,
      async run() {
        await using subject = await Subject.start(driver, each.limits);
        const options = { limits: each.limits, answer };
        const [figure] = Object.values(each.limits);
        assertStopped(await subject.run(each.program, options), each.code, String(figure));
        assert.equal(subject.sandbox.alive, false, "after a limit the process is gone");
        const { limits = each.limits, program = each.program } = each.enough;
        valueOf(await runOnce(driver, program, { limits, answer }));
      },
    })),
    {
      title: "time in which the guest only waits for calls is not its own",
      async run() {
        const code = "for (let i = 0; i < 8; i++) await servers.s.slow(); 'over'";
        assert.equal(valueOf(await runOnce(driver, code, { limits: { guestTimeMs: 2_000 }, answer })), "over");
      },
    },
    {
      title: "what a limit let through is kept: output up to the limit, cut at a whole character",
      async run() {
        const ended = await runOnce(driver, "console.log('x'); console.log('é'.repeat(9_000))", { limits: { maxOutputBytes: 1_000 } });
        assertStopped(ended, "LIMIT_OUTPUT", "1000");
        assert.match(ended.output.join("\n"), /^log x\nlog é+$/);
      },
    },
  ];
}

function answer(request: { readonly kind: string; readonly tool?: string }): Promise<unknown> {
  return request.tool === "slow" ? new Promise((resolve) => setTimeout(resolve, 400)) : Promise.resolve(null);
}
