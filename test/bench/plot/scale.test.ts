import { expect, test } from "vitest";
import { scaleOf, tickText } from "../../../bench/plot/scale.ts";

test("few decades are marked at 1, 2 and 5, many at powers of ten, very many at some of them", () => {
  expect(scaleOf([845, 13_026], { scale: "log", toTicks: true }).ticks).toEqual([500, 1_000, 2_000, 5_000, 10_000, 20_000]);
  expect(scaleOf([1_376, 486_850], { scale: "log", toTicks: true }).ticks).toEqual([1_000, 10_000, 100_000, 1_000_000]);
  expect(scaleOf([0.0003, 5e11], { scale: "log", toTicks: true }).ticks).toEqual([1e-4, 1e-2, 1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12]);
});

test("an axis that need not end at ticks does so where one is near", () => {
  expect(scaleOf([1, 32], { scale: "log", toTicks: false }).ticks).toEqual([1, 2, 5, 10, 20]);
  expect(scaleOf([1_024, 1_048_576], { scale: "log", toTicks: false }).ticks).toEqual([1_000, 10_000, 100_000, 1_000_000]);
});

test("a linear axis begins at zero unless all is far from it", () => {
  expect(scaleOf([3, 98], { scale: "linear", toTicks: true }).ticks).toEqual([0, 20, 40, 60, 80, 100]);
  expect(scaleOf([91, 98], { scale: "linear", toTicks: true }).ticks).toEqual([90, 92, 94, 96, 98]);
});

test.each(["linear", "log"] as const)("one value alone, or none, has a %s axis too", (scale) => {
  for (const values of [[5], []]) {
    const { ticks, at } = scaleOf(values, { scale, toTicks: true });
    expect(ticks.length).toBeGreaterThan(1);
    expect(at(ticks[0] as number)).toBe(0);
    expect(at(ticks.at(-1) as number)).toBe(1);
  }
});

test("ticks are short", () => {
  expect([0, 0.05, 1, 999, 1_000, 2_500, 1e6, 3e9].map(tickText)).toEqual(["0", "0.05", "1", "999", "1k", "2.5k", "1M", "3G"]);
});
