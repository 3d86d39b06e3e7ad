import { expect, test } from "vitest";
import { ExecutionQueue } from "./execution-queue.ts";

const live = new AbortController().signal;

/** Enters, notes its name, and leaves a turn of the event loop later. */
async function pass(queue: ExecutionQueue, session: string | undefined, name: string, order: string[], signal = live): Promise<void> {
  const leave = await queue.enter(session, signal);
  order.push(name);
  await new Promise((resolve) => setImmediate(resolve));
  leave();
}

test("a session runs one after the other, in the order asked", async () => {
  const queue = new ExecutionQueue({ maxRunning: 4, maxWaiting: 10 });
  const order: string[] = [];
  await Promise.all(["1", "2", "3"].map((name) => pass(queue, "s", name, order)));
  expect(order).toEqual(["1", "2", "3"]);
  expect(queue.isBusy("s")).toBe(false);
});

test("one that asks for much does not hold up the others", async () => {
  const queue = new ExecutionQueue({ maxRunning: 1, maxWaiting: 100 });
  const order: string[] = [];
  const greedy = Array.from({ length: 20 }, (_, i) => pass(queue, "greedy", `greedy ${i}`, order));
  const modest = ["a", "b"].map((name) => pass(queue, name, name, order));
  await Promise.all([...greedy, ...modest]);
  expect(order.indexOf("a")).toBeLessThanOrEqual(3);
  expect(order.indexOf("b")).toBeLessThanOrEqual(4);
});

test("as many run at once as may, and not one more", async () => {
  const queue = new ExecutionQueue({ maxRunning: 3, maxWaiting: 100 });
  let now = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      const leave = await queue.enter(undefined, live);
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      leave();
      leave();
    }),
  );
  expect(most).toBe(3);
});

test("when too many wait the next is refused at once, and a cancelled one makes room", async () => {
  const queue = new ExecutionQueue({ maxRunning: 1, maxWaiting: 2 });
  const leave = await queue.enter("a", live);
  const controller = new AbortController();
  const cancelled = queue.enter("b", controller.signal);
  const waiting = queue.enter("c", live);
  await expect(queue.enter("d", live)).rejects.toMatchObject({ code: "BUSY", data: { maxRunning: 1, maxWaiting: 2 } });
  controller.abort();
  await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
  const next = queue.enter("e", live);
  leave();
  (await waiting)();
  (await next)();
  expect(["a", "b", "c", "d", "e"].filter((name) => queue.isBusy(name))).toEqual([]);
});
