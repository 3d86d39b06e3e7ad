import type { JsonSchema } from "../../registry/tool.ts";

/** A schema as an object, or what is none. */
export type SchemaNode = Readonly<Record<string, unknown>>;

export function isSchemaNode(value: unknown): value is SchemaNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where a reference leads, inside one document. Nothing is ever fetched. */
export interface References {
  /**
   * The schema that `reference` names, seen from a schema in `scope`; `undefined` where it is not in the document.
   * Resolution: JSON Schema 2020-12 core, 8.2 (`$id`, `$anchor`, `$ref`) and RFC 6901 (pointers).
   */
  resolve(reference: string, scope: Scope): Target | undefined;
  readonly root: Scope;
  /** The scope inside `node`, which has one of its own where it has an `$id`. */
  enter(node: SchemaNode, scope: Scope): Scope;
}

/** The resource that a schema belongs to: its root and its absolute address. */
export interface Scope {
  readonly resource: unknown;
  readonly address: string;
}

export interface Target {
  readonly schema: unknown;
  readonly scope: Scope;
  /** The last part of the reference, as a proposal for a name. */
  readonly name: string;
}

export function createReferences(document: JsonSchema): References {
  const root: Scope = { resource: document, address: resolveAddress(isSchemaNode(document) ? document.$id : undefined, BASE) ?? BASE };
  let index: ReadonlyMap<string, Scope & { readonly schema: unknown }> | undefined;

  function enter(node: SchemaNode, scope: Scope): Scope {
    if (node === scope.resource || typeof node.$id !== "string" || node.$id.startsWith("#")) return scope;
    const address = resolveAddress(node.$id, scope.address);
    return address === undefined ? scope : { resource: node, address };
  }

  function resolve(reference: string, scope: Scope): Target | undefined {
    const [path = "", fragment = ""] = splitFragment(reference);
    let found: Scope = scope;
    if (path !== "") {
      const address = resolveAddress(path, scope.address);
      index ??= indexAddresses(root, enter);
      const named = address === undefined ? undefined : index.get(address);
      if (!named) return undefined;
      found = named;
    }
    if (fragment === "") return { schema: found.resource, scope: found, name: lastPart(path) };
    if (fragment.startsWith("/")) return followPointer(fragment, found, enter);
    index ??= indexAddresses(root, enter);
    const anchored = index.get(`${found.address}#${fragment}`);
    return anchored && { schema: anchored.schema, scope: anchored, name: fragment };
  }

  return { root, enter, resolve };
}

const BASE = "schema:/root";

function splitFragment(reference: string): [string, string] {
  const at = reference.indexOf("#");
  return at === -1 ? [reference, ""] : [reference.slice(0, at), decode(reference.slice(at + 1))];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function resolveAddress(reference: unknown, base: string): string | undefined {
  if (typeof reference !== "string" || !URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  url.hash = "";
  return url.href;
}

function followPointer(pointer: string, from: Scope, enter: References["enter"]): Target | undefined {
  let schema: unknown = from.resource;
  let scope = from;
  let name = "";
  for (const escaped of pointer.split("/").slice(1)) {
    name = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof schema !== "object" || schema === null || !Object.hasOwn(schema, name)) return undefined;
    schema = (schema as Record<string, unknown>)[name];
    if (isSchemaNode(schema)) scope = enter(schema, scope);
  }
  return { schema, scope, name };
}

/** Every resource by its address and every anchor by its address and name; the first of a name stays. */
function indexAddresses(root: Scope, enter: References["enter"]): ReadonlyMap<string, Scope & { readonly schema: unknown }> {
  const index = new Map<string, Scope & { readonly schema: unknown }>();
  const add = (address: string, scope: Scope, schema: unknown): void => {
    if (!index.has(address)) index.set(address, { ...scope, schema });
  };
  const waiting: [unknown, Scope][] = [[root.resource, root]];
  // Grows while it is walked.
  for (const [node, outer] of waiting) {
    if (waiting.length > MAX_INDEXED) break;
    if (typeof node !== "object" || node === null) continue;
    let scope = outer;
    if (isSchemaNode(node)) {
      scope = enter(node, outer);
      if (scope.resource === node) add(scope.address, scope, node);
      for (const keyword of ["$anchor", "$dynamicAnchor"]) {
        if (typeof node[keyword] === "string") add(`${scope.address}#${node[keyword]}`, scope, node);
      }
      // Before 2019-09 an anchor was an `$id` that is a fragment.
      if (typeof node.$id === "string" && node.$id.startsWith("#")) add(`${scope.address}${node.$id}`, scope, node);
    }
    for (const [keyword, inner] of Object.entries(node)) if (!DATA_KEYWORDS.has(keyword)) waiting.push([inner, scope]);
  }
  return index;
}

/** What stands under these is data and not schemas. */
const DATA_KEYWORDS = new Set(["const", "enum", "default", "examples", "example"]);
const MAX_INDEXED = 50_000;

function lastPart(path: string): string {
  return path.split("/").findLast((part) => part !== "") ?? "";
}
