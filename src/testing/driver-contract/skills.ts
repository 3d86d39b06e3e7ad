import assert from "node:assert/strict";
import { prepare } from "../../executor/prepare/prepare.ts";
import type { SandboxDriver } from "../../sandbox/driver.ts";
import { resolveLimits, type Limits } from "../../sandbox/limits.ts";
import type { GuestRequest, SkillUse } from "../../sandbox/messages.ts";
import { GuestFailure } from "../../sandbox/run.ts";
import type { Serving } from "../../sandbox/sandbox.ts";
import type { ContractCase } from "./contract-case.ts";
import { Subject, valueOf } from "./subject.ts";

const CODE = `
let count = 0;
export function up() { count += 1; return count; }
export async function join(a, b = "-", ...rest) { return [a, b, ...rest].join(); }
export async function asks(n) { return (await servers.s.t({ n })).n; }
export function fails() { throw new RangeError("too far"); }
export function nothing() {}
export function spin() { while (true); }
`;

/** A process answers calls of skills, for a program that another one runs. */
export function skillCases(driver: SandboxDriver): ContractCase[] {
  return [
    {
      title: "calls of a skill's functions give their values, keep its variables and leave out what was not given",
      async run() {
        await using subject = await Subject.start(driver);
        const { serving, uses } = serve(subject);
        const call = (name: string, args: readonly unknown[] = [], absent?: readonly number[]): Promise<unknown> =>
          serving.call({ skill: "skills/s", function: name, args, ...(absent ? { absent } : {}) });
        assert.equal(await call("up"), 1);
        assert.equal(await call("up"), 2);
        assert.equal(await call("join", ["a", null, "c"], [1]), "a,-,c");
        assert.equal(await call("nothing"), undefined);
        serving.end();
        assert.equal((await serving.outcome).kind, "value");
        assert.deepEqual(
          uses.map((use) => [use.function, use.calls, use.failures]),
          [
            ["up", 2, 0],
            ["join", 1, 0],
            ["nothing", 1, 0],
          ],
        );
        assert.equal(valueOf(await subject.run("1 + 1")), 2);
      },
    },
    {
      title: "calls of skills run at once, and the tools that they call name the skill",
      async run() {
        await using subject = await Subject.start(driver);
        const waiting: (() => void)[] = [];
        const asked: (string | undefined)[] = [];
        const { serving } = serve(subject, {}, (request) => {
          if (request.kind !== "call") return Promise.resolve(null);
          asked.push(request.skill);
          // Nobody is answered before all have asked.
          return new Promise((resolve) => {
            waiting.push(() => resolve(request.args));
            if (waiting.length === 3) for (const answer of waiting) answer();
          });
        });
        const calls = [1, 2, 3].map((n) => serving.call({ skill: "skills/s", function: "asks", args: [n] }));
        assert.deepEqual(await Promise.all(calls), [1, 2, 3]);
        assert.deepEqual(asked, ["skills/s", "skills/s", "skills/s"]);
      },
    },
    {
      title: "what a skill throws is told with its name, and the next call is answered",
      async run() {
        await using subject = await Subject.start(driver);
        const { serving } = serve(subject);
        const failed = await serving.call({ skill: "skills/s", function: "fails", args: [] }).catch((error: unknown) => error);
        assert.ok(failed instanceof GuestFailure);
        assert.deepEqual([failed.error.name, failed.error.message], ["RangeError", "too far"]);
        const missing = await serving.call({ skill: "skills/s", function: "none", args: [] }).catch((error: unknown) => error);
        assert.ok(missing instanceof GuestFailure);
        assert.equal(await serving.call({ skill: "skills/s", function: "up", args: [] }), 1);
      },
    },
    {
      title: "a skill that never ends is ended by the limit, and all calls with it; one that waits to be called is not",
      async run() {
        await using subject = await Subject.start(driver);
        const { serving } = serve(subject, { guestTimeMs: 400 });
        await new Promise((resolve) => setTimeout(resolve, 900));
        const call = (name: string): Promise<unknown> => serving.call({ skill: "skills/s", function: name, args: [] });
        assert.equal(await call("up"), 1);
        for (const ended of await Promise.allSettled([call("spin"), call("up")]))
          assert.equal(ended.status === "rejected" && (ended.reason as { code?: string }).code, "LIMIT_GUEST_TIME");
        assert.equal((await serving.outcome).kind, "stopped");
      },
    },
  ];
}

function serve(
  { sandbox }: Subject,
  limits: Partial<Limits> = {},
  answer: (request: GuestRequest) => Promise<unknown> = () => Promise.resolve(null),
): { readonly serving: Serving; readonly uses: SkillUse[] } {
  const uses: SkillUse[] = [];
  const { code } = prepare(CODE, "module");
  const serving = sandbox.serve({
    message: { servers: [{ server: "s", tools: [["t", "t"]] }], skills: [{ specifier: "skills/s", file: "skills/s.ts", code }] },
    limits: resolveLimits({ guestTimeMs: 20_000, ...limits }),
    signal: new AbortController().signal,
    answer,
    onOutput: () => {},
    onUses: (more) => void uses.push(...more),
  });
  return { serving, uses };
}
