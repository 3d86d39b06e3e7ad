import type { DeclaredTool } from "../declared-tool.ts";
import { toolDocLines, type Detail } from "../doc-lines.ts";
import { isObjectLike, takesEmptyObject } from "../parameter-model.ts";
import { resultModel } from "../result-model.ts";
import { fromSchema } from "../schema/from-schema.ts";
import { docComment, stringLiteral } from "../untrusted-text.ts";
import type { PrintOptions } from "./print-type.ts";
import { createTypeScope, type TypeScope } from "./type-scope.ts";

/** The TypeScript declaration of a tool's binding, with the named types that it needs before it. */
export function toolDeclaration(declared: DeclaredTool, options: PrintOptions = {}): string {
  const scope = createTypeScope(options);
  const text = declareFunction(declared, scope, options.detail ?? "docs");
  return [...scope.declarations, text].join("");
}

/** A tool's binding in one line: `read_file(args: { path: string }): Promise<string>`, with the named types that it needs behind it. */
export function signature(declared: DeclaredTool): string {
  const scope = createTypeScope({ detail: "signature" });
  const text = printSignature(signatureParts(declared, scope));
  return [text, ...scope.declarations.map((each) => each.trimEnd())].join("; ");
}

/** The text of the module `generated/servers/<server>`, as a `.d.ts` file. */
export function serverDeclaration(tools: readonly DeclaredTool[], options: PrintOptions = {}): string {
  const scope = createTypeScope(options);
  const functions = tools.map((tool) => declareFunction(tool, scope, options.detail ?? "docs"));
  return `${[...scope.declarations, ...functions].join("\n")}\nexport {};\n`;
}

/** The text of a module with one tool's binding as a function that runs: it calls `callTool`, which the module imports. */
export function moduleOfTool(declared: DeclaredTool): string {
  const { server, name } = declared.tool;
  const scope = createTypeScope({ detail: "full" });
  const parts = signatureParts(declared, scope);
  const call = `callTool(${stringLiteral(server)}, ${stringLiteral(name)}, args) as ${parts.result}`;
  const text = `${docsOf(declared, "full")}export function ${printSignature(parts)} {\n  return ${call};\n}\n`;
  return [...scope.declarations, text].join("\n");
}

function declareFunction(declared: DeclaredTool, scope: TypeScope, detail: Detail): string {
  return `${docsOf(declared, detail)}export declare function ${printSignature(signatureParts(declared, scope))};\n`;
}

function docsOf(declared: DeclaredTool, detail: Detail): string {
  return detail === "signature" ? "" : docComment(toolDocLines(declared), "");
}

interface SignatureParts {
  readonly identifier: string;
  readonly parameter: string;
  readonly result: string;
}

function signatureParts({ tool, identifier, observed }: DeclaredTool, scope: TypeScope): SignatureParts {
  const input = fromSchema(tool.inputSchema);
  const type = isObjectLike(input.type) ? scope.print(input) : "Record<string, unknown>";
  const optional = takesEmptyObject(input.type, input) ? "?" : "";
  return { identifier, parameter: `args${optional}: ${type}`, result: `Promise<${scope.print(resultModel(tool, observed))}>` };
}

function printSignature({ identifier, parameter, result }: SignatureParts): string {
  return `${identifier}(${parameter}): ${result}`;
}
