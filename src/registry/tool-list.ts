import type { Client, RequestOptions } from "@modelcontextprotocol/client";
import { z } from "zod";
import { isDeeperThan, MAX_DEPTH } from "./depth.ts";
import { listAll } from "./pages.ts";
import type { JsonSchema, Tool, ToolAnnotations } from "./tool.ts";

/**
 * Every tool of a server, also one whose input schema lacks `type: "object"`. A tool without a usable name is left out, and one with a schema that is nested more
 * deeply than recursions can follow; of two with one name the first stays.
 */
export async function listAllTools(client: Client, server: string, options: RequestOptions): Promise<Tool[]> {
  const tools = new Map<string, Tool>();
  for (const entry of await listAll(client, "tools/list", options)) {
    const tool = toTool(server, entry);
    if (tool && !tools.has(tool.name)) tools.set(tool.name, tool);
  }
  return [...tools.values()];
}

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const schema = z
  .union([z.record(z.string(), z.unknown()), z.boolean()])
  .optional()
  .catch(undefined);
const lenientTool = z.looseObject({
  name: z.string().min(1).max(1_000),
  title: text,
  description: text,
  inputSchema: schema,
  outputSchema: schema,
  annotations: z
    .object({ title: text, readOnlyHint: flag, destructiveHint: flag, idempotentHint: flag, openWorldHint: flag })
    .optional()
    .catch(undefined),
});

function toTool(server: string, entry: unknown): Tool | undefined {
  const parsed = lenientTool.safeParse(entry);
  if (!parsed.success) return undefined;
  const { name, title, description, inputSchema, outputSchema, annotations, ...more } = parsed.data;
  if (isDeeperThan(MAX_DEPTH, [inputSchema, outputSchema])) return undefined;
  return {
    server,
    name,
    ...(title === undefined ? {} : { title }),
    description: description ?? "",
    inputSchema: (inputSchema ?? {}) as JsonSchema,
    ...(outputSchema === undefined ? {} : { outputSchema: outputSchema as JsonSchema }),
    annotations: withoutUndefined(annotations ?? {}),
    ...(Object.keys(more).length === 0 || isDeeperThan(MAX_DEPTH, [more]) ? {} : { more }),
  };
}

function withoutUndefined(annotations: object): ToolAnnotations {
  return Object.fromEntries(Object.entries(annotations).filter(([, value]) => value !== undefined));
}
