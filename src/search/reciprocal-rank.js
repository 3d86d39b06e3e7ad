/**
 * One ranking from several of the same things, by reciprocal rank fusion: what stands at rank r of a ranking gets 1 / (60 + r) from it
 * (Cormack, Clarke, Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", 2009).
 *
 * @param rankings each best first
 */
export function fuseRankings(rankings) {
  const scores = new Map();
  for (const ranking of rankings)
    for (const [rank, document] of ranking.entries()) scores.set(document, (scores.get(document) ?? 0) + 1 / (RANK_OFFSET + rank + 1));
  return [...scores].map(([document, score]) => ({ document, score })).toSorted((a, b) => b.score - a.score);
}
const RANK_OFFSET = 60;
