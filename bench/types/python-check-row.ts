import { CodeModeExecutor, declareTools, ToolRegistry } from "mcp-codemode";
import { measure, type Row } from "../measure.ts";
import { inPackage } from "../paths.ts";
import { pythonExpression } from "./python-calls.ts";
import { bigServer, type CorpusServer } from "./tool-corpus.ts";

/** The check of a Python program of 50 lines that uses 5 tools of a server with 200, measured inside the guest. */
export async function pythonCheckRow(servers: readonly CorpusServer[]): Promise<Row> {
  const { toolSignature } = (await import(inPackage("dist/bindings/python/signature.js"))) as {
    toolSignature(schema: CorpusServer["tools"][number]["inputSchema"]): unknown;
  };
  const tools = bigServer(servers);
  const declared = declareTools(tools);
  const used = declared.slice(0, 5).map(({ identifier }) => identifier);
  const lines = [
    `from generated.servers.big import ${used.join(", ")}`,
    "rows = []",
    ...used.flatMap((name, index) => [
      `result${index} = await ${name}(**{"index": ${index}, **options})`,
      `if isinstance(result${index}, list):`,
      `    for item in result${index}:`,
      `        rows.append({"tool": "${name}", "item": item})`,
      `else:`,
      `    rows.append({"tool": "${name}", "item": result${index}})`,
      `print(f"${name}: {len(rows)}")`,
      `text${index} = json.dumps(result${index})`,
    ]),
  ];
  while (lines.length < 50) lines.push(`line${lines.length} = [row for row in rows if len(row["tool"]) > ${lines.length}]`);
  const manifest = {
    server: "big",
    tools: declared.map(({ tool, identifier }) => [identifier, tool.name]),
    signatures: tools.map(({ inputSchema }) => toolSignature(inputSchema)),
  };
  const prepared = `import ast, builtins, json, time
from _codemode.check import Surroundings, mistakes_in

manifest = json.loads(${pythonExpression(JSON.stringify(manifest))})
source = ${pythonExpression(lines.join("\n"))}
tree = ast.parse(source)

def milliseconds():
    started = time.perf_counter()
    assert mistakes_in(tree, source, Surroundings([manifest], {"options": None, "json": None}, dir(builtins))) == []
    return (time.perf_counter() - started) * 1000`;
  await using executor = new CodeModeExecutor(new ToolRegistry(), { check: "off" });
  const run = async (code: string, session: object): Promise<{ readonly value?: unknown; readonly session_id: string }> => {
    const result = await executor.execute(code, session);
    if (!result.ok) throw new Error(`the check was not measured: ${result.error?.message}`);
    return result;
  };
  const { session_id: sessionId } = await run(prepared, { language: "python" });
  return await measure({
    what: `check of ${lines.length} lines of Python, 5 of ${tools.length} tools`,
    runs: 50,
    warmUps: 10,
    sample: async () => (await run("milliseconds()", { sessionId })).value as number,
    target: { kind: "median", atMost: 10 },
  });
}
