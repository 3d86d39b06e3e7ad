import { expect, test } from "vitest";
import { ours, plain, type Engine } from "../../bench/search/engines.ts";
import { meanQuality, qualityOf } from "../../bench/search/quality.ts";
import { readSets, type SearchSet } from "../../bench/search/sets.ts";
import { inPackage } from "../../bench/paths.ts";

const sets = readSets(inPackage("bench/search/data"));

/** nDCG@10 of the index that is shipped, rounded down to a hundredth. */
const reached: Readonly<Record<string, number>> = {
  livemcpbench: 0.42,
  "livemcpbench + toucan_pool": 0.28,
  metatool_multi: 0.75,
  bfcl_pool: 0.8,
  stabletoolbench: 0.73,
  "stabletoolbench + toucan_pool": 0.69,
};

async function ndcg(engine: Engine, { tools, queries }: SearchSet): Promise<number> {
  const find = await engine.build(tools);
  const qualities = [];
  for (const { query, relevant } of queries) qualities.push(qualityOf(await find(query), relevant));
  return meanQuality(qualities).ndcg10;
}

test.each(sets.map((set) => [set.name, set] as const))("tools of %s are found as well as ever", async (name, set) => {
  expect(await ndcg(ours, set)).toBeGreaterThanOrEqual(reached[name] as number);
});

test("plain BM25 does not reach that, so the test can tell", async () => {
  const all = await Promise.all(sets.map(async (set) => [set.name, await ndcg(plain, set)] as const));
  expect(all.filter(([name, quality]) => quality < (reached[name] as number)).length).toBeGreaterThanOrEqual(4);
});

test("the measure is that of its definition", () => {
  expect(qualityOf(["a", "x", "b"], ["a", "b"])).toEqual({
    recall5: 1,
    recall10: 1,
    ndcg10: (1 + 1 / Math.log2(4)) / (1 + 1 / Math.log2(3)),
  });
  expect(qualityOf(["x", "y"], ["a"])).toEqual({ recall5: 0, recall10: 0, ndcg10: 0 });
  expect(qualityOf(["x1", "x2", "x3", "x4", "x5", "a"], ["a"])).toMatchObject({ recall5: 0, recall10: 1 });
});
