import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/** A tool of a set. */
export interface SetTool {
  readonly id: string;
  readonly name: string;
  /** Empty where the set knows no servers. */
  readonly server: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** What its server says of itself. */
  readonly about: string;
}

export interface SetQuery {
  readonly query: string;
  readonly relevant: readonly string[];
}

export interface SearchSet {
  readonly name: string;
  readonly tools: readonly SetTool[];
  readonly queries: readonly SetQuery[];
}

/**
 * The sets in a folder, or the one set that it is itself: each subfolder with queries, and behind it the same once more among the tools of the subfolders without queries,
 * where its tools have servers as those have.
 */
export function readSets(folder: string): SearchSet[] {
  const own = { name: basename(folder), tools: readTools(folder), queries: readQueries(folder) };
  if (own.queries.length > 0) return [own];
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const all = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, tools: readTools(join(folder, name)), queries: readQueries(join(folder, name)) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const pools = all.filter(({ queries }) => queries.length === 0);
  const sets = all.filter(({ queries }) => queries.length > 0);
  if (sets.length === 0) throw new Error(`There is no set in ${folder}: a set is a folder with tools.jsonl and queries.jsonl.`);
  return sets.flatMap((set) => {
    if (!set.tools.every(({ server }) => server !== "")) return [set];
    return [set, ...pools.map((pool) => ({ ...set, name: `${set.name} + ${pool.name}`, tools: [...set.tools, ...pool.tools] }))];
  });
}

/** The tools of one folder. */
export function readTools(folder: string): SetTool[] {
  return readLines(join(folder, "tools.jsonl")).map((line) => ({
    id: String(line.id),
    name: String(line.name),
    server: text(line.server),
    description: text(line.description),
    schema: typeof line.schema === "object" && line.schema !== null ? (line.schema as SetTool["schema"]) : {},
    about: text(line.serverDescription ?? line.category),
  }));
}

function readQueries(folder: string): SetQuery[] {
  return readLines(join(folder, "queries.jsonl")).map((line) => ({
    query: String(line.query),
    relevant: line.relevant as readonly string[],
  }));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The objects of a file of lines, or of the same file compressed; none where neither is there. */
function readLines(file: string): Record<string, unknown>[] {
  const compressed = `${file}.br`;
  const content = existsSync(file)
    ? readFileSync(file, "utf8")
    : existsSync(compressed)
      ? brotliDecompressSync(readFileSync(compressed)).toString()
      : "";
  return content
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
