import type { DeclaredTool } from "./declared-tool.ts";
import type { Docs } from "./type-model.ts";
import { commentLines } from "./untrusted-text.ts";

/** How much a printed binding says: one line; with descriptions and defaults; everything. */
export type Detail = "signature" | "docs" | "full";

/** The lines of a tool's doc comment. */
export function toolDocLines({ tool, identifier, observed }: DeclaredTool): string[] {
  const lines = commentLines(tool.description.trim());
  if (identifier !== tool.name) lines.push(`The tool's own name: ${commentLines(JSON.stringify(tool.name), 200).join(" ")}`);
  // No figure, so that the text stays as long as the type does.
  if (observed) lines.push("The result's type was observed in earlier results; the tool promises none.");
  return lines;
}

/** The lines of a property's doc comment; none where there is nothing to say. */
export function docLines(docs: Docs, detail: Detail): string[] {
  if (detail === "signature") return [];
  const lines: string[] = [];
  if (docs.description !== undefined) lines.push(oneLine(docs.description, detail === "full" ? 4_000 : 1_000));
  if (docs.deprecated) lines.push("@deprecated");
  if (docs.default !== undefined) lines.push(`@default ${valueText(docs.default)}`);
  if (detail === "full") {
    for (const [keyword, value] of docs.constraints ?? []) lines.push(`@${keyword} ${valueText(value)}`);
    for (const example of docs.examples ?? []) lines.push(`@example ${valueText(example)}`);
  }
  // One line costs a model fewer tokens; editors want a tag at the start of a line.
  return detail === "full" || lines.length === 0 ? lines : [lines.join(" ")];
}

function oneLine(text: string, maxCharacters: number): string {
  return commentLines(text.trim().replaceAll(/\s+/g, " "), maxCharacters).join(" ");
}

function valueText(value: unknown): string {
  return oneLine(typeof value === "string" ? value : (JSON.stringify(value) ?? ""), 200);
}
