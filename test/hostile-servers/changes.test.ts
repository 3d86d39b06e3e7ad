import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { strainOf } from "../fixtures/strain.ts";
import { hostileServer, open } from "./hostile.ts";

test("mcp-w-14: 10,000 changes of its list in a second hold neither the host nor the server's calls", async () => {
  await using registry = await open({ evil: hostileServer("floods-changes") });
  await sleep(1_000);
  const strain = await strainOf(async () => {
    await sleep(2_000);
    for (let call = 0; call < 10; call += 1) await registry.callTool("evil", "good", {}, { timeoutMs: 5_000 });
  });
  expect(strain.stallMs).toBeLessThan(1_000);
  expect(strain.grownBytes).toBeLessThan(96 * 2 ** 20);
  const { lists } = (await registry.callTool("evil", "good")) as { lists: number };
  expect(lists).toBeLessThan(10);
});

test("mcp-w-14: a list that changes all the time is read about once in a second", async () => {
  let changes = 0;
  await using registry = await open({ evil: hostileServer("changes-often") }, { onChange: () => (changes += 1) });
  await sleep(3_000);
  const { lists } = (await registry.callTool("evil", "good")) as { lists: number };
  expect(lists).toBeGreaterThan(1);
  expect(lists).toBeLessThan(10);
  expect(changes).toBeLessThan(12);
});
