import { expect, test } from "vitest";
import { inPackage } from "../../../bench/paths.ts";

interface Named {
  readonly server: string;
  readonly name: string;
}

// The code of peers is plain JavaScript.
const { uniqueNames } = (await import(inPackage("bench/peers/unique-names.js"))) as {
  uniqueNames(tools: readonly Named[]): readonly (readonly [name: string, tool: Named])[];
};

test("only a name that two servers have gets its server's before it", () => {
  const tools = [
    { server: "a", name: "search" },
    { server: "b", name: "search" },
    { server: "b", name: "fetch" },
  ];
  expect(uniqueNames(tools).map(([name]) => name)).toEqual(["a_search", "b_search", "fetch"]);
});
