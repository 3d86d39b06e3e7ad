import { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Customer } from "./orders.ts";

/** The server `customers`: two tools that only read. */
export function customersServer(customers: readonly Customer[]): McpServer {
  const server = new McpServer({ name: "customers", version: "1.0.0" });
  const annotations = { readOnlyHint: true, openWorldHint: false };
  server.registerTool(
    "get_customer",
    { description: "Gets one customer by the id.", inputSchema: z.object({ id: z.string() }), outputSchema: customer, annotations },
    async ({ id }) => {
      const found = customers.find((each) => each.id === id);
      if (!found) return { content: [{ type: "text", text: `There is no customer "${id}".` }], isError: true };
      return { content: [{ type: "text", text: JSON.stringify(found) }], structuredContent: { ...found } };
    },
  );
  server.registerTool(
    "list_customers",
    {
      description: "Lists all customers with their countries.",
      inputSchema: z.object({}),
      outputSchema: z.object({ customers: z.array(customer) }),
      annotations,
    },
    async () => ({ content: [{ type: "text", text: JSON.stringify({ customers }) }], structuredContent: { customers } }),
  );
  return server;
}

const customer = z.object({ id: z.string(), name: z.string(), email: z.string(), country: z.string() });
