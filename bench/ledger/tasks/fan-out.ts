import type { Order, Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** The same call for every shard; the results together are the whole table. */
export function fanOut({ shards, answers }: Orders): Task {
  const [shard = "", cents = 0] = highest(answers.refundsByShard);
  return {
    name: `fan-out of ${shards.length}`,
    prompt: `The orders are in the shards ${shards.join(", ")}. In which is the sum of refunded orders the highest, and how much is refunded in all? Answer as { shard, cents, all_cents }.`,
    answer: { shard, cents, all_cents: answers.refunds.cents },
    *script(): Script {
      const lists = yield shards.map((each) => ({ name: "list_orders", arguments: { shard: each } }));
      const sums = shards.map((each, index): [string, number] => [
        each,
        readJson<{ orders: Order[] }>(lists[index])
          .orders.filter(({ status }) => status === "refunded")
          .reduce((sum, { total_cents }) => sum + total_cents, 0),
      ]);
      const [found = "", most = 0] = highest(Object.fromEntries(sums));
      return { shard: found, cents: most, all_cents: sums.reduce((all, [, sum]) => all + sum, 0) };
    },
    query: "list orders of a shard",
    code: `import { list_orders } from "generated/servers/orders";
const shards = Array.from({ length: ${shards.length} }, (_, i) => "s" + String(i + 1).padStart(2, "0"));
const sums = await Promise.all(shards.map(async (shard) => {
  const { orders } = await list_orders({ shard });
  const cents = orders.filter((o) => o.status === "refunded").reduce((sum, o) => sum + o.total_cents, 0);
  return { shard, cents };
}));
const most = sums.toSorted((a, b) => b.cents - a.cents)[0];
({ ...most, all_cents: sums.reduce((all, { cents }) => all + cents, 0) })`,
  };
}

/** Of equal ones the first. */
function highest(cents: Readonly<Record<string, number>>): readonly [name: string, cents: number] | readonly [] {
  return Object.entries(cents).toSorted(([, a], [, b]) => b - a)[0] ?? [];
}
