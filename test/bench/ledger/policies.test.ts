import { InMemoryTransport, type Transport } from "@modelcontextprotocol/client";
import type { McpServer } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { customersServer } from "../../../bench/ledger/customers-tools.ts";
import { openDirect } from "../../../bench/ledger/direct.ts";
import { ordersServer } from "../../../bench/ledger/orders-tools.ts";
import { drawOrders } from "../../../bench/ledger/orders.ts";
import { playCalls } from "../../../bench/ledger/play-calls.ts";
import type { Side } from "../../../bench/ledger/side.ts";
import { allTasks } from "../../../bench/ledger/tasks/all.ts";
import { fanOut } from "../../../bench/ledger/tasks/fan-out.ts";
import { fetchMany } from "../../../bench/ledger/tasks/fetch-many.ts";
import { paginate } from "../../../bench/ledger/tasks/paginate.ts";
import { singleCall } from "../../../bench/ledger/tasks/single-call.ts";

const orders = drawOrders({ seed: 3, bytes: 24_000, shards: 4 });
let direct: Side;

beforeAll(async () => {
  direct = await openDirect(await Promise.all([serve(ordersServer(orders)), serve(customersServer(orders.customers))]));
});
afterAll(async () => direct[Symbol.asyncDispose]());

async function serve(server: McpServer): Promise<Transport> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  return ours;
}

test.each(allTasks(orders).map((task) => [task.name, task] as const))("%s: both ways of calling tools find the answer", async (_, task) => {
  const one = await playCalls(task, direct, "one call per turn");
  const parallel = await playCalls(task, direct, "parallel calls");
  expect(one.usage.turns).toBe(one.calls + 1);
  expect(parallel.usage.turns).toBeLessThanOrEqual(one.usage.turns);
  expect(parallel.calls).toBe(one.calls);
});

test("calls that do not wait for each other are one turn where they are made at once", async () => {
  const task = fetchMany(orders, 5);
  expect((await playCalls(task, direct, "one call per turn")).usage.turns).toBe(6);
  expect((await playCalls(task, direct, "parallel calls")).usage.turns).toBe(2);
});

test("pages are read until none follows", async () => {
  const { calls } = await playCalls(paginate(orders), direct, "parallel calls");
  expect(calls).toBe(Math.ceil(orders.orders.length / 50));
});

test("a result is in every later prompt, and on the wire", async () => {
  const { usage, bytes } = await playCalls(fanOut(orders), direct, "one call per turn");
  const once = await playCalls(fanOut(orders), direct, "parallel calls");
  expect(usage.promptTokens).toBeGreaterThan(2 * once.usage.promptTokens);
  // As structured content and as text.
  expect(bytes.client).toBeGreaterThan(2 * JSON.stringify(orders.orders).length);
  expect(bytes.behind).toBe(0);
});

test("a policy that answers wrongly is no play", async () => {
  const task = singleCall(orders);
  const wrong = {
    ...task,
    *script(): ReturnType<typeof task.script> {
      yield* task.script();
      return { status: "lost", total_cents: 0 };
    },
  };
  await expect(playCalls(wrong, direct, "one call per turn")).rejects.toThrow(
    'one call per turn answered {"status":"lost","total_cents":0}',
  );
});

test("a policy that takes an error for a result is no play", async () => {
  const { task, id } = { task: singleCall(orders), id: "O-99999" };
  const wrong = {
    ...task,
    script: (): ReturnType<typeof task.script> =>
      singleCall({ ...orders, orders: orders.orders.map((order) => ({ ...order, id })) }).script(),
  };
  await expect(playCalls(wrong, direct, "parallel calls")).rejects.toThrow('There is no order "O-99999"');
});
