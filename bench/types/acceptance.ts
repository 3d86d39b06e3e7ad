import { declareTools, serverDeclaration, type Tool } from "mcp-codemode";
import { instancesOf, type Mistake } from "./instances.ts";
import type { CorpusServer } from "./tool-corpus.ts";
import { expressionOf, typeErrors } from "./type-errors.ts";

export interface Acceptance {
  readonly tools: number;
  /** What was thrown while types were made. */
  readonly throws: readonly string[];
  /** Errors of the declarations themselves. */
  readonly broken: readonly string[];
  readonly valid: number;
  /** Valid values that the types refuse. */
  readonly wronglyRejected: readonly string[];
  readonly invalid: ReadonlyMap<Mistake, { readonly count: number; readonly rejected: number }>;
}

/**
 * Compiles the declarations of every server under `strict`, and assigns values to the types of the arguments.
 * @param declaredAs what is declared in the place of a tool, for a test of this very measurement
 */
export function acceptance(servers: readonly CorpusServer[], declaredAs: (tool: Tool) => Tool = (tool) => tool): Acceptance {
  const files = new Map<string, string>();
  const lines = new Map<string, Line>();
  const throws: string[] = [];
  for (const [index, { server, tools }] of servers.entries()) {
    const file = `server-${index}.ts`;
    try {
      files.set(
        file,
        moduleText(server, tools, declaredAs, (line, what) => lines.set(`${file}:${line}`, what)),
      );
    } catch (error) {
      throws.push(`${server}: ${String(error)}`);
    }
  }
  return judge(servers, throws, lines, typeErrors(files));
}

type Line =
  | { readonly kind: "valid"; readonly what: string }
  | { readonly kind: "invalid"; readonly what: string; readonly mistake: Mistake };

function moduleText(
  server: string,
  tools: CorpusServer["tools"],
  declaredAs: (tool: Tool) => Tool,
  note: (line: number, what: Line) => void,
): string {
  const declared = declareTools(tools);
  const text = serverDeclaration(declareTools(tools.map(declaredAs)));
  const all = text.split("\n");
  let count = 0;
  const put = (identifier: string, value: unknown, what: Line): void => {
    count += 1;
    note(all.push(`export const value_${count}: Parameters<typeof ${identifier}>[0] = ${expressionOf(value)};`), what);
  };
  for (const { tool, identifier } of declared) {
    const { valid, invalid } = instancesOf(tool.inputSchema);
    const what = (value: unknown): string => `${server} ${tool.name} ${JSON.stringify(value).slice(0, 300)}`;
    for (const value of valid) put(identifier, value, { kind: "valid", what: what(value) });
    for (const { mistake, value } of invalid) put(identifier, value, { kind: "invalid", mistake, what: what(value) });
  }
  return all.join("\n");
}

function judge(
  servers: readonly CorpusServer[],
  throws: readonly string[],
  lines: ReadonlyMap<string, Line>,
  errors: ReadonlyMap<string, string>,
): Acceptance {
  const invalid = new Map<Mistake, { count: number; rejected: number }>();
  const wronglyRejected: string[] = [];
  let valid = 0;
  for (const [place, line] of lines) {
    const error = errors.get(place);
    if (line.kind === "valid") {
      valid += 1;
      if (error !== undefined) wronglyRejected.push(`${line.what}: ${error}`);
    } else {
      const tally = invalid.get(line.mistake) ?? { count: 0, rejected: 0 };
      invalid.set(line.mistake, { count: tally.count + 1, rejected: tally.rejected + Number(error !== undefined) });
    }
  }
  const broken = [...errors].filter(([place]) => !lines.has(place)).map(([place, error]) => `${place} ${error}`);
  return { tools: servers.reduce((sum, { tools }) => sum + tools.length, 0), throws, broken, valid, wronglyRejected, invalid };
}
