import { CodeModeExecutor, ToolRegistry, type JsonSchema } from "mcp-codemode";
import { inPackage } from "../paths.ts";
import { instancesOf, type Mistake } from "./instances.ts";
import { callsOf, pythonExpression } from "./python-calls.ts";
import type { CorpusServer } from "./tool-corpus.ts";

export interface PythonAcceptance {
  readonly tools: number;
  /** Calls with valid arguments, in the two forms of a call. */
  readonly valid: number;
  /** Calls with valid arguments that the check of Python programs stops. */
  readonly wronglyStopped: readonly string[];
  readonly invalid: ReadonlyMap<Mistake, { readonly count: number; readonly stopped: number; readonly missed: readonly string[] }>;
  /** The signatures' lengths, in characters of JSON. */
  readonly signatureCharacters: { readonly mean: number; readonly max: number };
}

interface Call {
  readonly source: string;
  readonly mistake?: Mistake;
}

/**
 * Has the Python guest's check judge calls of every tool: the same values as `acceptance`, written as Python.
 * @param describedBy what the signature is made of in the place of a tool's schema, for a test of this very measurement
 */
export async function pythonAcceptance(
  servers: readonly CorpusServer[],
  describedBy: (schema: JsonSchema) => JsonSchema = (schema) => schema,
): Promise<PythonAcceptance> {
  const { toolSignature } = (await import(inPackage("dist/bindings/python/signature.js"))) as {
    toolSignature(schema: JsonSchema): unknown;
  };
  await using judge = new Judge();
  const tools = servers.flatMap((server) => server.tools.map((tool) => ({ tool, what: `${server.server} ${tool.name}` })));
  const lengths: number[] = [];
  const wronglyStopped: string[] = [];
  const invalid = new Map<Mistake, { count: number; stopped: number; missed: string[] }>();
  let valid = 0;
  for (const { tool, what } of tools) {
    const signature = toolSignature(describedBy(tool.inputSchema));
    lengths.push(JSON.stringify(signature).length);
    const instances = instancesOf(tool.inputSchema);
    const calls: Call[] = [
      ...instances.valid.flatMap(callsOf).map((source) => ({ source })),
      ...instances.invalid.flatMap(({ mistake, value }) => callsOf(value).map((source) => ({ source, mistake }))),
    ];
    await judge.add(signature, calls, ({ source, mistake }, message) => {
      const line = `${what}: ${source.slice(0, 300)}`;
      if (mistake === undefined) {
        valid += 1;
        if (message !== null) wronglyStopped.push(`${line}: ${message}`);
        return;
      }
      const tally = invalid.get(mistake) ?? { count: 0, stopped: 0, missed: [] };
      if (message === null) tally.missed.push(line);
      invalid.set(mistake, { ...tally, count: tally.count + 1, stopped: tally.stopped + Number(message !== null) });
    });
  }
  await judge.finish();
  const mean = Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
  return { tools: tools.length, valid, wronglyStopped, invalid, signatureCharacters: { mean, max: Math.max(...lengths) } };
}

type Tell = (call: Call, message: string | null) => void;

/** One Python session that judges calls, many in a program: the check of its own guest. */
class Judge {
  readonly #executor = new CodeModeExecutor(new ToolRegistry(), { check: "off" });
  #sessionId: string | undefined;
  #waiting: { readonly signature: unknown; readonly calls: readonly Call[]; readonly tell: Tell }[] = [];
  #characters = 0;

  async add(signature: unknown, calls: readonly Call[], tell: Tell): Promise<void> {
    this.#waiting.push({ signature, calls, tell });
    this.#characters += JSON.stringify([signature, calls]).length;
    if (this.#characters > MAX_CHARACTERS) await this.finish();
  }

  async finish(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    const cases = batch.map(({ signature, calls }) => [signature, calls.map(({ source }) => source)]);
    const code = `${JUDGE}\n[[judged(call, signature) for call in calls] for signature, calls in json.loads(${pythonExpression(JSON.stringify(cases))})]`;
    const session = this.#sessionId === undefined ? { language: "python" as const } : { sessionId: this.#sessionId };
    const { ok, value, error, session_id } = await this.#executor.execute(code, session);
    if (!ok) throw new Error(`the check was not asked: ${error?.message}\n${error?.detail}`);
    this.#sessionId = session_id;
    for (const [index, { calls, tell }] of batch.entries()) {
      for (const [at, call] of calls.entries()) tell(call, (value as (string | null)[][])[index]?.[at] ?? null);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#executor[Symbol.asyncDispose]();
  }
}

/** A program's source may have 1 MiB, and the calls stand in it as JSON inside a Python string. */
const MAX_CHARACTERS = 200_000;

const JUDGE = `import ast, json
from _codemode.check import Surroundings, mistakes_in
from _codemode.check.meanings import Tool

def judged(call, signature):
    manifest = {"server": "s", "tools": [["t", "t"]], "signatures": [signature]}
    mistakes = mistakes_in(ast.parse(call), call, Surroundings([manifest], {"t": Tool("s", "t")}))
    return mistakes[0]["message"] if mistakes else None
`;
