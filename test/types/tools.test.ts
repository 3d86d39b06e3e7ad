import { expect, test } from "vitest";
import { acceptance } from "../../bench/types/acceptance.ts";
import { allServers } from "../../bench/types/tool-corpus.ts";

test("the types of real tools compile, take what their schemas take, and refuse what they refuse", async () => {
  const { throws, broken, valid, wronglyRejected, invalid } = acceptance(await allServers());
  expect({ throws, broken, wronglyRejected }).toEqual({ throws: [], broken: [], wronglyRejected: [] });
  expect(valid).toBeGreaterThan(20);
  for (const [mistake, { count, rejected }] of invalid) expect([mistake, rejected]).toEqual([mistake, count]);
}, 600_000);

test("a type that is too narrow is found, so the test can tell", () => {
  const inputSchema = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
  const tools = [{ server: "s", name: "t", description: "", inputSchema, annotations: {} }];
  const narrow = { type: "object", properties: { a: { type: "number" } }, required: ["a"] };
  expect(acceptance([{ server: "s", tools }]).wronglyRejected).toEqual([]);
  expect(acceptance([{ server: "s", tools }], (tool) => ({ ...tool, inputSchema: narrow })).wronglyRejected.length).toBeGreaterThan(0);
}, 60_000);
