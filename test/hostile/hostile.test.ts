import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { createDenoDriver } from "../../src/sandbox/drivers/deno.ts";
import { createQuickJsDriver } from "../../src/sandbox/drivers/quickjs.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { Canaries } from "./canaries.ts";
import { ownCases, sharedCases, type HostileCase } from "./cases.ts";
import { play, tally, type Played } from "./play.ts";

const shared = sharedCases();
if (shared.length === 0) console.log("../shared/data/hostile is not here: only the project's own hostile programs are played.");
// What is read from one tool may be sent to another: no sandbox can tell, a policy on the host can (docs/security.md).
const dataFlow = (each: HostileCase): boolean => each.category === "data-flow";

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
  ["deno", createDenoDriver({ outerWall: "off" })],
  ["quickjs", createQuickJsDriver({ outerWall: "off" })],
])("hostile programs in %s", (name, driver) => {
  test.each([
    ["the project's own", ownCases()],
    ["the shared", shared],
  ])(
    "%s set: nothing gets out, everything ends in time, the host is as it was",
    async (set, cases) => {
      const played = await play(cases, driver, registry, canaries);
      console.log(
        `${name}, ${set} set: ${played.length} programs\n${tally(played)}\nlongest stall ${largest(played, "stallMs")} ms, most growth ${largest(played, "grownMb")} MiB`,
      );
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
    const escaped: string[] = [];
    for (let at = 0; at < tried.length; at += 4) {
      const outputs = await Promise.all(tried.slice(at, at + 4).map(async (each) => [each.id, await naively(each)] as const));
      for (const [id, output] of outputs) if (/^ESCAPED/m.test(output)) escaped.push(id);
    }
    console.log(`the naive control let ${escaped.length} of ${tried.length} out`);
    expect(escaped.length).toBeGreaterThanOrEqual(least);
  },
  300_000,
);

async function naively(each: HostileCase): Promise<string> {
  const control = fileURLToPath(new URL("./naive-control.js", import.meta.url));
  const child = spawn(process.execPath, ["--max-old-space-size=128", control], { stdio: ["pipe", "pipe", "ignore"] });
  const overdue = setTimeout(() => child.kill("SIGKILL"), 3_000);
  child.stdin.end(JSON.stringify(each));
  const output = await text(child.stdout);
  clearTimeout(overdue);
  return output;
}

function largest(played: readonly Played[], what: "stallMs" | "grownMb"): number {
  return Math.max(0, ...played.map((each) => each[what]));
}
