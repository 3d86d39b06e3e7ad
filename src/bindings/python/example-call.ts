import type { DeclaredTool } from "../declared-tool.ts";
import { exampleValue, type Json } from "../example-value.ts";
import { isObjectLike, takesEmptyObject } from "../parameter-model.ts";
import { fromSchema } from "../schema/from-schema.ts";
import { isFieldName, pythonString } from "./python-text.ts";

/** A call of a tool's binding with what it needs: `await read_file(path="<path>")`. */
export function exampleCall({ tool, identifier }: DeclaredTool): string {
  const input = fromSchema(tool.inputSchema);
  if (!isObjectLike(input.type) || takesEmptyObject(input.type, input)) return `await ${identifier}()`;
  const value = exampleValue(input);
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const keywords = entries.every(([key]) => isFieldName(key));
  return `await ${identifier}(${keywords ? entries.map(([key, each]) => `${key}=${print(each)}`).join(", ") : print(value)})`;
}

function print(value: Json): string {
  if (typeof value === "string") return pythonString(value);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  return `{${Object.entries(value as Readonly<Record<string, Json>>)
    .map(([key, each]) => `${pythonString(key)}: ${print(each)}`)
    .join(", ")}}`;
}
