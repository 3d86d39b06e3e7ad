import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { Tool } from "./tool.ts";

/**
 * The SHA-256, in hex, of what a tool is: name, description, schemas and annotations, in a form in which the order of keys makes no
 * difference (RFC 8785). Equal hashes mean that nothing has changed for those who call it.
 */
export function definitionHash(tool: Tool): string {
  let hash = hashes.get(tool);
  if (hash === undefined) {
    const { name, title, description, inputSchema, outputSchema, annotations } = tool;
    hash = createHash("sha256").update(canonicalJson({ name, title, description, inputSchema, outputSchema, annotations })).digest("hex");
    hashes.set(tool, hash);
  }
  return hash;
}

const hashes = new WeakMap<Tool, string>();
