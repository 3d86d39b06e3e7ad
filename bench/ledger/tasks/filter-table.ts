import type { Order, Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** One call gives the whole table, of which the answer needs little. */
export function filterTable({ answers }: Orders): Task {
  const { count, cents } = answers.refunds;
  return {
    name: "filter a large table",
    prompt: "Export the table of orders. How many orders are refunded, and what do they total? Answer as { count, total_cents }.",
    answer: { count, total_cents: cents },
    *script(): Script {
      const [table] = yield [{ name: "export_orders", arguments: {} }];
      const refunded = readJson<{ orders: Order[] }>(table).orders.filter(({ status }) => status === "refunded");
      return { count: refunded.length, total_cents: refunded.reduce((sum, { total_cents }) => sum + total_cents, 0) };
    },
    query: "export the table of orders",
    code: `import { export_orders } from "generated/servers/orders";
const { orders } = await export_orders({});
const refunded = orders.filter((o) => o.status === "refunded");
({ count: refunded.length, total_cents: refunded.reduce((sum, o) => sum + o.total_cents, 0) })`,
  };
}
