import fc from "fast-check";
import { expect, test } from "vitest";
import { MessageMeter, type MessageEnd } from "./message-meter.ts";

/** Whether a meter lets through what comes in these pieces. */
function passes(end: MessageEnd, maxBytes: number, pieces: readonly string[]): boolean {
  const meter = new MessageMeter(end, maxBytes);
  try {
    for (const piece of pieces) meter.add(Buffer.from(piece, "latin1"));
    return true;
  } catch {
    return false;
  }
}

/** A message's objects and arrays, counted by the parser itself. */
function partsOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Object.values(value).reduce((sum: number, each) => sum + partsOf(each), 0);
}

test("the longest line decides, not the sum, and it does not matter how the bytes come", () => {
  const line = fc.string({ unit: fc.constantFrom("a", '"', "\\", "{", "[", "\r", " ") });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(20), fc.array(fc.nat(40)), (lines, maxBytes, cuts) => {
      const whole = `${lines.join("\n")}\n`;
      const places = [0, ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((to, index) => whole.slice(places[index], to));
      const longest = Math.max(...lines.map(({ length }) => length + 1));
      expect(passes("line", maxBytes, pieces)).toBe(longest <= maxBytes);
    }),
  );
});

test("an event ends with a blank line, of whatever line ends", () => {
  for (const blank of ["\n\n", "\r\r", "\r\n\r\n"]) {
    expect(passes("event", 12, [`data: 1${blank}`, `data: 2${blank}`])).toBe(true);
    expect(passes("event", 12, ["data: 1\n", `data: 2${blank}`])).toBe(false);
  }
  expect(passes("body", 12, ["1234\n\n", "5678\n\n"])).toBe(true);
  expect(passes("body", 11, ["1234\n\n", "5678\n\n"])).toBe(false);
});

test("a million objects and arrays pass and one more does not, and what stands in texts is none", () => {
  const of = (parts: number): string => JSON.stringify(Array.from({ length: parts - 1 }, () => ({})));
  expect(passes("line", 1e9, [of(1_000_000)])).toBe(true);
  expect(passes("line", 1e9, [of(1_000_001)])).toBe(false);
  expect(passes("line", 1e9, [JSON.stringify("{[".repeat(1_000_000))])).toBe(true);
});

test("objects and arrays of any JSON count as its parser finds them", () => {
  const filler = of(999_900);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const parts = partsOf(value);
      // The filler and the list around both are the rest.
      const room = 1_000_000 - 999_900 - 1;
      expect(passes("line", 1e9, [`[${filler},${JSON.stringify(value)}]`])).toBe(parts <= room);
    }),
    { numRuns: 20 },
  );
  function of(parts: number): string {
    return JSON.stringify(Array.from({ length: parts - 1 }, () => ({})));
  }
});
