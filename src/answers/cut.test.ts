import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateTokens } from "../tokens.ts";
import { cutMiddle, cutText } from "./cut-text.ts";
import { cutValue } from "./cut-value.ts";

test("a text keeps its beginning, or beginning and end, and says how many characters are missing", () => {
  expect(cutText("abcdef", 6)).toBe("abcdef");
  expect(cutText("abcdef", 2)).toBe("ab… 4 more characters");
  expect(cutMiddle("a".repeat(3_000), 300)).toBe(`${"a".repeat(200)}\n… 2,700 characters left out …\n${"a".repeat(100)}`);
});

test("no cut goes through a character of two units, and none loses count", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "é", "😀") }), fc.nat(40), (text, most) => {
      for (const cut of [cutText(text, most), cutMiddle(text, most)]) expect(cut).not.toMatch(/\p{Cs}/u);
      const missing = /… ([\d,]+) more characters$/.exec(cutText(text, most))?.[1];
      if (missing !== undefined) expect(cutText(text, most).indexOf("…") + Number(missing.replaceAll(",", ""))).toBe(text.length);
    }),
  );
});

test("lists and objects keep their first entries and say how many are missing", () => {
  const value = {
    names: Array.from({ length: 2_000 }, (_, n) => `name ${n}`),
    ...Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`k${n}`, n])),
  };
  const cut = cutValue(value, 300) as Record<string, unknown>;
  const names = cut.names as string[];
  expect(names[0]).toBe("name 0");
  expect(names.at(-1)).toBe(`… ${(2_000 - names.length + 1).toLocaleString("en-US")} more items`);
  expect(cut["…"]).toBe(`${(2_001 - Object.keys(cut).length + 1).toLocaleString("en-US")} more keys`);
});

test("whatever JSON it is, it fits in its budget and is JSON; what fits is left as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 20, max: 400 }), (value, most) => {
      const cut = cutValue(value, most);
      expect(estimateTokens(JSON.stringify(cut))).toBeLessThanOrEqual(most);
      if (estimateTokens(JSON.stringify(value)) <= most) expect(JSON.stringify(cut)).toBe(JSON.stringify(value));
    }),
  );
});
