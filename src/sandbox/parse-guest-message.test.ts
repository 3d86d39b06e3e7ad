import fc from "fast-check";
import { expect, test } from "vitest";
import { parseGuestMessage } from "./parse-guest-message.ts";

test("a message keeps its known fields and loses the others", () => {
  expect(
    parseGuestMessage('{"kind":"call","run":3,"id":1,"server":"s","tool":"t","args":{"a":1},"budget":9999,"session":"other"}'),
  ).toEqual({
    kind: "call",
    run: 3,
    id: 1,
    server: "s",
    tool: "t",
    args: { a: 1 },
  });
});

test("any text is a message or an Error, nothing else", () => {
  const nearly = fc.record({
    kind: fc.constantFrom(
      "ready",
      "call",
      "search",
      "describe",
      "output",
      "done",
      "failed",
      "exceeded",
      "skill",
      "used",
      "returned",
      "threw",
      "list",
      "read",
      "prompt",
      "load",
      "progress",
      "show",
      "x",
    ),
    id: fc.anything(),
    run: fc.anything(),
    server: fc.anything(),
    tool: fc.anything(),
    text: fc.anything(),
    level: fc.anything(),
    error: fc.anything(),
    args: fc.anything(),
    absent: fc.anything(),
    named: fc.anything(),
    uses: fc.anything(),
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        nearly.map((value) => safeJson(value)),
      ),
      (line) => {
        try {
          expect(parseGuestMessage(line)).toHaveProperty("kind");
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "{}";
  }
}
