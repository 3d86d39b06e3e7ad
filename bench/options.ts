import { parseArgs } from "node:util";
import type { ExecutorOptions } from "mcp-codemode";

export interface BenchOptions {
  readonly suite: string;
  /** One JSON document instead of a table. */
  readonly json: boolean;
  /** Only the groups of the suites `sandbox`, `types` and `search` with these names. @default all */
  readonly only: readonly string[];
  /** The folder whose schemas and values the group `suite` of `types` takes. @default our own, `bench/types/schema-suite` */
  readonly schemaSuite: string | undefined;
  /** The folder whose sets the suite `search` takes. @default our own, `bench/search/data` */
  readonly data: string | undefined;
  /** How many executions the suite `soak` runs. @default 20_000 */
  readonly executions: number;
  /** What every executor of the run is made with. @default the executor's own driver, and no outer wall because a machine may have none */
  readonly executor: Required<Pick<ExecutorOptions, "driver" | "outerWall">>;
}

/** The command line; a mistake in it ends the process with exit code 2. */
export function parseOptions(args: string[]): BenchOptions {
  try {
    const { values, positionals } = parseArgs({ args, options: known, allowPositionals: true });
    const executions = Number(values.executions);
    if (!Number.isSafeInteger(executions) || executions <= 0) throw new Error("--executions takes a positive whole number.");
    return {
      suite: positionals[0] ?? "sandbox",
      json: values.json,
      only: values.only,
      schemaSuite: values.suite,
      data: values.data,
      executions,
      executor: {
        driver: oneOf("driver", values.driver, ["auto", "deno", "quickjs"] as const),
        outerWall: oneOf("outer-wall", values["outer-wall"], ["auto", "off"] as const),
      },
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}

const known = {
  json: { type: "boolean", default: false },
  only: { type: "string", multiple: true, default: [] as string[] },
  suite: { type: "string" },
  data: { type: "string" },
  executions: { type: "string", default: "20000" },
  driver: { type: "string", default: "auto" },
  "outer-wall": { type: "string", default: "off" },
} as const;

function oneOf<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`--${option} takes ${allowed.join(" or ")}, not "${value}".`);
  return found;
}
