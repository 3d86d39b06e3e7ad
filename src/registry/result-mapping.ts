import type { CallToolResult } from "@modelcontextprotocol/client";
import { cutText } from "../answers/cut-text.ts";
import { ToolError } from "../errors.ts";
import { schemaProblem } from "../schema-problem.ts";
import type { TextKind } from "./result-observer.ts";
import type { JsonSchema, Tool } from "./tool.ts";

/** A tool's answer as the binding gives it. */
export interface MappedResult {
  readonly value: unknown;
  /** How it was read, where it came from one block of text. */
  readonly textKind?: TextKind;
  /** Why it is not as the tool promised, or not as it was before. */
  readonly warning?: string;
}

/**
 * What a binding returns for a tool's answer. This module is the only one that knows the rules:
 *
 * 1. `isError` throws a {@link ToolError} with the tool's own text.
 * 2. `structuredContent` where there is one. Where the tool's output schema has the one property `content` or `result` and nothing else,
 *    that is a wrapper, and what is inside is returned.
 * 3. One text block: parsed where it is a JSON object or array, else the string. Where an earlier result was read as `settled`, this one is
 *    too: a tool of texts gives texts even where one happens to be JSON.
 * 4. No block: `null`. Several blocks, images, audio, resources: the content blocks as they are.
 *
 * @throws ToolError `TOOL_FAILED`
 */
export function mapToolResult(
  tool: Pick<Tool, "server" | "name" | "outputSchema">,
  result: CallToolResult,
  settled?: TextKind,
): MappedResult {
  const content = result.content ?? [];
  if (result.isError === true) {
    throw new ToolError("TOOL_FAILED", errorText(content, result.structuredContent), { server: tool.server, tool: tool.name, content });
  }
  const structured: unknown = result.structuredContent;
  if (structured !== undefined && structured !== null) {
    const problem = tool.outputSchema === undefined ? undefined : schemaProblem(tool.outputSchema, structured, "result");
    const warning = problem === undefined ? {} : { warning: `The result does not fit the tool's output schema: ${problem}` };
    const wrapper = wrapperProperty(tool.outputSchema);
    const wrapped = wrapper !== undefined && typeof structured === "object" && Object.hasOwn(structured, wrapper);
    return { value: wrapped ? (structured as Record<string, unknown>)[wrapper] : structured, ...warning };
  }
  const missing = tool.outputSchema === undefined ? {} : { warning: "The tool has an output schema and gave no structured result." };
  if (content.length === 0) return { value: null, ...missing };
  const [only] = content;
  if (content.length === 1 && only?.type === "text") return { ...readText(only.text, settled), ...missing };
  return { value: content, ...missing };
}

/** The name of the one property, `content` or `result`, that makes an output schema a wrapper. */
export function wrapperProperty(outputSchema: JsonSchema | undefined): "content" | "result" | undefined {
  if (typeof outputSchema !== "object") return undefined;
  const { properties } = outputSchema;
  if (typeof properties !== "object" || properties === null) return undefined;
  const names = Object.keys(properties);
  return names.length === 1 && (names[0] === "content" || names[0] === "result") ? names[0] : undefined;
}

function readText(text: string, settled: TextKind | undefined): MappedResult {
  if (settled === "text") return { value: text, textKind: "text" };
  const first = text.trimStart()[0];
  if (first === "{" || first === "[") {
    try {
      return { value: JSON.parse(text) as unknown, textKind: "json" };
    } catch {
      // Text that begins like JSON.
    }
  }
  const warning = settled === "json" ? { warning: "The result is plain text, where the tool's results were JSON before." } : {};
  return { value: text, textKind: "text", ...warning };
}

function errorText(content: NonNullable<CallToolResult["content"]>, structured: unknown): string {
  const text = content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
  if (text !== "") return cutText(text, MAX_ERROR_CHARACTERS);
  return structured === undefined ? "The tool failed and gave no text." : cutText(JSON.stringify(structured), MAX_ERROR_CHARACTERS);
}

/** The whole text is in the content. */
const MAX_ERROR_CHARACTERS = 20_000;
