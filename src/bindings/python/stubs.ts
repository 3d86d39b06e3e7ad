import { isObjectLike, takesEmptyObject } from "../parameter-model.ts";
import { resultModel } from "../result-model.ts";
import { fromSchema } from "../schema/from-schema.ts";
import { toolDocLines, type Detail } from "../doc-lines.ts";
import type { DeclaredTool } from "../declared-tool.ts";
import { docstring } from "./python-text.ts";
import { createPythonTypes, type PythonTypes } from "./type-scope.ts";

/** The text of the module `generated.servers.<server>`, as a `.pyi` file: `async` functions that take one dict or keywords. */
export function serverStub(tools: readonly DeclaredTool[], detail: Detail = "docs"): string {
  const functions = new Set(tools.map(({ identifier }) => identifier));
  // A tool that is called `list` must not change what `list[str]` means.
  const word = (name: string): string => (functions.has(name) ? `_${name}` : name);
  const types = createPythonTypes(detail, new Set([...functions, ...TYPING, ...BUILTINS]), word);
  const texts = tools.map((tool) => stub(tool, types, detail, word));
  const typing = TYPING.map((name) => (functions.has(name) ? `${name} as _${name}` : name));
  const builtins = BUILTINS.filter((name) => functions.has(name)).map((name) => `${name} as _${name}`);
  const imports = `from typing import ${typing.join(", ")}\n${builtins.length === 0 ? "" : `from builtins import ${builtins.join(", ")}\n`}`;
  return [imports, ...types.declarations, ...texts].join("\n");
}

/** One tool's function, with the classes that it needs, for who reads it alone. */
export function toolStub(tool: DeclaredTool, detail: Detail = "docs"): string {
  const word = (name: string): string => name;
  const types = createPythonTypes(detail, new Set([tool.identifier, ...TYPING, ...BUILTINS]), word);
  const text = stub(tool, types, detail, word);
  return [...types.declarations, text].join("\n");
}

const TYPING = ["Any", "Literal", "Never", "NotRequired", "TypedDict", "Unpack", "overload"];
const BUILTINS = ["bool", "dict", "float", "int", "list", "str"];

function stub(declared: DeclaredTool, types: PythonTypes, detail: Detail, word: (name: string) => string): string {
  const { tool, identifier, observed } = declared;
  const input = fromSchema(tool.inputSchema);
  const result = types.annotate(resultModel(tool, observed), `${identifier} result`);
  const anything = `${word("dict")}[${word("str")}, ${word("Any")}]`;
  const args = isObjectLike(input.type) ? types.annotate(input, `${identifier} args`) : anything;
  const keywords = /^\w+$/u.test(args) ? `${word("Unpack")}[${args}]` : word("Any");
  const optional = takesEmptyObject(input.type, input) ? " = ..." : "";
  const docs = detail === "signature" ? "" : docstring(toolDocLines(declared), "    ");
  return [
    `@${word("overload")}\nasync def ${identifier}(args: ${args}${optional}, /) -> ${result}:${docs === "" ? " ..." : `\n${docs}    ...`}\n`,
    `@${word("overload")}\nasync def ${identifier}(**args: ${keywords}) -> ${result}: ...\n`,
  ].join("");
}
