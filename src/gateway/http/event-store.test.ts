import { expect, test } from "vitest";
import { RecentEvents } from "./event-store.ts";

const message = (text: string): { jsonrpc: "2.0"; method: string; params: { text: string } } => ({
  jsonrpc: "2.0",
  method: "notifications/message",
  params: { text },
});

async function after(events: RecentEvents, id: string): Promise<unknown[]> {
  const sent: unknown[] = [];
  await events.replayEventsAfter(id, {
    send: async (_, each) => void sent.push((each as ReturnType<typeof message>).params.text),
  });
  return sent;
}

test("what came later in the same stream is sent again, in order", async () => {
  const events = new RecentEvents();
  const first = await events.storeEvent("a", message("a1"));
  const other = await events.storeEvent("b", message("b1"));
  const second = await events.storeEvent("a", message("a2"));
  await events.storeEvent("b", message("b2"));
  await events.storeEvent("a", message("a3"));
  expect(await events.getStreamIdForEventId(first)).toBe("a");
  expect(await after(events, first)).toEqual(["a2", "a3"]);
  expect(await after(events, second)).toEqual(["a3"]);
  expect(await after(events, other)).toEqual(["b2"]);
});

test("an id that nobody was given is unknown", async () => {
  const events = new RecentEvents();
  await events.storeEvent("a", message("1"));
  for (const id of ["", "1", "a", "1.b", "2.a", "-1.a", "1e0.a", "99999999999999999999.a"]) {
    expect(await events.getStreamIdForEventId(id)).toBeUndefined();
    await expect(after(events, id)).rejects.toThrow();
  }
});

test("a stream goes on after its last event when that is gone, but not where a later one is", async () => {
  const events = new RecentEvents();
  const lost = await events.storeEvent("a", message("a1"));
  const last = await events.storeEvent("a", message("a2"));
  for (let count = 0; count < 300; count++) await events.storeEvent("b", message(String(count)));
  expect(await events.getStreamIdForEventId(lost)).toBeUndefined();
  expect(await after(events, last)).toEqual([]);
  await events.storeEvent("a", message("a3"));
  expect(await after(events, last)).toEqual(["a3"]);
});

test("no more than a megabyte is kept, whatever comes", async () => {
  const events = new RecentEvents();
  const first = await events.storeEvent("a", message("1"));
  const huge = await events.storeEvent("a", message("x".repeat(2 ** 21)));
  expect(await events.getStreamIdForEventId(first)).toBeUndefined();
  expect(await after(events, huge)).toEqual([]);
  for (let count = 0; count < 10; count++) await events.storeEvent(`stream ${count}`, message("y".repeat(200_000)));
  const kept = await Promise.all(Array.from({ length: 10 }, (_, count) => after(events, `0.stream ${count}`).catch(() => [])));
  expect(kept.map((each) => each.length)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
});
