import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ExecutorOptions } from "mcp-codemode";

export interface BenchOptions {
  /** What to run, in this order. @default all suites but `soak`, which takes many minutes */
  readonly suites: readonly string[];
  /** One JSON document instead of Markdown. */
  readonly json: boolean;
  /** Only the groups with these names. @default all */
  readonly only: readonly string[];
  /** With which results to compare, as a file or a folder; empty for those that are stored. @default no comparison */
  readonly compare: string | undefined;
  /** The folder whose schemas and values the group `suite` of `types` takes. @default our own, `bench/types/schema-suite` */
  readonly schemaSuite: string | undefined;
  /** The folder whose sets the suite `search` takes. @default our own, `bench/search/data` */
  readonly data: string | undefined;
  /** How many executions the suite `soak` runs. @default 20_000 */
  readonly executions: number;
  /** Only these of the folders in `bench/peers`. @default all */
  readonly peers: readonly string[];
  /** What every executor of the run is made with. @default the executor's own driver, and no outer wall because a machine may have none */
  readonly executor: Required<Pick<ExecutorOptions, "driver" | "outerWall">>;
}

/**
 * The command line.
 * @param suites what may be run; a word of theirs is never the path of `--compare`
 * @throws where there is a mistake in it
 */
export function parseOptions(args: readonly string[], suites: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({ args: withValueOfCompare(args, suites), options: known, allowPositionals: true });
  const unknown = positionals.find((each) => !suites.includes(each));
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}". Suites: ${suites.join(", ")}`);
  const executions = Number(values.executions);
  if (!Number.isSafeInteger(executions) || executions <= 0) throw new Error("--executions takes a positive whole number.");
  return {
    suites: positionals.length > 0 ? positionals : suites.filter((each) => each !== "soak"),
    json: values.json,
    only: values.only,
    compare: values.compare,
    schemaSuite: values.suite,
    data: values.data,
    executions,
    peers: values.peer,
    executor: {
      driver: oneOf("driver", values.driver, ["auto", "deno", "quickjs"] as const),
      outerWall: oneOf("outer-wall", values["outer-wall"], ["auto", "off"] as const),
    },
  };
}

/** Whether figures made with these options are those that are stored and shown. */
export function isStandard({ schemaSuite, data, executions, peers, executor }: BenchOptions): boolean {
  const standard = parseOptions([], []);
  return (
    schemaSuite === undefined &&
    data === undefined &&
    peers.length === 0 &&
    executions === standard.executions &&
    executor.driver === standard.executor.driver &&
    executor.outerWall === standard.executor.outerWall
  );
}

const known = {
  json: { type: "boolean", default: false },
  only: { type: "string", multiple: true, default: [] as string[] },
  compare: { type: "string" },
  suite: { type: "string" },
  data: { type: "string" },
  executions: { type: "string", default: "20000" },
  peer: { type: "string", multiple: true, default: [] as string[] },
  driver: { type: "string", default: "auto" },
  "outer-wall": { type: "string", default: "off" },
} as const;

/** `--compare` may stand alone, which `parseArgs` does not know of. */
function withValueOfCompare(args: readonly string[], suites: readonly string[]): string[] {
  const at = args.indexOf("--compare");
  if (at === -1) return [...args];
  const next = args[at + 1];
  const isPath = next !== undefined && !suites.includes(next) && existsSync(next);
  return [...args.slice(0, at), `--compare=${isPath ? next : ""}`, ...args.slice(at + (isPath ? 2 : 1))];
}

function oneOf<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`--${option} takes ${allowed.join(" or ")}, not "${value}".`);
  return found;
}
