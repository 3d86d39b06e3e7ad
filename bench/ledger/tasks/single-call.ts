import { orderAt, type Order, type Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** One order by its id: what tools are made for without code. */
export function singleCall(orders: Orders): Task {
  const { id, status, total_cents } = orderAt(orders, 0.4);
  return {
    name: "single call",
    prompt: `What is the status of order ${id}, and its total? Answer as { status, total_cents }.`,
    answer: { status, total_cents },
    *script(): Script {
      const [heard] = yield [{ name: "get_order", arguments: { id } }];
      const order = readJson<Order>(heard);
      return { status: order.status, total_cents: order.total_cents };
    },
    query: "get an order by its id",
    code: `import { get_order } from "generated/servers/orders";
const { status, total_cents } = await get_order({ id: "${id}" });
({ status, total_cents })`,
  };
}
