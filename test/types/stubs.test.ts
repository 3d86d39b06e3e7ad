import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { allServers } from "../../bench/types/tool-corpus.ts";
import { declareTools } from "../../src/bindings/declared-tool.ts";
import { generatedFiles } from "../../src/bindings/module-files.ts";

/** What pyright says about Python files, by path: `path:line message`, lines from 1. */
function pyrightErrors(files: ReadonlyMap<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "codemode-stubs-"));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, "pyrightconfig.json"), JSON.stringify({ typeCheckingMode: "standard", pythonVersion: "3.14" }));
    const args = [fileURLToPath(import.meta.resolve("pyright")), "--project", folder, "--outputjson"];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1e9 });
    const report = parseReport(stdout, stderr);
    // One that has looked at nothing has found nothing.
    expect(report.summary.filesAnalyzed).toBe(files.size);
    return report.generalDiagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ file, message, range }) => `${file.slice(file.indexOf(folder) + folder.length + 1)}:${range.start.line + 1} ${message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface PyrightReport {
  readonly summary: { readonly filesAnalyzed: number };
  readonly generalDiagnostics: readonly {
    readonly file: string;
    readonly severity: "error" | "warning" | "information";
    readonly message: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
}

function parseReport(stdout: string, stderr: string): PyrightReport {
  try {
    return JSON.parse(stdout) as PyrightReport;
  } catch {
    throw new Error(`pyright gave no report: ${stdout}${stderr}`);
  }
}

function stubsOf(servers: Awaited<ReturnType<typeof allServers>>): Map<string, string> {
  const files = generatedFiles(servers.map(({ server, tools }) => ({ server, tools: declareTools(tools) })));
  return new Map([...files].filter(([path]) => path.endsWith(".pyi")));
}

test("the Python stubs of real servers are right Python", async () => {
  const stubs = stubsOf(await allServers());
  expect(stubs.size).toBeGreaterThanOrEqual(3);
  expect(pyrightErrors(stubs)).toEqual([]);
}, 600_000);

const reader = stubsOf([
  {
    server: "files",
    tools: [
      {
        server: "files",
        name: "read_file",
        description: "Reads a file.",
        inputSchema: {
          type: "object",
          properties: { path: { type: "string" }, head: { type: "integer" }, mode: { enum: ["text", "bytes"] } },
          required: ["path"],
        },
        outputSchema: { type: "object", properties: { content: { type: "string" } } },
        annotations: {},
      },
    ],
  },
]);
const stubPath = "servers/files/__init__.pyi";

test("a stub that is broken is found, so the test can tell", () => {
  const broken = `${reader.get(stubPath)}def more(a: Missing) -> list[: ...\n`;
  expect(pyrightErrors(new Map([[stubPath, broken]])).join("\n")).toMatch(/servers\/files\/__init__\.pyi:\d+ /);
});

test("right calls against a stub are right, and wrong ones are found", () => {
  const program = (...lines: string[]): string[] => {
    const text = ["from servers.files import read_file", "async def main() -> None:", ...lines.map((line) => `    ${line}`)].join("\n");
    return pyrightErrors(new Map([...reader, ["main.py", `${text}\n`]]));
  };
  expect(
    program(
      'first: str = await read_file(path="/a", head=3)',
      'second: str = await read_file({"path": "/a", "mode": "text"})',
      "print(first.upper(), second)",
    ),
  ).toEqual([]);
  const errors = program(
    "await read_file(path=3)",
    "await read_file(head=3)",
    'await read_file({"path": "/a", "mode": "other"})',
    'number: int = await read_file(path="/a")',
    'await read_file(path="/a", depth=1)',
  );
  for (const line of [3, 4, 5, 6, 7]) expect(errors.join("\n")).toMatch(new RegExp(`main\\.py:${line} `));
}, 120_000);
