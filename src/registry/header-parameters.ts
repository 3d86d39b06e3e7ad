/**
 * Whether a tool's parameters that go as HTTP headers, too (`x-mcp-header`, MCP 2026-07-28, Streamable HTTP), are declared as the protocol
 * wants it: with a name that is a token (RFC 9110, section 5.6.2), each name once in any case, and only at texts, whole numbers and booleans
 * that are reached by `properties` alone. Clients over HTTP must not use a tool of which that is not true.
 */
export function areHeaderParametersRight(inputSchema: unknown): boolean {
  return isRight(inputSchema, { names: new Set(), isParameter: false, isReached: true });
}

interface Place {
  /** Names so far, in lower case. */
  readonly names: Set<string>;
  readonly isParameter: boolean;
  /** Whether `properties` alone lead here. */
  readonly isReached: boolean;
}

function isRight(schema: unknown, { names, isParameter, isReached }: Place): boolean {
  if (Array.isArray(schema)) return schema.every((each) => isRight(each, { names, isParameter: false, isReached: false }));
  if (typeof schema !== "object" || schema === null) return true;
  const { [KEY]: header, properties, type, ...others } = schema as Readonly<Record<string, unknown>>;
  if (header !== undefined) {
    if (!isParameter || !isReached || typeof header !== "string" || !TOKEN.test(header) || !TYPES.has(type)) return false;
    const name = header.toLowerCase();
    if (names.has(name)) return false;
    names.add(name);
  }
  const parameters = typeof properties === "object" && properties !== null ? Object.values(properties) : [];
  if (!parameters.every((each) => isRight(each, { names, isParameter: true, isReached }))) return false;
  return Object.entries(others).every(([key, each]) => DATA.has(key) || isRight(each, { names, isParameter: false, isReached: false }));
}

const KEY = "x-mcp-header";
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: ReadonlySet<unknown> = new Set(["string", "integer", "boolean"]);
/** What holds values, not schemas. */
const DATA: ReadonlySet<string> = new Set(["const", "default", "enum", "examples", "required"]);
