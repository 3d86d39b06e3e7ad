import { expect, test } from "vitest";
import type { PeerGenerator } from "../../bench/types/peer-generators.ts";
import { tallyTokens } from "../../bench/types/token-tally.ts";
import { allServers } from "../../bench/types/tool-corpus.ts";

test("the types of arguments, with their descriptions, take fewer tokens than the schemas", async () => {
  const rows = await tallyTokens(await allServers(), []);
  const tokensOf = (name: string): number => rows.find(({ what }) => what === name)?.tokens ?? Number.NaN;
  expect(rows.flatMap(({ throws }) => throws)).toEqual([]);
  expect(tokensOf("ours, docs")).toBeLessThan(tokensOf("JSON Schema"));
  expect(tokensOf("ours, signature")).toBeLessThan(tokensOf("ours, docs"));
  expect(tokensOf("ours, docs")).toBeLessThanOrEqual(tokensOf("ours, full"));
}, 120_000);

test("what is compared is compared over the tools that it can do", async () => {
  const inputSchema = { type: "object", properties: { path: { type: "string", description: "Where it is." } } };
  const tools = ["can", "can_not"].map((name) => ({ server: "s", name, description: "", inputSchema, annotations: {} }));
  const half: PeerGenerator = {
    name: "half",
    generate(schema, typeName) {
      if (typeName === "CanNotInput") throw new Error("it can't");
      return JSON.stringify(schema);
    },
  };
  const rows = await tallyTokens([{ server: "s", tools }], [half]);
  const [all, peer] = [rows.find(({ what }) => what === "JSON Schema"), rows.find(({ what }) => what === "half")];
  expect(peer).toMatchObject({ tools: 1, throws: ["s can_not: it can't"], tokens: (all?.tokens ?? 0) / 2, ofSchemas: 1 });
  expect(peer?.ours).toMatchObject({ fewer: 1, asMany: 0, more: 0 });
  expect(peer?.ours?.tokens).toBeLessThan(all?.ours?.tokens ?? 0);
});
