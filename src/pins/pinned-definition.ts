import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { JsonSchema, Tool } from "../registry/tool.ts";

/** What of a tool has a meaning for those who call it, in one form: all that may not change behind their back. */
export interface PinnedDefinition {
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema | undefined;
  /** The hints alone. */
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** Titles, icons, `_meta` and the like are left out, white space counts as one blank, and what has no order has always the same. */
export function pinnedDefinition({ description, inputSchema, outputSchema, annotations }: Tool): PinnedDefinition {
  const { title: _, ...hints } = annotations;
  return {
    description: description.replaceAll(/[ \t\r\n]+/g, " ").trim(),
    inputSchema: ordered(inputSchema) as JsonSchema,
    ...(outputSchema === undefined ? {} : { outputSchema: ordered(outputSchema) as JsonSchema }),
    annotations: hints,
  };
}

/** SHA-256 of the canonical JSON (RFC 8785), in hex. */
export function pinHash(definition: PinnedDefinition): string {
  return createHash("sha256").update(canonicalJson(definition)).digest("hex");
}

/** A schema with the lists sorted that are sets, and without the name of its dialect (JSON Schema 2020-12, sections 6.1, 6.5.3, 10.2.1). */
function ordered(schema: unknown, key = ""): unknown {
  if (Array.isArray(schema)) {
    const entries = schema.map((entry) => ordered(entry));
    return SETS.has(key)
      ? entries
          .map((entry) => [canonicalJson(entry), entry] as const)
          .toSorted(byText)
          .map(([, entry]) => entry)
      : entries;
  }
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(([name, value]) => !(name === "$schema" && typeof value === "string"));
  // What is data stays as it is.
  return Object.fromEntries(entries.map(([name, value]) => [name, DATA.has(name) && !NAMED.has(key) ? value : ordered(value, name)]));
}

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const SETS: ReadonlySet<string> = new Set(["required", "enum", "type", "anyOf", "oneOf", "allOf"]);
const DATA: ReadonlySet<string> = new Set(["default", "const", "examples"]);
/** Under these, names are those of properties and of nothing else. */
const NAMED: ReadonlySet<string> = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);
