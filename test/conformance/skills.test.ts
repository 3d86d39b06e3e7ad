import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { McpServer, type McpServerFactory } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/codemode.ts";
import { gatewayServer } from "../../src/gateway/server.ts";
import { overHttp } from "../fixtures/over-http.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { conformance, inspector, installTools } from "./tools.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const count = "export function word_count(text: string): number {\n  return text.split(/\\s+/).length;\n}\n";
const problems: Error[] = [];
let folder = "";
let codemode: Codemode;

beforeAll(async () => {
  await installTools();
  folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  const skills = join(folder, "skills");
  codemode = createCodemode({ skills: [skills] });
  // Three of the kinds there are: a folder as other agents have them, one file, and one that was saved.
  await mkdir(join(skills, "a-guide/references"), { recursive: true });
  await writeFile(
    join(skills, "a-guide/SKILL.md"),
    '---\nname: a-guide\ndescription: "Guides: a reader."\nlicense: MIT\n---\n\nRead on.\n',
  );
  await writeFile(join(skills, "a-guide/references/the map.md"), "# Düne\n");
  await writeFile(join(skills, "a-guide/logo.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]));
  await writeFile(join(skills, "from_one_file.py"), '"""One file."""\n\ndef f() -> int:\n    return 1\n');
  await codemode.skills.save({ name: "word_count", description: "Counts words.", language: "typescript", code: count, tags: ["text"] });
  await writeFile(join(folder, "codemode.json"), JSON.stringify({ mcpServers: {}, codemode: { skills: [skills] } }));
}, 600_000);
afterAll(async () => {
  await codemode[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const gateway = (): McpServerFactory => gatewayServer(codemode, (error) => problems.push(error));

/** What MCP's conformance suite says of a server: the status of each of a scenario's checks. */
async function judge(scenario: string, makeServer: McpServerFactory): Promise<{ code: number; checks: Record<string, string> }> {
  await using server = await overHttp(makeServer);
  const results = await mkdtemp(join(folder, "results-"));
  const { code, stderr } = await conformance("server", "--url", server.url, "--scenario", scenario, "--output-dir", results);
  const [saved] = await readdir(results);
  if (saved === undefined) throw new Error(`${scenario} gave no results: ${stderr}`);
  const checks = JSON.parse(await readFile(join(results, saved, "checks.json"), "utf8")) as Check[];
  return { code, checks: Object.fromEntries(checks.map(({ id, status, errorMessage = "" }) => [id, `${status} ${errorMessage}`.trim()])) };
}

interface Check {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string;
}

// The method without which a scenario can't hold, and how many checks it has: none may go missing.
describe.each([
  ["sep-2640-skills-enumeration", "skills/get", 32],
  ["sep-2640-skills-manifest", "resources/read", 6],
  ["sep-2640-skills-directory", "resources/directory/read", 7],
])("MCP's conformance scenario %s", (scenario, method, size) => {
  test("holds, in each of its checks", async () => {
    const { code, checks } = await judge(scenario, gateway());
    expect(Object.entries(checks).filter(([, status]) => status !== "SUCCESS")).toEqual([]);
    expect(Object.keys(checks)).toHaveLength(size);
    expect(code).toBe(0);
    expect(problems).toEqual([]);
  });

  test(`does not hold without ${method}`, async () => {
    const whole = gateway();
    const { code, checks } = await judge(scenario, async (context) => {
      const server = (await whole(context)) as McpServer;
      server.server.removeRequestHandler(method);
      return server;
    });
    expect(Object.values(checks).some((status) => status.startsWith("FAILURE"))).toBe(true);
    expect(code).toBe(1);
  });

  // The suite's exit code does not tell this from success, so the test above looks at each check.
  test("passes over a server without the extension", async () => {
    const { checks } = await judge(scenario, () => new McpServer({ name: "without", version: "1.0.0" }, { capabilities: { tools: {} } }));
    const { "wire-schema-valid": wire, ...others } = checks;
    expect(wire).toBe("SUCCESS");
    expect(Object.values(others).filter((status) => !status.startsWith("SKIPPED"))).toEqual([]);
  });
});

interface Report {
  readonly name: string;
  readonly outcome: string;
  readonly conformance: readonly unknown[];
  readonly frontmatter: readonly unknown[];
  readonly files: readonly { readonly uri: string; readonly status: string }[];
}

describe.each(["legacy", "modern"])("the Inspector's skills/list --verify as a %s client", (era) => {
  const verify = async (command: string, ...args: readonly string[]): Promise<{ code: number; reports: Report[]; stderr: string }> => {
    const options = ["--method", "skills/list", "--verify", "--format", "json", "--quiet", "--protocol-era", era];
    const { code, stdout, stderr } = await inspector(folder, ...options, "--", command, ...args);
    const reports = stdout.split("\n").filter((line) => line !== "");
    return { code, reports: reports.map((line) => JSON.parse(line) as Report), stderr };
  };

  test("verifies each file of each skill", async () => {
    const { code, reports, stderr } = await verify(process.execPath, main, "serve", "--config", join(folder, "codemode.json"));
    expect(reports.map(({ name, outcome, conformance: odd, frontmatter }) => ({ name, outcome, odd, frontmatter }))).toEqual(
      ["a-guide", "from-one-file", "word-count"].map((name) => ({ name, outcome: "verified", odd: [], frontmatter: [] })),
    );
    expect(reports.flatMap(({ files }) => files.map(({ uri, status }) => `${uri} ${status}`)).toSorted()).toEqual(
      [
        "a-guide/SKILL.md",
        "a-guide/logo.png",
        "a-guide/references/the%20map.md",
        "from-one-file/SKILL.md",
        "from-one-file/main.py",
        "word-count/SKILL.md",
        "word-count/index.ts",
      ].map((path) => `skill://${path} verified`),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("finds a file that is not what its digest says", async () => {
    const { command, args } = fixtureServer("wrong-digest");
    const { code, reports } = await verify(command, ...args);
    expect(reports).toMatchObject([{ name: "spoiled", outcome: "failed", files: [{ status: "mismatch" }] }]);
    expect(code).toBe(7);
  });

  test("fails for a server without the extension", async () => {
    const { command, args } = fixtureServer("calculator");
    const { code, reports, stderr } = await verify(command, ...args);
    expect(reports).toEqual([]);
    expect(stderr).toContain("skills_unsupported");
    expect(code).toBe(1);
  });
});
