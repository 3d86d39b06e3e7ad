import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeValue } from "./decode-value.ts";
import { encodeValue } from "./guest/codec.ts";

const roundTrip = (value: unknown): unknown => decodeValue(JSON.parse(encodeValue(value)));

test("whatever JavaScript data goes in comes out", () => {
  const key = fc.oneof(fc.string(), fc.constantFrom("$date", "$ref", "$object", "__proto__", "constructor", "toJSON"));
  // Node 20 holds two invalid dates for unequal; the test below has them.
  const date = fc.date({ noInvalidDate: true });
  const values = [fc.boolean(), fc.double(), fc.string(), fc.constantFrom(null, undefined), date];
  const data = fc.anything({ key, values, withBigInt: true, withMap: true, withSet: true, withTypedArray: true, maxDepth: 4 });
  fc.assert(
    fc.property(data, (value) => {
      expect(isDeepStrictEqual(roundTrip(value), value)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test("an invalid date stays one", () => {
  const copy = roundTrip([new Date(Number.NaN)]) as [Date];
  expect(copy[0]).toBeInstanceOf(Date);
  expect(copy[0].getTime()).toBeNaN();
});

test("cycles and shared parts keep their shape", () => {
  const shared = new Map<string, unknown>([["k", new Set([1])]]);
  const value: Record<string, unknown> = { shared, again: [shared] };
  value.self = value;
  shared.set("up", value);
  const copy = roundTrip(value) as typeof value & { again: unknown[] };
  expect(copy.self).toBe(copy);
  expect(copy.again[0]).toBe(copy.shared);
  expect((copy.shared as Map<string, unknown>).get("up")).toBe(copy);
});

test("hostile text decodes to plain data, never throws, never gives a host's own object", () => {
  const tags = ["$undefined", "$bigint", "$number", "$date", "$ref", "$bytes", "$regexp", "$set", "$map", "$error", "$object", "$unknown"];
  const strange = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("__proto__", "constructor", "push", { toString: 1, valueOf: 1 }, [["a"]], -1, 1e9),
  );
  const tagged = fc.tuple(fc.constantFrom(...tags), strange).map(([tag, inner]) => ({ [tag]: inner }));
  fc.assert(
    fc.property(
      fc.oneof(
        tagged,
        fc.array(tagged),
        fc.tuple(fc.constantFrom(...tags), tagged).map(([tag, inner]) => ({ [tag]: [inner] })),
      ),
      (text) => {
        const value = decodeValue(JSON.parse(JSON.stringify(text)));
        expect([Array.prototype, Object.prototype, Array, Object]).not.toContain(value);
        expect(typeof value).not.toBe("function");
      },
    ),
    { numRuns: 3_000 },
  );
});
