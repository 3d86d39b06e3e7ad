import { expect, test } from "vitest";
import { parseCases, printCases } from "./skill-cases.ts";

test("what is printed is read again", () => {
  const cases = [
    { function: "f", args: [1, "a"], calls: [{ server: "s", tool: "t", args: { a: 1 }, result: [1] }], output: { b: null } },
    {
      function: "f",
      args: [],
      named: { x: 1 },
      calls: [{ server: "s", tool: "t", args: {}, error: { code: "TOOL_FAILED", message: "no" } }],
      error: "no",
    },
  ];
  expect(parseCases(printCases(cases))).toEqual(cases);
});

test.each([
  ["{", "is no JSON"],
  ["{}", "a list of cases"],
  ["[1]", "[0] must be an object"],
  ['[{"args": []}]', "[0].function"],
  ['[{"function": "f", "args": {}}]', "[0].args"],
  ['[{"function": "f", "calls": [{"server": "s"}]}]', "[0].calls[0]"],
  ['[{"function": "f", "calls": [{"server": "s", "tool": "t", "error": "no"}]}]', "[0].calls[0].error"],
  ['[{"function": "f", "error": 1}]', "[0].error"],
])("%s is refused with the place", (text, place) => {
  expect(() => parseCases(text)).toThrow(
    expect.objectContaining({ code: "SKILL_INVALID", message: expect.stringContaining(place) as string }),
  );
});
