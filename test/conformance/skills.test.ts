import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { McpServer, type McpServerFactory } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/codemode.ts";
import { createGateway } from "../../src/gateway/server.ts";
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

const gateway = (): McpServerFactory => createGateway(codemode, (error) => problems.push(error)).createServer;

/** What MCP's conformance suite says of a server: each of a scenario's checks. */
async function judge(
  scenario: string,
  makeServer: McpServerFactory,
  specVersion = "2026-07-28",
): Promise<{ readonly code: number; readonly checks: readonly Check[] }> {
  await using server = await overHttp(makeServer);
  const results = await mkdtemp(join(folder, "results-"));
  // Scenarios of extensions belong to no version, so one that is asked for has to be insisted on.
  const version = ["--spec-version", specVersion, "--force"];
  const options = ["--url", server.url, "--scenario", scenario, ...version, "--output-dir", results];
  const { code, stdout, stderr } = await conformance("server", ...options);
  const [saved] = await readdir(results);
  if (saved === undefined) throw new Error(`${scenario} gave no results: ${stdout}${stderr}`);
  return { code, checks: JSON.parse(await readFile(join(results, saved, "checks.json"), "utf8")) as Check[] };
}

interface Check {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string;
  readonly details?: object;
}

function unlike(status: string, checks: readonly Check[]): readonly Check[] {
  return checks.filter((check) => check.status !== status);
}

// The method without which a scenario can't hold, and how many checks it has: none may go missing.
describe.each([
  ["sep-2640-skills-enumeration", "skills/get", 32],
  ["sep-2640-skills-manifest", "resources/read", 6],
  ["sep-2640-skills-directory", "resources/directory/read", 7],
])("MCP's conformance scenario %s", (scenario, method, size) => {
  test("holds, in each of its checks", async () => {
    const { code, checks } = await judge(scenario, gateway());
    expect(unlike("SUCCESS", checks)).toEqual([]);
    expect(checks).toHaveLength(size);
    expect(code).toBe(0);
    expect(problems).toEqual([]);
  });

  test("holds for a client of 2025-11-25, too", async () => {
    const { code, checks } = await judge(scenario, gateway(), "2025-11-25");
    // How long a list may be kept is told from 2026-07-28 on.
    expect(unlike("SUCCESS", checks).filter(({ id, status }) => status !== "SKIPPED" || !id.endsWith("-cache-attributes"))).toEqual([]);
    expect(checks).toHaveLength(size);
    expect(code).toBe(0);
  });

  test(`does not hold without ${method}`, async () => {
    const makeServer = gateway();
    const { code, checks } = await judge(scenario, async (context) => {
      const server = (await makeServer(context)) as McpServer;
      server.server.removeRequestHandler(method);
      return server;
    });
    expect(checks.map(({ status }) => status)).toContain("FAILURE");
    expect(code).toBe(1);
  });

  // The suite's exit code does not tell this from success, so the tests above look at each check.
  test("is skipped over a server without the extension", async () => {
    const { checks } = await judge(scenario, () => new McpServer({ name: "without", version: "1.0.0" }, { capabilities: { tools: {} } }));
    expect(unlike("SKIPPED", checks).map(({ id }) => id)).toEqual(["wire-schema-valid"]);
  });
});

test("MCP's conformance suite finds more skills than one page has", async () => {
  const many = join(folder, "many");
  await mkdir(many);
  await Promise.all(
    Array.from({ length: 201 }, (_, n) => writeFile(join(many, `f${n}.ts`), `// Gives ${n}.\nexport const f = () => ${n};\n`)),
  );
  await using full = createCodemode({ skills: [many] });
  const { checks } = await judge("sep-2640-skills-enumeration", createGateway(full, (error) => problems.push(error)).createServer);
  expect(unlike("SUCCESS", checks)).toEqual([]);
  const listed = checks.find(({ id }) => id === "sep-2640-skills-list-implemented");
  expect(listed?.details).toEqual({ pages: 3, entries: 201, emptyListingPermitted: false });
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
