import type { Suite } from "./report.ts";
import { inPackage } from "./paths.ts";
import { quality } from "./search/quality-tables.ts";
import { scale } from "./search/scale.ts";
import { readSets } from "./search/sets.ts";
import { failedRow } from "./measure.ts";

/** How well tools are found, by ours, by plain BM25 and by libraries with their defaults; and what ten thousand tools cost. */
export const search: Suite = {
  quality: ({ data }) => quality(readSets(data ?? inPackage("bench/search/data"))),
  async *scale() {
    for await (const row of scale(readSets(inPackage("bench/search/data")))) {
      yield row;
      if (row.kind === "measured" && row.target?.met === false) yield failedRow(row.what, `the target of ${row.target.atMost} is missed`);
    }
  },
};
