import { declareTools, serverDeclaration, type JsonSchema } from "mcp-codemode";
import type { SuiteGroup, SuiteTest } from "./schema-suite.ts";
import { expressionOf, typeErrors } from "./type-errors.ts";

export interface SuiteTally {
  readonly schemas: number;
  /** What was thrown while types were made. */
  readonly throws: readonly string[];
  /** Errors of the declarations themselves. */
  readonly broken: readonly string[];
  readonly valid: number;
  /** Valid values that the types refuse. */
  readonly wronglyRejected: readonly string[];
  readonly invalid: number;
  /** Invalid values that the types refuse. */
  readonly rejected: number;
  /** Invalid values that the types take, by file. */
  readonly taken: ReadonlyMap<string, number>;
}

/** What the types of schemas should reach: no type can say `pattern` or `minimum`, so invalid values are refused only in part. */
export const suiteTargets = { accepted: 0.96, rejected: 0.45, throws: 0 } as const;

/**
 * Compiles the type of every schema under `strict`, printed as for the check, and assigns each value to it.
 * @param typed what is declared in the place of a schema, for a test of this very measurement
 */
export function tallySchemaSuite(
  groups: readonly SuiteGroup[],
  typed: (schema: JsonSchema) => JsonSchema = (schema) => schema,
): SuiteTally {
  const files = new Map<string, string>();
  const assigned = new Map<string, { readonly group: SuiteGroup; readonly test: SuiteTest }>();
  const throws: string[] = [];
  for (const [index, group] of groups.entries()) {
    const file = `schema-${index}.ts`;
    try {
      const lines = typeText(typed(group.schema)).split("\n");
      for (const [count, test] of group.tests.entries()) {
        assigned.set(`${file}:${lines.push(`export const value_${count}: $Value = ${expressionOf(test.data)};`)}`, { group, test });
      }
      files.set(file, lines.join("\n"));
    } catch (error) {
      throws.push(`${group.file} ${group.description}: ${String(error)}`);
    }
  }
  const errors = typeErrors(files);
  const wronglyRejected: string[] = [];
  const taken = new Map<string, number>();
  const count = { valid: 0, invalid: 0, rejected: 0 };
  for (const [place, { group, test }] of assigned) {
    const error = errors.get(place);
    count[test.valid ? "valid" : "invalid"] += 1;
    if (!test.valid && error !== undefined) count.rejected += 1;
    else if (!test.valid) taken.set(group.file, (taken.get(group.file) ?? 0) + 1);
    else if (error !== undefined) wronglyRejected.push(`${group.file} ${group.description}, ${test.description}: ${error}`);
  }
  const broken = [...errors].filter(([place]) => !assigned.has(place)).map(([place, error]) => `${place} ${error}`);
  return { schemas: groups.length, throws, broken, wronglyRejected, taken, ...count };
}

/**
 * The type `$Value` of a schema, which is no name of a named type: the result of a tool that promises it, because a result, other than
 * arguments, may be anything. (Of an object with `content` or `result` alone it would be what is inside; there is none in the suites.)
 */
function typeText(schema: JsonSchema): string {
  const tool = { server: "suite", name: "give", description: "", inputSchema: {}, outputSchema: schema, annotations: {} };
  const declared = serverDeclaration(declareTools([tool]), { detail: "signature", openness: "exact" });
  return `${declared}\ntype $Value = ReturnType<typeof give> extends Promise<infer Result> ? Result : never;`;
}
