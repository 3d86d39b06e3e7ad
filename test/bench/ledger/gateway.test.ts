import { afterAll, beforeAll, expect, test } from "vitest";
import { playAll } from "../../../bench/ledger/play-all.ts";
import { playProgram } from "../../../bench/ledger/play-program.ts";
import { allTasks } from "../../../bench/ledger/tasks/all.ts";
import { openWorld, type World } from "../../../bench/ledger/world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld({ seed: 5, bytes: 24_000, shards: 4 }, { driver: "auto", outerWall: "off" });
});
afterAll(async () => world[Symbol.asyncDispose]());

test("all ways find the answers to all tasks, over real servers and the gateway that is shipped", async () => {
  for (const task of allTasks(world.orders)) {
    const { one, program, known, mistaken } = await playAll(task, world, 1);
    expect([known, program, mistaken].map(({ usage }) => usage.turns)).toEqual([2, 3, 4]);
    // The same work was done, behind the gateway.
    expect(one.bytes.client).toBeGreaterThan(0);
    expect(program.bytes.behind / one.bytes.client).toBeGreaterThan(0.9);
    expect(program.bytes.behind / one.bytes.client).toBeLessThan(1.2);
  }
});

test("a program that answers wrongly is no play", async () => {
  const [task] = allTasks(world.orders);
  if (!task) throw new Error("There is no task.");
  const wrong = { ...task, code: `${task.code.slice(0, task.code.lastIndexOf("("))}({ status, total_cents: total_cents + 1 })` };
  await expect(playProgram(wrong, world.gateway)).rejects.toThrow("one program after a search answered");
});

test("an agent can not use what its search has not found", async () => {
  const [task] = allTasks(world.orders);
  if (!task) throw new Error("There is no task.");
  await expect(playProgram({ ...task, query: "customer" }, world.gateway)).rejects.toThrow(
    'did not find import { get_order } from "generated/servers/orders";',
  );
});
