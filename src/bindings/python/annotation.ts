import { splitList } from "../../split-list.ts";

/**
 * What data of a Python type is in TypeScript, as JSON carries it; `any` for what no JSON is, and for what is too deep or not understood.
 * Python's types by PEP 484, 585, 586 and 604.
 */
export function annotationToTypeScript(annotation: string): string {
  return convert(annotation.trim(), 0);
}

function convert(text: string, depth: number): string {
  if (depth > MAX_DEPTH) return "any";
  const members = splitList(text, "|");
  if (members.length > 1) return union(members.map((each) => convert(each, depth + 1)));
  const quoted = /^(["'])([^"'\\]*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return convert(quoted.trim(), depth + 1);
  const plain = PLAIN.get(text.replace(MODULE, ""));
  if (plain !== undefined) return plain;
  const [, name = "", inner = ""] = /^([\w.]+)\[([\s\S]*)\]$/.exec(text) ?? [];
  const parts = splitList(inner, ",");
  const types = (): string[] => parts.map((each) => convert(each, depth + 1));
  switch (name.replace(MODULE, "")) {
    case "list":
    case "List":
    case "set":
    case "Set":
    case "frozenset":
    case "Sequence":
    case "Iterable":
      return `${wrap(types()[0] ?? "any")}[]`;
    case "dict":
    case "Dict":
    case "Mapping":
      return `Record<string, ${types()[1] ?? "any"}>`;
    case "tuple":
    case "Tuple":
      return parts[1] === "..." ? `${wrap(types()[0] ?? "any")}[]` : `[${types().join(", ")}]`;
    case "Optional":
      return union([types()[0] ?? "any", "null"]);
    case "Union":
      return union(types());
    case "Literal":
      return union(parts.map((each) => LITERALS.get(each) ?? (/^-?\d+$|^(["'])[^"'\\\n]*\1$/.test(each) ? each : "any")));
    case "Annotated":
    case "Final":
    case "ReadOnly":
    case "Required":
      return types()[0] ?? "any";
    default:
      return "any";
  }
}

const MAX_DEPTH = 20;
const MODULE = /^(?:typing|t|collections\.abc|abc)\./;
const LITERALS: ReadonlyMap<string, string> = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
]);
const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    None: "null",
    list: "any[]",
    tuple: "any[]",
    dict: "Record<string, any>",
    LiteralString: "string",
  }),
);

function union(types: readonly string[]): string {
  const unique = [...new Set(types)];
  return unique.includes("any") ? "any" : unique.join(" | ");
}

function wrap(type: string): string {
  return / \| /.test(type) ? `(${type})` : type;
}
