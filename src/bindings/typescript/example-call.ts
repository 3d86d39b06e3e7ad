import type { DeclaredTool } from "../declared-tool.ts";
import { exampleValue, type Json } from "../example-value.ts";
import { isObjectLike, takesEmptyObject } from "../parameter-model.ts";
import { fromSchema } from "../schema/from-schema.ts";
import { stringLiteral } from "../untrusted-text.ts";

/** A call of a tool's binding with what it needs: `await read_file({ path: "<path>" })`. */
export function exampleCall({ tool, identifier }: DeclaredTool): string {
  const input = fromSchema(tool.inputSchema);
  const bare = !isObjectLike(input.type) || takesEmptyObject(input.type, input);
  return `await ${identifier}(${bare ? "" : print(exampleValue(input))})`;
}

function print(value: Json): string {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([key, each]) => `${/^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__" ? key : stringLiteral(key)}: ${print(each)}`).join(", ")} }`;
}
