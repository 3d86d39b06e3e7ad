import type { Customer, Order, Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** Orders of one server, countries of their customers of another. */
export function join({ answers, shards: [shard = ""] }: Orders): Task {
  const answer = top(answers.paidByShardAndCountry[shard] ?? {});
  return {
    name: "join two sources",
    prompt: `Of the paid orders in shard ${shard}: customers of which country have paid the most, and how much? Answer as { country, cents }.`,
    answer,
    *script(): Script {
      const [listed, known] = yield [
        { name: "list_orders", arguments: { shard } },
        { name: "list_customers", arguments: {} },
      ];
      const { customers } = readJson<{ customers: Customer[] }>(known);
      const countries = new Map(customers.map(({ id, country }) => [id, country]));
      const paid: Record<string, number> = {};
      for (const { status, customer_id, total_cents } of readJson<{ orders: Order[] }>(listed).orders) {
        const country = countries.get(customer_id) ?? "";
        if (status === "paid") paid[country] = (paid[country] ?? 0) + total_cents;
      }
      return top(paid);
    },
    query: "list orders of a shard, list customers with countries",
    code: `import { list_orders } from "generated/servers/orders";
import { list_customers } from "generated/servers/customers";
const [{ orders }, { customers }] = await Promise.all([list_orders({ shard: "${shard}" }), list_customers({})]);
const countries = new Map(customers.map((c) => [c.id, c.country]));
const paid: Record<string, number> = {};
for (const o of orders) {
  if (o.status !== "paid") continue;
  const country = countries.get(o.customer_id) ?? "";
  paid[country] = (paid[country] ?? 0) + o.total_cents;
}
const [country, cents] = Object.entries(paid).sort((a, b) => b[1] - a[1])[0];
({ country, cents })`,
  };
}

function top(paid: Readonly<Record<string, number>>): { country: string; cents: number } {
  const [country = "", cents = 0] = Object.entries(paid).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return { country, cents };
}
