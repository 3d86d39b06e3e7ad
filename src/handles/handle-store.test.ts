import { expect, test } from "vitest";
import { HandleStore } from "./handle-store.ts";

const text = (length: number): { kind: "text"; text: string } => ({ kind: "text", text: "x".repeat(length) });

test("what is kept comes back, by the whole handle and by what stands behind its scheme", () => {
  const store = new HandleStore();
  const handle = store.keep({ kind: "json", value: { a: [1] } }, "value");
  expect(handle).toMatchObject({ name: "value", mimeType: "application/json", bytes: 9 });
  expect(handle?.uri).toMatch(/^handle:\/\/[\w-]{22}$/);
  expect(store.load(handle?.uri as string)).toEqual({ kind: "json", value: { a: [1] } });
  expect(store.load(String(handle?.uri).slice("handle://".length))).toEqual({ kind: "json", value: { a: [1] } });
});

test("its owner alone gets at it, and has it in the list", () => {
  const store = new HandleStore();
  const uri = store.keep(text(1), "text", { owner: "ann" })?.uri as string;
  expect(store.load(uri, "ann")).toEqual(text(1));
  for (const other of ["bob", undefined]) {
    expect(() => store.load(uri, other)).toThrow(expect.objectContaining({ code: "HANDLE_UNKNOWN" }));
    expect(store.list(other)).toEqual([]);
  }
  expect(store.list("ann").map((handle) => handle.uri)).toEqual([uri]);
});

test("what was unused for longest makes room, and what is bigger than all room is not kept", () => {
  const store = new HandleStore({ maxBytes: 100 });
  const [first, second] = [store.keep(text(40), "1")?.uri as string, store.keep(text(40), "2")?.uri as string];
  store.load(first);
  const third = store.keep(text(40), "3")?.uri as string;
  expect(store.list().map(({ uri }) => uri)).toEqual([third, first]);
  expect(() => store.load(second)).toThrow("There is no handle");
  expect(store.keep(text(101), "4")).toBeUndefined();
  expect(store.list()).toHaveLength(2);
});

test("what nobody reads is not kept for ever", async () => {
  const store = new HandleStore({ idleMs: 5 });
  const uri = store.keep(text(1), "text")?.uri as string;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(() => store.load(uri)).toThrow("There is no handle");
});

test("ten thousand handles have 128 random bits each, and no two are alike", () => {
  const store = new HandleStore();
  const ids = Array.from({ length: 10_000 }, () => String(store.keep(text(1), "text")?.uri).slice("handle://".length));
  expect(new Set(ids).size).toBe(10_000);
  expect(ids.every((id) => Buffer.from(id, "base64url").length === 16)).toBe(true);
  // Of each bit about half are set: six standard deviations.
  const set = Array.from({ length: 128 }, () => 0);
  for (const id of ids)
    for (const [index, byte] of Buffer.from(id, "base64url").entries())
      for (let bit = 0; bit < 8; bit += 1) set[index * 8 + bit] = (set[index * 8 + bit] ?? 0) + ((byte >> bit) & 1);
  for (const count of set) expect(Math.abs(count - 5_000)).toBeLessThan(300);
});
