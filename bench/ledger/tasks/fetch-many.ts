import type { Order, Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** So many small calls that do not depend on each other, one for each order that the user names. */
export function fetchMany({ orders }: Orders, count: number): Task {
  const asked = orders.slice(0, count);
  const ids = asked.map(({ id }) => id);
  return {
    name: `fetch ${count}`,
    prompt: `What is the total of each of these orders: ${ids.join(", ")}? Answer as { total_cents }, the sum of all.`,
    answer: { total_cents: asked.reduce((sum, { total_cents }) => sum + total_cents, 0) },
    *script(): Script {
      const results = yield ids.map((id) => ({ name: "get_order", arguments: { id } }));
      return { total_cents: results.reduce((sum, heard) => sum + readJson<Order>(heard).total_cents, 0) };
    },
    query: "get an order by its id",
    code: `import { get_order } from "generated/servers/orders";
const found = await Promise.all(${JSON.stringify(ids)}.map((id) => get_order({ id })));
({ total_cents: found.reduce((sum, o) => sum + o.total_cents, 0) })`,
  };
}
