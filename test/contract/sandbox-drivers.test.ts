import { describe, test } from "vitest";
import { createDenoDriver } from "../../src/sandbox/drivers/deno.ts";
import { createQuickJsDriver } from "../../src/sandbox/drivers/quickjs.ts";
import type { SandboxDriver } from "../../src/sandbox/driver.ts";
import { probeOuterWall } from "../../src/sandbox/outer-wall/outer-wall.ts";
import { driverContract } from "../../src/testing/index.ts";

const outer = await probeOuterWall();

const subjects: readonly (readonly [name: string, driver: SandboxDriver, crashes: number])[] = [
  ["deno", createDenoDriver({ outerWall: "off" }), 500],
  ["quickjs", createQuickJsDriver({ outerWall: "off" }), 500],
];
const walled: typeof subjects = [
  ["deno with an outer wall", createDenoDriver({ outerWall: "require" }), 50],
  ["quickjs with an outer wall", createQuickJsDriver({ outerWall: "require" }), 50],
];

describe.each([...subjects, ...(outer.kind === "works" ? walled : [])])("the driver contract: %s", (_, driver, crashes) => {
  for (const { title, run } of driverContract(driver, { crashes })) test(title, run, 600_000);
});
