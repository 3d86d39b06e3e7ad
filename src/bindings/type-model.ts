/**
 * What a JSON Schema says about a value, in the terms that TypeScript and Python types share. Printed by `typescript/` and `python/`, made by
 * `schema/from-schema.ts` and from observed results.
 */
export type TypeModel =
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "primitive"; readonly name: PrimitiveName }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "array"; readonly items: TypeModel }
  | { readonly kind: "tuple"; readonly items: readonly TypeModel[]; readonly required: number; readonly rest?: TypeModel }
  | ObjectModel
  | { readonly kind: "union"; readonly members: readonly TypeModel[] }
  | { readonly kind: "intersection"; readonly members: readonly TypeModel[] }
  /** One of the named types beside it. */
  | { readonly kind: "reference"; readonly name: string };

export type PrimitiveName = "string" | "number" | "integer" | "boolean" | "null";

export interface ObjectModel {
  readonly kind: "object";
  readonly properties: readonly PropertyModel[];
  /**
   * What may stand beside the named properties: a type (`additionalProperties` or `patternProperties`), `open` where the schema does not
   * say and anything may, `closed` where nothing may, `part` where another member of the same intersection decides.
   */
  readonly extra: TypeModel | "open" | "closed" | "part";
}

export interface PropertyModel {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeModel;
  readonly docs: Docs;
}

/** What a schema says to readers. All of it is untrusted text. */
export interface Docs {
  readonly description?: string;
  readonly default?: unknown;
  /** Constraints that no type expresses, as `keyword` and value: `format`, `pattern`, `minimum` ... */
  readonly constraints?: readonly (readonly [string, unknown])[];
  readonly examples?: readonly unknown[];
  readonly deprecated?: boolean;
}

/** A type with the named types that it refers to. */
export interface TypeModelWithNames {
  readonly type: TypeModel;
  readonly named: ReadonlyMap<string, TypeModel>;
  /** What could not be told, and is `unknown` instead. */
  readonly warnings: readonly string[];
}

export const unknownType: TypeModel = { kind: "unknown" };
export const neverType: TypeModel = { kind: "never" };
export const nullType: TypeModel = { kind: "primitive", name: "null" };
