import type { DeclaredTool } from "../declared-tool.ts";
import { isObjectLike } from "../parameter-model.ts";
import { resultModel } from "../result-model.ts";
import { fromSchema } from "../schema/from-schema.ts";
import { isFieldName } from "./python-text.ts";
import { createPythonTypes } from "./type-scope.ts";

/**
 * A tool's binding in one line, as it is called with keywords: `read_file(path: str, head: float = ...) -> str`, with the types that it
 * needs behind it; with one dict where an argument's name can't be a keyword.
 */
export function callSignature({ tool, identifier, observed }: DeclaredTool): string {
  const types = createPythonTypes("signature", new Set([identifier]), (name) => name);
  const input = fromSchema(tool.inputSchema);
  const { type } = input;
  let parameters: string;
  if (type.kind === "object" && input.named.size === 0 && type.properties.every(({ name }) => isFieldName(name))) {
    const named = type.properties.map(({ name, optional, type: each }) => {
      const text = types.annotate({ ...input, type: each }, name);
      return `${name}: ${text}${optional ? " = ..." : ""}`;
    });
    parameters = [...named, ...(typeof type.extra === "object" || type.properties.length === 0 ? ["**args: Any"] : [])].join(", ");
    if (type.properties.length === 0 && type.extra === "closed") parameters = "";
  } else parameters = `args: ${isObjectLike(type) ? types.annotate(input, `${identifier} args`) : "dict[str, Any]"}`;
  const result = types.annotate(resultModel(tool, observed), `${identifier} result`);
  const line = `${identifier}(${parameters}) -> ${result}`;
  return [line, ...types.declarations.map(inOneLine)].join("; ");
}

/** A class of fields as the dict that it is: `class Edit(TypedDict): old: str, new: str`. */
function inOneLine(declaration: string): string {
  return declaration
    .trim()
    .replace(/:\n\s+/, ": ")
    .replaceAll(/\n\s+/g, ", ");
}
