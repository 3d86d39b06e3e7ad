import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPythonDriver } from "../../src/sandbox/drivers/python/python.ts";
import { escapesFrom, inTest, openArena, type Arena } from "../hostile/arena.ts";
import { ownPythonCases, sharedCases } from "../hostile/cases.ts";
import { play, report } from "../hostile/play.ts";
import { snapshotFolder } from "./subject.ts";

const shared = sharedCases("python");
if (shared.length === 0) console.log("../shared/data/hostile is not here: only the project's own hostile Python programs are played.");

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(() => arena[Symbol.asyncDispose]());

describe.each([
  ["python-deno", createPythonDriver({ engine: "deno", outerWall: "off", snapshotFolder })],
  ["python-node", createPythonDriver({ engine: "node", outerWall: "off", snapshotFolder })],
  ["python-deno without the seal", createPythonDriver({ engine: "deno", outerWall: "off", snapshotFolder, sealed: false })],
  ["python-node without the seal", createPythonDriver({ engine: "node", outerWall: "off", snapshotFolder, sealed: false })],
])("hostile programs in %s", (name, driver) => {
  test.each([
    ["the project's own", ownPythonCases()],
    ["the shared", shared],
  ])(
    "%s set: nothing gets out, everything ends in time, the host is as it was",
    async (set, cases) => {
      const played = await play(cases, driver, arena, "python");
      console.log(`${name}, ${set} set: ${report(played)}`);
      expect(played.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    900_000,
  );
});

test("the own set has at least 60 programs, each with an id of its own", () => {
  const ids = ownPythonCases().map(({ id }) => id);
  expect(ids.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  ["the project's own", ownPythonCases()],
  ["the shared", shared],
])(
  "Pyodide as it comes, in Node, lets at least 10 of %s programs out, so the suite can tell",
  async (_, cases) => {
    if (cases.length === 0) return;
    const tried = cases.filter(({ expect: ending }) => ending !== "limit");
    const control = { command: [inTest("python/naive-control.mjs")], atOnce: 2, overdueMs: 20_000 };
    const escaped = await escapesFrom(control, tried);
    console.log(`Pyodide as it comes let ${escaped.length} of ${tried.length} out`);
    expect(escaped.length).toBeGreaterThanOrEqual(10);
  },
  900_000,
);
