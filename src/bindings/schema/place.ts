import type { TypeModel } from "../type-model.ts";
import type { References, SchemaNode, Scope } from "./references.ts";

export type TypeName = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

export const ALL_TYPES: ReadonlySet<TypeName> = new Set<TypeName>(["object", "array", "string", "number", "boolean", "null"]);

/** What one conversion keeps over all schemas. */
export interface Walk {
  /** The type of one schema at its place. */
  readonly convert: (schema: unknown, place: Place) => TypeModel;
  readonly references: References;
  /** Whether keywords beside `$ref` are ignored (draft-07 and older, core 8.3). */
  readonly legacy: boolean;
  /** What references have led to, by the schema there. */
  readonly definitions: Map<SchemaNode, Definition>;
  /** Definitions that are still to be converted: a queue, so that a chain of references is no chain of calls. */
  readonly waiting: (() => void)[];
  readonly warnings: Set<string>;
  nodes: number;
}

/** A schema that a reference leads to. */
export interface Definition {
  /** Its name in the model until names are given. */
  readonly key: string;
  /** What the schema calls it. */
  readonly name: string;
  type: TypeModel;
}

/** Where a schema stands. */
export interface Place {
  readonly walk: Walk;
  readonly scope: Scope;
  readonly depth: number;
  /** The JSON types that schemas around it leave possible. */
  readonly allowed: ReadonlySet<TypeName>;
  /** Whether an object here only adds to one around it, which says what else may stand in it. */
  readonly part: boolean;
}

/** The place of a value inside another: an item or a property. */
export function within(place: Place): Place {
  return { ...place, depth: place.depth + 1, allowed: ALL_TYPES, part: false };
}
