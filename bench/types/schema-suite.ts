import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonSchema } from "mcp-codemode";
import { inPackage } from "../paths.ts";

/** A schema with values and whether they are valid against it: the format of the JSON-Schema-Test-Suite, one file per family of keywords. */
export interface SuiteGroup {
  readonly file: string;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly tests: readonly SuiteTest[];
}

export interface SuiteTest {
  readonly description: string;
  readonly data: unknown;
  readonly valid: boolean;
}

/**
 * The groups of all files of a folder, without those in folders below it.
 * @param folder @default our own suite, written from JSON Schema 2020-12 (core and validation)
 */
export function readSchemaSuite(folder: string = inPackage("bench/types/schema-suite")): SuiteGroup[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  if (files.length === 0) throw new Error(`There are no .json files in ${folder}.`);
  return files.toSorted().flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(folder, file), "utf8")) as Omit<SuiteGroup, "file">[];
    return groups.map((group) => ({ ...group, file }));
  });
}
