import { McpServer, type CallToolResult } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Orders } from "./orders.ts";

/** The server `orders`: five tools that only read. Results come as structured content and as the same JSON in a text. */
export function ordersServer({ orders, parcels }: Orders): McpServer {
  const server = new McpServer({ name: "orders", version: "1.0.0" });
  const annotations = { readOnlyHint: true, openWorldHint: false };
  const asked = new Map<string, number>();

  server.registerTool(
    "get_order",
    { description: "Gets one order by its id.", inputSchema: z.object({ id: z.string() }), outputSchema: order, annotations },
    async ({ id }) => {
      const found = orders.find((each) => each.id === id);
      return found ? result({ ...found }) : failure(`There is no order "${id}".`);
    },
  );
  server.registerTool(
    "list_orders",
    {
      description: "Lists all orders of one shard, with all their fields.",
      inputSchema: z.object({ shard: z.string().describe("For example s01") }),
      outputSchema: z.object({ orders: z.array(order) }),
      annotations,
    },
    async ({ shard }) => result({ orders: orders.filter((each) => each.shard === shard) }),
  );
  server.registerTool(
    "page_orders",
    {
      description: "Lists all orders, 50 at a time. Goes on where next_cursor of the page before says.",
      inputSchema: z.object({ cursor: z.string().optional() }),
      outputSchema: z.object({ orders: z.array(order), next_cursor: z.string().optional() }),
      annotations,
    },
    async ({ cursor }) => {
      const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, "base64url").toString());
      const end = start + PAGE;
      const next = end < orders.length ? { next_cursor: Buffer.from(String(end)).toString("base64url") } : {};
      return result({ orders: orders.slice(start, end), ...next });
    },
  );
  server.registerTool(
    "export_orders",
    {
      description: "Exports the whole table of orders.",
      inputSchema: z.object({}),
      outputSchema: z.object({ orders: z.array(order) }),
      annotations,
    },
    async () => result({ orders }),
  );
  server.registerTool(
    "track_parcel",
    {
      description: "Asks the carrier where the parcel of an order is. Carriers do not always answer at once: then try again.",
      inputSchema: z.object({ order_id: z.string() }),
      outputSchema: z.object({ order_id: z.string(), state: z.enum(["waiting", "on its way", "delivered"]) }),
      annotations,
    },
    async ({ order_id }) => {
      const parcel = parcels.get(order_id);
      if (!parcel) return failure(`There is no order "${order_id}".`);
      const before = asked.get(order_id) ?? 0;
      if (before < parcel.failures) {
        asked.set(order_id, before + 1);
        return failure("The carrier did not answer in time. Try again.");
      }
      // Whoever asks anew finds it as it was.
      asked.delete(order_id);
      return result({ order_id, state: parcel.state });
    },
  );
  return server;
}

function result(structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
}

function failure(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}

const order = z.object({
  id: z.string(),
  shard: z.string(),
  customer_id: z.string(),
  status: z.enum(["open", "paid", "shipped", "refunded"]),
  total_cents: z.number(),
  items: z.number(),
  placed_at: z.string(),
  address: z.string(),
  next_order_id: z.string(),
});

const PAGE = 50;
