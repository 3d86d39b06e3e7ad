import { z } from "zod";
/**
 * Every page of a server's `tools/list`, read leniently: the SDK rejects a whole list for one tool whose input schema lacks
 * `type: "object"`, which real servers have. A tool without a usable name is left out; of two with one name the first stays.
 */
export async function listAllTools(client, server, options) {
  const tools = new Map();
  const cursors = new Set();
  let cursor;
  do {
    const page = await client.request({ method: "tools/list", params: cursor === undefined ? {} : { cursor } }, lenientPage, options);
    for (const entry of page.tools) {
      const tool = toTool(server, entry);
      if (tool && !tools.has(tool.name)) tools.set(tool.name, tool);
    }
    cursor = page.nextCursor ?? undefined;
    // A server that hands out the same cursor again would be asked for ever.
    if (cursor === undefined || cursors.has(cursor)) break;
    cursors.add(cursor);
  } while (cursors.size < MAX_PAGES);
  return [...tools.values()];
}
const MAX_PAGES = 1_000;
const lenientPage = z.looseObject({
  tools: z.array(z.unknown()),
  nextCursor: z.string().nullish(),
});
const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const schema = z
  .union([z.record(z.string(), z.unknown()), z.boolean()])
  .optional()
  .catch(undefined);
const lenientTool = z.object({
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
function toTool(server, entry) {
  const parsed = lenientTool.safeParse(entry);
  if (!parsed.success) return undefined;
  const { name, title, description, inputSchema, outputSchema, annotations } = parsed.data;
  return {
    server,
    name,
    ...(title === undefined ? {} : { title }),
    description: description ?? "",
    inputSchema: inputSchema ?? {},
    ...(outputSchema === undefined ? {} : { outputSchema: outputSchema }),
    annotations: withoutUndefined(annotations ?? {}),
  };
}
function withoutUndefined(annotations) {
  return Object.fromEntries(Object.entries(annotations).filter(([, value]) => value !== undefined));
}
