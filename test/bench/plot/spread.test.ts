import fc from "fast-check";
import { expect, test } from "vitest";
import { spread } from "../../../bench/plot/spread.ts";

const middles = fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { minLength: 1, maxLength: 15 });

test("nothing covers another or leaves the room", () => {
  fc.assert(
    fc.property(middles, (wanted) => {
      const placed = spread(
        wanted.map((middle) => ({ middle, height: 20 })),
        0,
        300,
      ).toSorted((a, b) => a - b);
      expect(placed[0]).toBeGreaterThanOrEqual(10 - 1e-9);
      expect(placed.at(-1)).toBeLessThanOrEqual(290 + 1e-9);
      for (const [at, middle] of placed.slice(1).entries()) expect(middle - (placed[at] as number)).toBeGreaterThanOrEqual(20 - 1e-9);
    }),
  );
});

test("what has room is where it wants to be, and what has not is around it", () => {
  expect(
    spread(
      [
        { middle: 200, height: 20 },
        { middle: 50, height: 20 },
      ],
      0,
      300,
    ),
  ).toEqual([200, 50]);
  expect(
    spread(
      [
        { middle: 100, height: 20 },
        { middle: 100, height: 20 },
        { middle: 100, height: 20 },
      ],
      0,
      300,
    ),
  ).toEqual([80, 100, 120]);
});
