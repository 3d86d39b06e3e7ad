import type { CallToolResult } from "@modelcontextprotocol/client";
import { ToolError } from "../errors.ts";
import type { JsonSchema, Tool } from "./tool.ts";

/**
 * What a binding returns for a tool's answer. This module is the only one that knows the rules:
 *
 * 1. `isError` throws a {@link ToolError} with the tool's own text.
 * 2. `structuredContent` where there is one. Where the tool's output schema has the one property `content` or `result` and nothing else,
 *    that is a wrapper, and what is inside is returned.
 * 3. One text block: parsed where it is a JSON object or array, else the string.
 * 4. No block: `null`. Several blocks, images, audio, resources: the content blocks as they are.
 *
 * @throws ToolError `TOOL_FAILED`
 */
export function mapToolResult(tool: Pick<Tool, "server" | "name" | "outputSchema">, result: CallToolResult): unknown {
  const content = result.content ?? [];
  if (result.isError === true) {
    throw new ToolError("TOOL_FAILED", errorText(content, result.structuredContent), { server: tool.server, tool: tool.name, content });
  }
  const structured: unknown = result.structuredContent;
  if (structured !== undefined && structured !== null) {
    const wrapper = wrapperProperty(tool.outputSchema);
    if (wrapper !== undefined && typeof structured === "object" && Object.hasOwn(structured, wrapper)) {
      return (structured as Record<string, unknown>)[wrapper];
    }
    return structured;
  }
  if (content.length === 0) return null;
  const [only] = content;
  if (content.length === 1 && only?.type === "text") return parseText(only.text);
  return content;
}

/** The name of the one property, `content` or `result`, that makes an output schema a wrapper. */
export function wrapperProperty(outputSchema: JsonSchema | undefined): "content" | "result" | undefined {
  if (typeof outputSchema !== "object") return undefined;
  const { properties } = outputSchema;
  if (typeof properties !== "object" || properties === null) return undefined;
  const names = Object.keys(properties);
  return names.length === 1 && (names[0] === "content" || names[0] === "result") ? names[0] : undefined;
}

function parseText(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function errorText(content: NonNullable<CallToolResult["content"]>, structured: unknown): string {
  const text = content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
  if (text !== "") return text;
  return structured === undefined ? "The tool failed and gave no text." : JSON.stringify(structured);
}
