import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";
import { gatewayOverHttp, judge, required, type Check } from "./suite.ts";
import { installTools } from "./tools.ts";

beforeAll(installTools, 600_000);

/** What MCP requires is not met where any of these is there. */
function failed(checks: readonly Check[], scenarios: readonly string[]): readonly Check[] {
  return checks.filter(({ scenario, status }) => scenarios.includes(scenario) && status === "FAILURE");
}

function notRun(checks: readonly Check[], scenarios: readonly string[]): readonly string[] {
  const run = new Set(checks.map(({ scenario }) => scenario));
  return scenarios.filter((scenario) => !run.has(scenario));
}

describe.each([
  ["2025-11-25", "legacy", 30],
  ["2026-07-28", "modern", 37],
])("MCP %s, all that it requires", (version, protocol, size) => {
  test("holds for the gateway, with what the suite wants passed on as a server behind it has it", { timeout: 600_000 }, async () => {
    const scenarios = await required("server", version);
    expect(scenarios).toHaveLength(size);
    await using gateway = await gatewayOverHttp({
      mcpServers: { suite: { ...fixtureServer("suite"), protocol } },
      codemode: { tools: { direct: ["suite"] } },
    });
    const { code, checks, said } = await judge("server", "--url", gateway.url, "--requirements", version);
    expect(failed(checks, scenarios)).toEqual([]);
    expect(notRun(checks, scenarios)).toEqual([]);
    expect(code, said).toBe(0);
  });

  test("does not hold for a gateway that passes nothing on", { timeout: 600_000 }, async () => {
    await using gateway = await gatewayOverHttp({ mcpServers: { suite: { ...fixtureServer("suite"), protocol } } });
    const { code, checks } = await judge("server", "--url", gateway.url, "--scenario", "tools-call-image", "--spec-version", version);
    expect(checks.map(({ status }) => status)).toContain("FAILURE");
    expect(code).not.toBe(0);
  });

  test("holds for the registry's client", { timeout: 600_000 }, async () => {
    const client = fileURLToPath(new URL("../fixtures/conformance-client.js", import.meta.url));
    const scenarios = await required("client", version);
    expect(scenarios).toHaveLength(version === "2025-11-25" ? 18 : 32);
    const { code, checks, said } = await judge("client", "--command", `${process.execPath} ${client}`, "--requirements", version);
    expect(failed(checks, scenarios)).toEqual([]);
    expect(notRun(checks, scenarios)).toEqual([]);
    expect(code, said).toBe(0);
  });
});
