import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { declareTools, serverDeclaration } from "mcp-codemode";
import { measure, type Row } from "../measure.ts";
import { inPackage } from "../paths.ts";
import { bigServer, type CorpusServer } from "./tool-corpus.ts";

/** What the shipped checker takes: the same interface that the executor uses. */
interface Checker extends AsyncDisposable {
  check(request: object): Promise<{ readonly kind: string; readonly findings?: readonly unknown[] }>;
}

/** A program of 50 lines that uses 5 tools of a server with 200: warm, cold, and the memory of the compiler's process. */
export async function* checkRows(servers: readonly CorpusServer[]): AsyncGenerator<Row> {
  const { acquireTypeChecker } = (await import(inPackage("dist/check/type-checker.js"))) as { acquireTypeChecker: () => Checker };
  const tools = bigServer(servers);
  const declared = declareTools(tools);
  const used = declared.slice(0, 5).map(({ identifier }) => identifier);
  const body = used.flatMap((name, index) => [
    `const call${index} = (args: any) => ${name}(args);`,
    `const result${index} = await call${index}({ index: ${index} });`,
    `if (Array.isArray(result${index})) {`,
    `  for (const item of result${index}) rows.push({ tool: "${name}", item });`,
    `} else {`,
    `  rows.push({ tool: "${name}", item: result${index} });`,
    `}`,
    `console.log("${name}", rows.length);`,
    `const text${index} = JSON.stringify(result${index} ?? null);`,
  ]);
  const lines = [
    `import { ${used.join(", ")} } from "generated/servers/big";`,
    "const rows: { tool: string; item: unknown }[] = [];",
    ...body,
  ];
  while (lines.length < 49) lines.push(`const line${lines.length} = rows.filter(({ tool }) => tool.length > ${lines.length}).length;`);
  const promised = serverDeclaration(declared, { detail: "signature", openness: "exact" });
  const request = (last: string): object => ({
    source: [...lines, last].join("\n"),
    names: [],
    earlier: [],
    mayHaveOtherGlobals: false,
    loose: [],
    modules: [{ specifier: "generated/servers/big", promised }],
    servers: ["big"],
  });
  const checked = async (checker: Checker, last: string): Promise<number> => {
    const startedAt = performance.now();
    const report = await checker.check(request(last));
    if (report.kind !== "checked") throw new Error(`the check was ${JSON.stringify(report)}`);
    return performance.now() - startedAt;
  };
  await using checker = acquireTypeChecker();
  let count = 0;
  yield await measure({
    what: "first check, cold",
    runs: 1,
    warmUps: 0,
    sample: () => checked(checker, "rows.length"),
    target: { kind: "median", atMost: 400 },
  });
  // Each program is another, so that no remembered report answers.
  yield await measure({
    what: `check of ${lines.length + 1} lines, 5 of ${tools.length} tools, warm`,
    runs: 100,
    warmUps: 50,
    sample: () => checked(checker, `rows.length + ${(count += 1)}`),
    target: { kind: "median", atMost: 10 },
  });
  if (process.platform === "linux") {
    yield await measure({
      what: "memory of the compiler's process",
      unit: "MiB",
      runs: 1,
      warmUps: 0,
      sample: async () => compilerMegabytes(),
      target: { kind: "median", atMost: 80 },
    });
  }
}

/** Resident memory of the child of this process that is the compiler. */
function compilerMegabytes(): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      if (!status.includes(`PPid:\t${process.pid}\n`) || !/^Name:\ttsc$|^Name:\ttsgo$/m.test(status)) continue;
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
    } catch {
      // It has ended in the meantime.
    }
  }
  throw new Error(
    `there is no compiler among the children: ${execFileSync("ps", ["--ppid", String(process.pid), "-o", "comm="])
      .toString()
      .trim()}`,
  );
}
