import { expect, test } from "vitest";
import { WorkStore } from "./work-store.ts";

interface Work {
  readonly id: string;
  readonly owner: string | undefined;
  lastSeenAt: number;
  hasEnded: boolean;
  isAwaited: boolean;
  readonly cancelled: boolean;
  cancel(): void;
}

function work(id: string, more: Partial<Work> = {}): Work {
  const cancelled = { is: false };
  return {
    id,
    owner: undefined,
    lastSeenAt: Date.now(),
    hasEnded: false,
    isAwaited: false,
    ...more,
    get cancelled() {
      return cancelled.is;
    },
    cancel() {
      cancelled.is = true;
    },
  };
}

test("its owner alone finds it, until its end was told", () => {
  using store = new WorkStore<Work>();
  const mine = store.add(work("a", { owner: "ann" }));
  expect(store.find("a", "ann")).toBe(mine);
  for (const other of ["bob", undefined])
    expect(() => store.find("a", other)).toThrow(expect.objectContaining({ code: "EXECUTION_UNKNOWN" }));
  store.forget(mine);
  expect(() => store.find("a", "ann")).toThrow("There is no running execution");
});

test("what was left alone for longest is given up where there is too much, and what somebody waits for is not", () => {
  using store = new WorkStore<Work>({ maxKept: 2 });
  const [old, awaited] = [store.add(work("old", { lastSeenAt: 1 })), store.add(work("awaited", { lastSeenAt: 0, isAwaited: true }))];
  store.add(work("b", { lastSeenAt: 2 }));
  store.add(work("c", { lastSeenAt: 3 }));
  expect(old.cancelled).toBe(true);
  expect(() => store.find("old", undefined)).toThrow();
  expect(store.find("awaited", undefined)).toBe(awaited);
  expect(store.find("b", undefined).cancelled).toBe(false);
});

test("an end that nobody asks for is not kept for ever; what still runs is", () => {
  using store = new WorkStore<Work>({ keepMs: 1_000 });
  store.add(work("ended", { hasEnded: true, lastSeenAt: Date.now() - 2_000 }));
  store.add(work("runs", { lastSeenAt: Date.now() - 2_000 }));
  expect(() => store.find("ended", undefined)).toThrow();
  expect(store.find("runs", undefined).cancelled).toBe(false);
});

test("what is left is cancelled with it", () => {
  const store = new WorkStore<Work>();
  const left = store.add(work("a"));
  store[Symbol.dispose]();
  expect(left.cancelled).toBe(true);
});
