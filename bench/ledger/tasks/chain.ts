import { orderAt, type Order, type Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** Each result names what the next call is about, so that nothing can be done at once. */
export function chain(orders: Orders): Task {
  const { id } = orderAt(orders, 0.1);
  return {
    name: "chain of eight",
    prompt: `Begin at order ${id} and follow next_order_id until you have seen eight orders. Which is the last, and what do the eight total? Answer as { last, total_cents }.`,
    answer: follow(orders, id),
    *script(): Script {
      let next = id;
      let last = id;
      let total_cents = 0;
      for (let seen = 0; seen < LENGTH; seen += 1) {
        const [heard] = yield [{ name: "get_order", arguments: { id: next } }];
        const order = readJson<Order>(heard);
        last = order.id;
        total_cents += order.total_cents;
        next = order.next_order_id;
      }
      return { last, total_cents };
    },
    query: "get an order by its id",
    code: `import { get_order } from "generated/servers/orders";
let id = "${id}", last = "", total_cents = 0;
for (let seen = 0; seen < ${LENGTH}; seen++) {
  const order = await get_order({ id });
  last = order.id;
  total_cents += order.total_cents;
  id = order.next_order_id;
}
({ last, total_cents })`,
  };
}

function follow({ orders }: Orders, id: string): { last: string; total_cents: number } {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const seen: Order[] = [];
  for (let next = byId.get(id); next && seen.length < LENGTH; next = byId.get(next.next_order_id)) seen.push(next);
  return { last: seen.at(-1)?.id ?? "", total_cents: seen.reduce((sum, { total_cents }) => sum + total_cents, 0) };
}

const LENGTH = 8;
