import { describe, test } from "vitest";
import type { SandboxDriver } from "../../src/sandbox/driver.ts";
import { probeOuterWall, type OuterWall } from "../../src/sandbox/outer-wall/outer-wall.ts";
import { driverContract } from "../../src/testing/index.ts";

const outer = await probeOuterWall();

/** Holds a driver to the contract: alone, and inside the outer wall where there is one. */
export function checkDriver(name: string, create: (options: { readonly outerWall: OuterWall }) => SandboxDriver): void {
  describe(`the driver contract: ${name}`, () => {
    for (const { title, run } of driverContract(create({ outerWall: "off" }))) test(title, run, 900_000);
  });
  describe.skipIf(outer.kind === "missing")(`the driver contract: ${name} inside an outer wall`, () => {
    for (const { title, run } of driverContract(create({ outerWall: "require" }), { crashes: 20 })) test(title, run, 300_000);
  });
}
