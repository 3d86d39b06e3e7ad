import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { createPythonDriver } from "../../src/sandbox/drivers/python/python.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { Canaries } from "../hostile/canaries.ts";
import { play, tally, type Played } from "../hostile/play.ts";
import type { HostileCase } from "../hostile/cases.ts";
import { ownPythonCases, sharedPythonCases } from "./hostile-cases.ts";
import { snapshotFolder } from "./subject.ts";

const shared = sharedPythonCases();
if (shared.length === 0) console.log("../shared/data/hostile is not here: only the project's own hostile Python programs are played.");

const registry = new ToolRegistry();
let canaries: Canaries;
beforeAll(async () => {
  canaries = await Canaries.plant();
  for (const name of ["probe", "probe2", "liar"]) {
    const { command, args } = fixtureServer("probe");
    registry.addServer(name, { command, args: [...args, name] });
  }
  await registry.discoverAll();
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await canaries[Symbol.asyncDispose]();
});

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
      const played = await play(cases, driver, registry, canaries, "python");
      console.log(
        `${name}, ${set} set: ${played.length} programs\n${tally(played)}\nlongest stall ${largest(played, "stallMs")} ms, most growth ${largest(played, "grownMb")} MiB`,
      );
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
    const escaped: string[] = [];
    const tried = cases.filter(({ expect: ending }) => ending !== "limit");
    for (let at = 0; at < tried.length; at += 2) {
      const outputs = await Promise.all(tried.slice(at, at + 2).map(async (each) => [each.id, await naively(each)] as const));
      for (const [id, output] of outputs) if (/^ESCAPED/m.test(output)) escaped.push(id);
    }
    console.log(`Pyodide as it comes let ${escaped.length} of ${tried.length} out`);
    expect(escaped.length).toBeGreaterThanOrEqual(10);
  },
  900_000,
);

async function naively(each: HostileCase): Promise<string> {
  const control = fileURLToPath(new URL("./naive-control.mjs", import.meta.url));
  const child = spawn(process.execPath, [control], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, CM_SECRET: process.env.CM_SECRET },
  });
  const overdue = setTimeout(() => child.kill("SIGKILL"), 20_000);
  child.stdin.end(JSON.stringify(each));
  const output = await text(child.stdout);
  clearTimeout(overdue);
  return output;
}

function largest(played: readonly Played[], what: "stallMs" | "grownMb"): number {
  return Math.max(0, ...played.map((each) => each[what]));
}
