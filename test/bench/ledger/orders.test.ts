import { expect, test } from "vitest";
import { drawOrders } from "../../../bench/ledger/orders.ts";

const spec = { seed: 7, bytes: 20_000, shards: 5 };

test("one seed is one set of orders, and another seed is another", () => {
  expect(drawOrders(spec)).toEqual(drawOrders(spec));
  expect(drawOrders({ ...spec, seed: 8 }).orders).not.toEqual(drawOrders(spec).orders);
});

test.each([1_024, 20_000, 1_048_576])("the orders are %i bytes of JSON, at most one order less", (bytes) => {
  const { orders } = drawOrders({ ...spec, bytes });
  const { length } = JSON.stringify(orders);
  expect(length).toBeLessThanOrEqual(bytes);
  expect(length).toBeGreaterThan(bytes - 260);
  expect(length / orders.length).toBeGreaterThan(180);
  expect(length / orders.length).toBeLessThan(260);
});

test("the answers are what counting the orders again gives", () => {
  const { orders, customers, shards, answers } = drawOrders(spec);
  const sum = (which: (order: (typeof orders)[number]) => boolean): number =>
    orders.filter(which).reduce((cents, { total_cents }) => cents + total_cents, 0);
  expect(answers.refunds).toEqual({
    count: orders.filter(({ status }) => status === "refunded").length,
    cents: sum(({ status }) => status === "refunded"),
  });
  for (const shard of shards) {
    expect(answers.refundsByShard[shard]).toBe(sum((order) => order.shard === shard && order.status === "refunded"));
    for (const country of new Set(customers.map((customer) => customer.country))) {
      const from = new Set(customers.filter((customer) => customer.country === country).map(({ id }) => id));
      expect(answers.paidByShardAndCountry[shard]?.[country] ?? 0).toBe(
        sum((order) => order.shard === shard && order.status === "paid" && from.has(order.customer_id)),
      );
    }
  }
  const [largest] = orders.toSorted((a, b) => b.total_cents - a.total_cents);
  expect(answers.largest).toEqual({ id: largest?.id, cents: largest?.total_cents });
});

test("no two orders have the same total, and all are in one ring", () => {
  const { orders } = drawOrders(spec);
  expect(new Set(orders.map(({ total_cents }) => total_cents)).size).toBe(orders.length);
  const next = new Map(orders.map(({ id, next_order_id }) => [id, next_order_id]));
  const seen = new Set<string>();
  for (let id = orders[0]?.id; id !== undefined && !seen.has(id); id = next.get(id)) seen.add(id);
  expect(seen.size).toBe(orders.length);
});
