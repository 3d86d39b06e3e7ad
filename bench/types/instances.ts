import { Ajv2020 } from "ajv/dist/2020.js";
import { Ajv } from "ajv";
import { generateSync } from "json-schema-faker";
import type { JsonSchema } from "mcp-codemode";

/** Values for a schema, judged by a validator that has nothing to do with this package. */
export interface Instances {
  readonly valid: readonly unknown[];
  /** What a valid value becomes by one mistake, and is invalid then. */
  readonly invalid: readonly { readonly mistake: Mistake; readonly value: unknown }[];
}

export type Mistake = "missing required" | "wrong primitive" | "unknown property where closed";

/** What arguments can be: two valid values (one with every optional property, one with what chance gives) and up to three invalid ones for each of them. */
export function instancesOf(schema: JsonSchema): Instances {
  const isValid = validatorOf(schema);
  if (!isValid) return { valid: [], invalid: [] };
  const valid: unknown[] = [];
  for (let seed = 1; seed <= 8 && valid.length < 2; seed += 1) {
    const value = fake(schema, { seed, alwaysFakeOptionals: seed % 2 === 1 });
    if (isRecord(value) && isValid(value)) valid.push(value);
  }
  const invalid = valid.flatMap((value) => mistakes(schema, value)).filter(({ value }) => !isValid(value));
  return { valid, invalid };
}

function fake(schema: JsonSchema, options: { readonly seed: number; readonly alwaysFakeOptionals: boolean }): unknown {
  try {
    return generateSync(schema as Parameters<typeof generateSync>[0], options);
  } catch {
    return undefined;
  }
}

function validatorOf(schema: JsonSchema): ((value: unknown) => boolean) | undefined {
  const old = typeof schema === "object" && String(schema.$schema ?? "").includes("draft-07");
  const options = { strict: false, validateFormats: false, logger: false as const };
  try {
    const { $schema: _, ...rest } = typeof schema === "object" ? schema : { not: schema ? {} : true };
    const validate = (old ? new Ajv(options) : new Ajv2020(options)).compile(rest);
    return (value) => validate(value) === true;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mistakes(schema: JsonSchema, value: unknown): { readonly mistake: Mistake; readonly value: unknown }[] {
  if (typeof schema !== "object" || !isRecord(value)) return [];
  const required = Array.isArray(schema.required) ? schema.required.find((name) => Object.hasOwn(value, name as string)) : undefined;
  const simple = Object.entries(value).find(
    ([, each]) => typeof each === "string" || typeof each === "number" || typeof each === "boolean",
  );
  const found: { readonly mistake: Mistake; readonly value: unknown }[] = [];
  if (typeof required === "string") {
    found.push({ mistake: "missing required", value: Object.fromEntries(Object.entries(value).filter(([name]) => name !== required)) });
  }
  if (simple) found.push({ mistake: "wrong primitive", value: { ...value, [simple[0]]: typeof simple[1] === "string" ? 7 : "seven" } });
  if (schema.additionalProperties === false) found.push({ mistake: "unknown property where closed", value: { ...value, unheard_of: 1 } });
  return found;
}
