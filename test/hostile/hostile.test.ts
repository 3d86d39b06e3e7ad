import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDenoDriver } from "../../src/sandbox/drivers/deno.ts";
import { createQuickJsDriver } from "../../src/sandbox/drivers/quickjs.ts";
import { escapesFrom, inTest, openArena, type Arena } from "./arena.ts";
import { ownCases, sharedCases, type HostileCase } from "./cases.ts";
import { play, report } from "./play.ts";

const shared = sharedCases("javascript");
if (shared.length === 0) console.log("../shared/data/hostile is not here: only the project's own hostile programs are played.");
// What is read from one tool may be sent to another: no sandbox can tell, a policy on the host can (docs/security.md).
const dataFlow = (each: HostileCase): boolean => each.category === "data-flow";

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(() => arena[Symbol.asyncDispose]());

describe.each([
  ["deno", createDenoDriver({ outerWall: "off" })],
  ["quickjs", createQuickJsDriver({ outerWall: "off" })],
])("hostile programs in %s", (name, driver) => {
  test.each([
    ["the project's own", ownCases()],
    ["the shared", shared],
  ])(
    "%s set: nothing gets out, everything ends in time, the host is as it was",
    async (set, cases) => {
      const played = await play(cases, driver, arena);
      console.log(`${name}, ${set} set: ${report(played)}`);
      const flows = new Set(cases.filter(dataFlow).map(({ id }) => id));
      expect(played.filter(({ id, problems }) => problems.length > 0 && !flows.has(id))).toEqual([]);
      // A suite whose programs are refused before they run would prove nothing.
      const refused = played.filter(({ end }) => end.startsWith("check"));
      expect(refused.length).toBeLessThanOrEqual(cases.length * 0.1);
    },
    900_000,
  );
});

test("the own set has at least 120 programs, each with an id of its own", () => {
  const ids = ownCases().map(({ id }) => id);
  expect(ids.length).toBeGreaterThanOrEqual(120);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  ["the project's own", ownCases(), 20],
  ["the shared", shared, 20],
])(
  "a naive sandbox lets many of %s programs out, so the suite can tell",
  async (_, cases, least) => {
    if (cases.length === 0) return;
    const tried = cases.filter((each) => each.expect !== "limit" && !dataFlow(each));
    const control = { command: ["--max-old-space-size=128", inTest("hostile/naive-control.js")], atOnce: 4, overdueMs: 3_000 };
    const escaped = await escapesFrom(control, tried);
    console.log(`the naive control let ${escaped.length} of ${tried.length} out`);
    expect(escaped.length).toBeGreaterThanOrEqual(least);
  },
  300_000,
);
