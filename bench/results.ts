import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machine.ts";
import { inPackage } from "./paths.ts";
import type { Item } from "./report.ts";

/** What a group gave, where and when. */
export interface Result {
  readonly suite: string;
  readonly group: string;
  /** Of its beginning, as ISO 8601 has it. */
  readonly date: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly items: readonly Item[];
}

export const resultsFolder = inPackage("bench/results");

/** A failure of a subject is a finding; any other means that the group is not whole. */
export function isWhole({ items }: Result): boolean {
  return !items.some((item) => item.kind === "failed" && item.subject === undefined);
}

export function writeResult(result: Result): void {
  mkdirSync(join(resultsFolder, result.suite), { recursive: true });
  writeFileSync(join(resultsFolder, result.suite, `${result.group}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/**
 * Results out of a folder of `<suite>/<group>.json`, out of one of these files, or out of what `--json` printed.
 * @throws where the path is not there or is no JSON
 */
export function readResults(path: string = resultsFolder): Result[] {
  if (path === resultsFolder && !existsSync(path)) return [];
  if (!statSync(path).isDirectory()) {
    const document = JSON.parse(readFileSync(path, "utf8")) as Result | { readonly results: readonly Result[] };
    return "results" in document ? [...document.results] : [document];
  }
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  return files.toSorted().flatMap((file) => readResults(join(path, file)));
}
