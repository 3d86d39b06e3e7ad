import { orderAt, type Customer, type Order, type Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** The second call needs what the first has found, at another server. */
export function twoCalls(orders: Orders): Task {
  const { id, customer_id } = orderAt(orders, 0.7);
  const email = orders.customers.find((customer) => customer.id === customer_id)?.email;
  return {
    name: "two calls",
    prompt: `Which email address has the customer who placed order ${id}? Answer as { email }.`,
    answer: { email },
    *script(): Script {
      const [order] = yield [{ name: "get_order", arguments: { id } }];
      const [customer] = yield [{ name: "get_customer", arguments: { id: readJson<Order>(order).customer_id } }];
      return { email: readJson<Customer>(customer).email };
    },
    query: "get an order and its customer",
    code: `import { get_order } from "generated/servers/orders";
import { get_customer } from "generated/servers/customers";
const { customer_id } = await get_order({ id: "${id}" });
const { email } = await get_customer({ id: customer_id });
({ email })`,
  };
}
