import type { InvertedIndex } from "./inverted-index.ts";
import { synonymsOf } from "./synonyms.ts";
import { isNumber, toTerms } from "./terms.ts";

/** A document with what a query makes of it; scores compare within one query only. */
export interface Ranked {
  readonly document: number;
  readonly score: number;
}

/** How the parts of a score count; chosen by cross-validation, see docs/decisions/0009. How soon a word's repetitions stop to count is the index's. */
export const rankWeights = {
  /** What a synonym counts beside the word itself. */
  synonym: 0.5,
  /** What a number in the query counts beside a word. */
  number: 0.5,
  /** What the part of the query that a document answers adds. */
  queryCoverage: 0.8,
  /** What the part of the name that the query says adds. */
  nameCoverage: 0.9,
  /** How much of a document's score is its score for the clause of the query that it answers best. */
  clause: 0.33,
  /** How much of a score depends on what else its server has for the query. */
  group: 0.85,
};

/** What {@link rank} gives. */
export interface Ranking {
  /** The best first; equal scores in the order of their numbers. */
  readonly best: readonly Ranked[];
  /** How many documents fit at all. */
  readonly total: number;
}

/**
 * The documents that a query's terms or their synonyms are found in, best first: BM25 over the different words of the query, raised where a
 * document's name and the query say the same, where one clause of a longer request is answered well, and where the server fits.
 *
 * @param limit how many of the best are given
 * @param accepts leaves documents out, before they count in anything
 */
export function rank(index: InvertedIndex, query: string, limit: number, accepts?: (document: number) => boolean): Ranking {
  const terms = new Set(toTerms(query));
  const clauses = query
    .split(CLAUSES)
    .map((clause) => new Set(toTerms(clause)))
    .filter(({ size }) => size >= 2)
    .slice(0, MAX_CLAUSES);
  const scores = new Scores(index, clauses.length < 2 ? [] : clauses);
  for (const term of terms) scores.add(term, accepts);
  if (scores.count === 0) return { best: [], total: 0 };
  scores.weighQueryCoverage();
  scores.weighClauses();
  scores.weighNames(terms);
  scores.weighGroups();
  return { best: scores.top(limit), total: scores.count };
}

/** The sums of one query, by document. Its loops run over thousands of documents for every word: they are plain on purpose. */
class Scores {
  readonly #index: InvertedIndex;
  readonly #sums: Float64Array;
  readonly #covered: Float64Array;
  /** The best that one term has in each document, while it is counted. */
  readonly #best: Float64Array;
  readonly #clauses: readonly { readonly terms: ReadonlySet<string>; readonly sums: Float64Array }[];
  readonly #touched: Int32Array;
  readonly #found: Int32Array;
  #coverable = 0;
  /** How many documents have any of the terms. */
  count = 0;

  constructor(index: InvertedIndex, clauses: readonly ReadonlySet<string>[]) {
    const { capacity } = index;
    this.#index = index;
    this.#sums = new Float64Array(capacity);
    this.#covered = new Float64Array(capacity);
    this.#best = new Float64Array(capacity);
    this.#clauses = clauses.map((terms) => ({ terms, sums: new Float64Array(capacity) }));
    this.#touched = new Int32Array(capacity);
    this.#found = new Int32Array(capacity);
  }

  /** Counts a term, in each document by the best of itself and its synonyms. */
  add(term: string, accepts: ((document: number) => boolean) | undefined): void {
    const index = this.#index;
    const weight = isNumber(term) ? rankWeights.number : 1;
    let rarity = Infinity;
    let found = 0;
    if (index.postings(term)) {
      rarity = index.rarity(term);
      this.#coverable += rarity;
      found = this.#put(term, weight * rarity, found, accepts);
      for (let at = 0; at < found; at += 1) {
        const document = this.#found[at] as number;
        this.#covered[document] = (this.#covered[document] as number) + rarity;
      }
    }
    for (const synonym of synonymsOf(term)) {
      if (!index.postings(synonym)) continue;
      // A rare synonym of a common word must not count for more than the word.
      found = this.#put(synonym, weight * rankWeights.synonym * Math.min(index.rarity(synonym), rarity), found, accepts);
    }
    const clauses = this.#clauses.flatMap(({ terms, sums }) => (terms.has(term) ? [sums] : []));
    for (let at = 0; at < found; at += 1) {
      const document = this.#found[at] as number;
      const gain = this.#best[document] as number;
      this.#best[document] = 0;
      const before = this.#sums[document] as number;
      if (before === 0) {
        this.#touched[this.count] = document;
        this.count += 1;
      }
      this.#sums[document] = before + gain;
      for (const sums of clauses) sums[document] = (sums[document] as number) + gain;
    }
  }

  /** Raises what has much of the query. */
  weighQueryCoverage(): void {
    if (this.#coverable === 0) return;
    const factor = rankWeights.queryCoverage / this.#coverable;
    for (let at = 0; at < this.count; at += 1) {
      const document = this.#touched[at] as number;
      this.#sums[document] = (this.#sums[document] as number) * (1 + factor * (this.#covered[document] as number));
    }
  }

  /** Raises what answers one clause of a longer request, so that the last need of three is found as the first. */
  weighClauses(): void {
    const highest = this.#clauses.map(({ sums }) => this.#highest(sums));
    const top = Math.max(0, ...highest);
    if (top === 0) return;
    const scale = rankWeights.clause * this.#highest(this.#sums);
    const best = this.#best;
    for (const [clause, { sums }] of this.#clauses.entries()) {
      const most = highest[clause] as number;
      if (most === 0) continue;
      // Between what a clause's best is among all, and that every clause's best is as good.
      const norm = 1 / Math.sqrt(most * top);
      for (let at = 0; at < this.count; at += 1) {
        const document = this.#touched[at] as number;
        const normed = (sums[document] as number) * norm;
        if (normed > (best[document] as number)) best[document] = normed;
      }
    }
    for (let at = 0; at < this.count; at += 1) {
      const document = this.#touched[at] as number;
      this.#sums[document] = (1 - rankWeights.clause) * (this.#sums[document] as number) + scale * (best[document] as number);
      best[document] = 0;
    }
  }

  /** Raises what is called as the query says. */
  weighNames(terms: ReadonlySet<string>): void {
    const said = this.#best;
    const words = new Map<string, number>();
    for (const term of terms) for (const synonym of synonymsOf(term)) words.set(synonym, rankWeights.synonym);
    for (const term of terms) words.set(term, 1);
    for (const [word, weight] of words) {
      const rarity = weight * this.#index.rarity(word);
      for (const document of this.#index.named(word)) said[document] = (said[document] as number) + rarity;
    }
    const { nameRarities } = this.#index.norms();
    for (let at = 0; at < this.count; at += 1) {
      const document = this.#touched[at] as number;
      if (said[document] === 0) continue;
      const share = (said[document] as number) / (nameRarities[document] as number);
      this.#sums[document] = (this.#sums[document] as number) * (1 + rankWeights.nameCoverage * share);
    }
  }

  /** Raises what stands beside good hits. */
  weighGroups(): void {
    const { groups, groupCount } = this.#index.norms();
    const best = new Float64Array(groupCount);
    let top = 0;
    for (let at = 0; at < this.count; at += 1) {
      const document = this.#touched[at] as number;
      const score = this.#sums[document] as number;
      const group = groups[document] as number;
      if (score > (best[group] as number)) best[group] = score;
      if (score > top) top = score;
    }
    for (let at = 0; at < this.count; at += 1) {
      const document = this.#touched[at] as number;
      const share = (best[groups[document] as number] as number) / top;
      this.#sums[document] = (this.#sums[document] as number) * (1 - rankWeights.group * (1 - share));
    }
  }

  /** Insertion into a short sorted list: most documents are worse than its last and cost one comparison. */
  top(limit: number): Ranked[] {
    const best: Ranked[] = [];
    let least = 0;
    for (let at = 0; at < this.count; at += 1) {
      const document = this.#touched[at] as number;
      const score = this.#sums[document] as number;
      if (best.length >= limit && score < least) continue;
      let low = 0;
      let high = best.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = best[middle] as Ranked;
        if (other.score > score || (other.score === score && other.document < document)) low = middle + 1;
        else high = middle;
      }
      best.splice(low, 0, { document, score });
      if (best.length > limit) best.pop();
      least = best.at(-1)?.score ?? 0;
    }
    return best;
  }

  /** Keeps in `best` what a word gives to each document where it gives more than what is there; gives how many are found so far. */
  #put(word: string, weight: number, foundBefore: number, accepts: ((document: number) => boolean) | undefined): number {
    const { documents, frequencies } = this.#index.postings(word) as { documents: number[]; frequencies: number[] };
    const { lengthNorms } = this.#index.norms();
    const best = this.#best;
    let found = foundBefore;
    for (let at = 0; at < documents.length; at += 1) {
      const document = documents[at] as number;
      if (accepts && !accepts(document)) continue;
      const frequency = frequencies[at] as number;
      const gain = (weight * frequency) / (frequency + (lengthNorms[document] as number));
      const before = best[document] as number;
      if (before === 0) {
        this.#found[found] = document;
        found += 1;
      }
      if (gain > before) best[document] = gain;
    }
    return found;
  }

  #highest(sums: Float64Array): number {
    let highest = 0;
    for (let at = 0; at < this.count; at += 1) {
      const sum = sums[this.#touched[at] as number] as number;
      if (sum > highest) highest = sum;
    }
    return highest;
  }
}

const CLAUSES = /[.?!;\n]+(?:\s|$)|,\s|\band\b|\bthen\b|\balso\b|\bas well as\b/i;
/** A request of more is a text. */
const MAX_CLAUSES = 12;
