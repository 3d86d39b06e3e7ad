import { expect, test } from "vitest";
import { uniqueNames } from "../../../bench/peers/unique-names.js";

test("only a name that two servers have gets its server's before it", () => {
  const tools = [
    { server: "a", name: "search" },
    { server: "b", name: "search" },
    { server: "b", name: "fetch" },
  ];
  expect(uniqueNames(tools).map(([name]) => name)).toEqual(["a_search", "b_search", "fetch"]);
});
