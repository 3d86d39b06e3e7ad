import { isSpecType, type ContentBlock } from "@modelcontextprotocol/client";

/**
 * What a program shows, as content blocks of MCP: blocks that are as the protocol has them go as they are, anything else as the text of its
 * JSON. The guest makes right ones; a hostile one may send whatever it likes.
 */
export function toContentBlocks(shown: readonly unknown[]): ContentBlock[] {
  return shown.map((block) => (isContentBlock(block) ? block : { type: "text", text: JSON.stringify(block) ?? "null" }));
}

/** Whether a value is a content block of MCP, with Base64 where Base64 must be. */
export function isContentBlock(value: unknown): value is ContentBlock {
  if (!isSpecType.ContentBlock(value)) return false;
  if (value.type === "image" || value.type === "audio") return isBase64(value.data);
  return value.type !== "resource" || !("blob" in value.resource) || isBase64(value.resource.blob);
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
