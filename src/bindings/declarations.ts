import type { JsonSchema, Tool } from "../registry/tool.ts";
import { assignIdentifiers } from "./names.ts";
import { schemaToType } from "./schema-to-type.ts";
import { commentLines, docComment } from "./untrusted-text.ts";

/** The TypeScript declaration of a tool's binding, with its description and its parameters' docs. */
export function toolDeclaration(tool: Tool, identifier: string): string {
  const lines = commentLines(tool.description.trim());
  if (identifier !== tool.name) lines.push(`The tool's own name: ${commentLines(tool.name, 200).join(" ")}`);
  const result = schemaToType(resultSchema(tool.outputSchema));
  return `${docComment(lines, "")}export declare function ${identifier}(${parameter(tool, schemaToType(tool.inputSchema))}): Promise<${result}>;\n`;
}

/** A tool's binding in one line, without docs: `read_file({ path: string }): Promise<string>`. */
export function signature(tool: Tool, identifier: string): string {
  const options = { docs: false };
  return `${identifier}(${parameter(tool, schemaToType(tool.inputSchema, options))}): Promise<${schemaToType(resultSchema(tool.outputSchema), options)}>`;
}

/** The text of the module `generated/servers/<server>`. */
export function serverDeclaration(tools: readonly Tool[]): string {
  const identifiers = assignIdentifiers(tools.map(({ name }) => name));
  return `${tools.map((tool) => toolDeclaration(tool, identifiers.get(tool.name) as string)).join("\n")}\nexport {};\n`;
}

function parameter({ inputSchema }: Tool, type: string): string {
  const needed = typeof inputSchema === "object" && Array.isArray(inputSchema.required) && inputSchema.required.length > 0;
  return `args${needed ? "" : "?"}: ${type === "unknown" || type === "never" ? "Record<string, unknown>" : type}`;
}

/** What a binding gives by the result rules: what is inside an output schema that is a mere wrapper, else the whole. */
function resultSchema(outputSchema: JsonSchema | undefined): JsonSchema | undefined {
  if (typeof outputSchema !== "object") return outputSchema;
  const properties = outputSchema.properties;
  const entries = typeof properties === "object" && properties !== null ? Object.entries(properties) : [];
  const [only] = entries;
  if (entries.length !== 1 || !only || (only[0] !== "content" && only[0] !== "result")) return outputSchema;
  // The definitions that its references name stay in reach.
  const { $defs, definitions } = outputSchema;
  const inner: unknown = only[1];
  if (typeof inner !== "object" || inner === null) return inner as JsonSchema;
  return { ...($defs === undefined ? {} : { $defs }), ...(definitions === undefined ? {} : { definitions }), ...inner };
}
