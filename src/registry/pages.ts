import type { Client, RequestOptions } from "@modelcontextprotocol/client";
import { z } from "zod";

/** The paged lists of MCP, with the property of a page that holds the entries. */
const LISTS = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
} as const;

/**
 * Every page of one of a server's lists. Pages are read leniently, entry by entry, because the SDK rejects a whole list for one entry that
 * is not as it should be, which real servers have.
 */
export async function listAll(client: Client, method: keyof typeof LISTS, options: RequestOptions): Promise<unknown[]> {
  const entries: unknown[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  do {
    const page: Record<string, unknown> = await client.request(
      { method, params: cursor === undefined ? {} : { cursor } },
      lenientPage,
      options,
    );
    const list = page[LISTS[method]];
    if (!Array.isArray(list)) throw new Error(`The server's answer to ${method} has no list "${LISTS[method]}".`);
    for (const entry of list) entries.push(entry);
    cursor = typeof page.nextCursor === "string" ? page.nextCursor : undefined;
    // A server that hands out the same cursor again would be asked for ever.
    if (cursor === undefined || cursors.has(cursor)) break;
    cursors.add(cursor);
  } while (cursors.size < MAX_PAGES);
  return entries;
}

const lenientPage = z.looseObject({});
const MAX_PAGES = 1_000;
