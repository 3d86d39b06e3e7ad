import fc from "fast-check";
import { expect, test } from "vitest";
import { createLineReader, LineTooLongError } from "./lines.ts";

test("lines come out whole however the bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", ""))),
      fc.integer({ min: 1, max: 7 }),
      (lines, step) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const read = createLineReader(10_000);
        const got: string[] = [];
        for (let at = 0; at < bytes.length; at += step) got.push(...read(bytes.subarray(at, at + step)));
        expect(got).toEqual(lines);
      },
    ),
  );
});

test("a line over the limit throws before it is held", () => {
  const read = createLineReader(10);
  expect(read(Buffer.from("0123456789\n"))).toEqual(["0123456789"]);
  read(Buffer.from("01234567"));
  expect(() => read(Buffer.from("8901"))).toThrow(LineTooLongError);
});
