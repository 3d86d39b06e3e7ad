import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Asker } from "../registry/asker.ts";
import { PausedWork, type Turn, type WaitOptions } from "./paused-work.ts";

const options = (more: Partial<WaitOptions<string>> = {}): WaitOptions<string> => ({
  signal: new AbortController().signal,
  canAnswer: () => true,
  ...more,
});
const roots = { method: "roots/list" } as const;
const live = new AbortController().signal;

function asking(work: (asker: Asker) => Promise<unknown>): PausedWork<unknown, string> {
  return new PausedWork(({ asker }) => work(asker));
}

function keysOf(turn: Turn<unknown>): string[] {
  return turn.kind === "asking" ? [...turn.questions.keys()] : [];
}

test("who waits is told that it still runs, comes back, and is told the end", async () => {
  const work = new PausedWork<number>(() => sleep(60, 42));
  expect(await work.wait(options({ yieldMs: 5 }))).toEqual({ kind: "running" });
  expect(await work.wait(options())).toEqual({ kind: "ended", value: 42 });
});

test("what the work throws, who waits gets", async () => {
  const work = new PausedWork(() => Promise.reject(new Error("no")));
  await expect(work.wait(options())).rejects.toThrow("no");
});

test("questions that are asked at once are told at once; each answer goes to its own", async () => {
  const work = asking((asker) => Promise.all([1, 2].map((n) => asker.ask(`server ${n}`, roots, live))));
  const turn = await work.wait(options());
  const [first = "", second = ""] = keysOf(turn);
  expect(turn.kind === "asking" && [...turn.questions.values()].map(({ server }) => server)).toEqual(["server 1", "server 2"]);
  work.answer(second, { to: 2 });
  // Who answers one is told of the other again.
  expect(keysOf(await work.wait(options()))).toEqual([first]);
  work.answer(first, { to: 1 });
  work.answer("nobody's", {});
  expect(await work.wait(options())).toEqual({ kind: "ended", value: [{ to: 1 }, { to: 2 }] });
});

test("a question keeps the server's name for it, where no other has it", async () => {
  const work = asking((asker) => Promise.all([1, 2].map(() => asker.ask("s", { ...roots, key: "folders" }, live))));
  const keys = keysOf(await work.wait(options()));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe("folders");
  expect(keys[1]).not.toBe("folders");
  work.cancel();
});

test("what who waits can't be asked is refused, and the work goes on", async () => {
  const work = asking((asker) => asker.ask("s", roots, live).catch((error: Error) => error.message));
  expect(await work.wait(options({ canAnswer: () => false }))).toEqual({
    kind: "ended",
    value: "the client has no support for roots/list",
  });
});

test("a question does not wait for its answer for ever", async () => {
  const work = new PausedWork(({ asker }) => asker.ask("s", roots, live), { maxAskMs: 20 });
  expect((await work.wait(options())).kind).toBe("asking");
  await sleep(40);
  await expect(work.wait(options())).rejects.toThrow("nobody answered within 20 ms");
});

test("who waits and goes cancels the work; who was replaced and goes does not", async () => {
  const cancelled = new PausedWork(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("cancelled")))),
  );
  const [first, second] = [new AbortController(), new AbortController()];
  const replaced = cancelled.wait(options({ signal: first.signal }));
  const waiting = cancelled.wait(options({ signal: second.signal }));
  expect(await replaced).toEqual({ kind: "running" });
  first.abort();
  await sleep(10);
  expect(cancelled.hasEnded).toBe(false);
  second.abort();
  await expect(waiting).rejects.toThrow("cancelled");
});

test("what happens is told to whoever waits", async () => {
  const told: string[] = [];
  const work = new PausedWork<number, string>(async ({ emit }) => {
    emit("before");
    await sleep(20);
    emit("while");
    return 1;
  });
  await work.wait(options({ onEvent: (event) => told.push(event) }));
  expect(told).toEqual(["while"]);
});
