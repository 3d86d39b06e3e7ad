import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtureServer } from "../fixtures/server-config.ts";
import { gatewayOverHttp, judge, type Check } from "./suite.ts";
import { installTools } from "./tools.ts";

/** What the suite looks at when it calls a tool. */
const SCENARIOS = [
  "tools-call-simple-text",
  "tools-call-image",
  "tools-call-audio",
  "tools-call-embedded-resource",
  "tools-call-mixed-content",
  "tools-call-with-logging",
  "tools-call-error",
  "tools-call-with-progress",
  "tools-call-sampling",
  "tools-call-elicitation",
  "elicitation-sep1034-defaults",
  "elicitation-sep1330-enums",
];

let folder: string;

beforeAll(async () => {
  await installTools();
  folder = await mkdtemp(join(tmpdir(), "codemode-through-code-"));
  await writeFile(join(folder, "codemode.json"), JSON.stringify({ mcpServers: { suite: fixtureServer("suite") } }));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function checksOf(server: object): Promise<Check[]> {
  await using gateway = await gatewayOverHttp({ mcpServers: { suite: server }, codemode: { tools: { direct: ["suite"] } } });
  const checks: Check[] = [];
  for (const scenario of SCENARIOS)
    checks.push(...(await judge("server", "--url", gateway.url, "--scenario", scenario, "--spec-version", "2025-11-25")).checks);
  return checks;
}

describe("what the conformance suite sees of a tool that a program calls", () => {
  let direct: Check[];
  beforeAll(async () => {
    direct = await checksOf(fixtureServer("suite"));
    expect(direct.length).toBeGreaterThan(SCENARIOS.length);
  }, 600_000);

  test.each(["typescript", "python"])(
    "is what it sees of the tool itself, check by check, in %s",
    { timeout: 600_000 },
    async (language) => {
      const { command, args } = fixtureServer("through-code");
      expect(await checksOf({ command, args: [...args, join(folder, "codemode.json"), language] })).toEqual(direct);
      expect(direct.filter(({ status }) => status !== "SUCCESS" && status !== "INFO")).toEqual([]);
    },
  );
});
