import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonBytes } from "./json-bytes.ts";

test("the bytes are those of the JSON, of every text and every value", () => {
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('"', "\\", "\n", "\u0000", "😀"),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 50 }), fc.boolean(), (units, isLong) => {
      const text = units.join("") + (isLong ? "a".repeat(5_000) : "");
      expect(jsonBytes(text)).toBe(Buffer.byteLength(JSON.stringify(text)));
    }),
    { numRuns: 2_000 },
  );
  // Without a surrogate, which is counted as JSON writes it.
  for (let code = 0; code < 0xd800; code += 1) {
    const text = String.fromCharCode(code) + "a".repeat(5_000);
    if (jsonBytes(text) !== Buffer.byteLength(JSON.stringify(text))) expect.fail(`code ${code}`);
  }
  for (const value of [null, 1, [1, "ä"], { a: "\n" }]) expect(jsonBytes(value)).toBe(Buffer.byteLength(JSON.stringify(value)));
});
