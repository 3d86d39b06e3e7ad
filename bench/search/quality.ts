/**
 * How good a ranking is, by binary relevance: the share of relevant tools among the first five and ten, and the normalised discounted
 * cumulative gain of the first ten (Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002).
 */
export interface Quality {
  readonly recall5: number;
  readonly recall10: number;
  readonly ndcg10: number;
}

/** @param ranked ids, best first */
export function qualityOf(ranked: readonly string[], relevant: readonly string[]): Quality {
  const wanted = new Set(relevant);
  const within = (count: number): number => ranked.slice(0, count).filter((id) => wanted.has(id)).length / wanted.size;
  const gained = ranked.slice(0, 10).reduce((sum, id, at) => sum + (wanted.has(id) ? 1 / Math.log2(at + 2) : 0), 0);
  let ideal = 0;
  for (let at = 0; at < Math.min(10, wanted.size); at += 1) ideal += 1 / Math.log2(at + 2);
  return { recall5: within(5), recall10: within(10), ndcg10: gained / ideal };
}

export function meanQuality(all: readonly Quality[]): Quality {
  const mean = (part: keyof Quality): number => all.reduce((sum, each) => sum + each[part], 0) / all.length;
  return { recall5: mean("recall5"), recall10: mean("recall10"), ndcg10: mean("ndcg10") };
}
