import type { InvertedIndex } from "./inverted-index.ts";
import { synonymsOf } from "./synonyms.ts";
import { isNumber, toTerms } from "./terms.ts";

/** A document with what a query makes of it; scores compare within one query only. */
export interface Ranked {
  readonly document: number;
  readonly score: number;
}

/** How the parts of a score count; chosen by cross-validation, see docs/decisions/0009. */
export const rankWeights = {
  /** How soon more of the same word stops to count, and how much long texts lose (BM25's k1 and b). */
  saturation: 0.6,
  lengthNormalisation: 0.4,
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
  const clauses = query
    .split(CLAUSES)
    .map((clause) => new Set(toTerms(clause)))
    .filter(({ size }) => size >= 2);
  const terms = new Set(toTerms(query));
  if (clauses.length < 2) clauses.length = 0;
  const scores = new Scores(index, clauses.length);
  for (const term of terms) {
    const into = clauses.flatMap((clause, number) => (clause.has(term) ? [number] : []));
    scores.add(term, into, accepts);
  }
  return scores.ranked(terms, limit);
}

/** The sums of one query, by document. */
class Scores {
  readonly #index: InvertedIndex;
  readonly #sums: Float64Array;
  readonly #covered: Float64Array;
  readonly #clauses: Float64Array[];
  readonly #touched: number[] = [];
  #coverable = 0;
  readonly #best: Float64Array;

  constructor(index: InvertedIndex, clauses: number) {
    this.#index = index;
    const make = (): Float64Array => new Float64Array(index.capacity);
    this.#sums = make();
    this.#covered = make();
    this.#best = make();
    this.#clauses = Array.from({ length: clauses }, make);
  }

  /** Counts a term, in each document by the best of itself and its synonyms. */
  add(term: string, clauses: readonly number[], accepts: ((document: number) => boolean) | undefined): void {
    const own = this.#index.postings(term);
    const rarity = own ? this.#index.rarity(term) : undefined;
    const found: number[] = [];
    if (rarity !== undefined) {
      this.#coverable += rarity;
      this.#put(term, rarity, found, accepts);
      for (const document of found) this.#covered[document] = (this.#covered[document] as number) + rarity;
    }
    for (const synonym of synonymsOf(term)) {
      if (!this.#index.postings(synonym)) continue;
      // A rare synonym of a common word must not count for more than the word.
      this.#put(synonym, rankWeights.synonym * Math.min(this.#index.rarity(synonym), rarity ?? Infinity), found, accepts);
    }
    const weight = isNumber(term) ? rankWeights.number : 1;
    for (const document of found) {
      const gain = weight * (this.#best[document] as number);
      this.#best[document] = 0;
      if (this.#sums[document] === 0) this.#touched.push(document);
      this.#sums[document] = (this.#sums[document] as number) + gain;
      for (const clause of clauses) {
        const sums = this.#clauses[clause] as Float64Array;
        sums[document] = (sums[document] as number) + gain;
      }
    }
  }

  ranked(terms: ReadonlySet<string>, limit: number): Ranking {
    if (this.#touched.length === 0) return { best: [], total: 0 };
    this.#weighCoverage();
    this.#weighClauses();
    this.#weighNames(terms);
    this.#weighGroups();
    return { best: this.#top(limit), total: this.#touched.length };
  }

  #put(term: string, weight: number, found: number[], accepts: ((document: number) => boolean) | undefined): void {
    const { documents, frequencies } = this.#index.postings(term) as { documents: number[]; frequencies: number[] };
    const { saturation, lengthNormalisation } = rankWeights;
    const { lengths } = this.#index;
    const perLength = (saturation * lengthNormalisation) / this.#index.averageLength;
    const fixed = saturation * (1 - lengthNormalisation);
    for (let at = 0; at < documents.length; at += 1) {
      const document = documents[at] as number;
      if (accepts && !accepts(document)) continue;
      const frequency = frequencies[at] as number;
      const gain = (weight * frequency * (saturation + 1)) / (frequency + fixed + perLength * (lengths[document] as number));
      const before = this.#best[document] as number;
      if (before === 0) found.push(document);
      if (gain > before) this.#best[document] = gain;
    }
  }

  #weighCoverage(): void {
    if (this.#coverable === 0) return;
    for (const document of this.#touched)
      this.#multiply(document, 1 + (rankWeights.queryCoverage * (this.#covered[document] as number)) / this.#coverable);
  }

  #weighClauses(): void {
    if (this.#clauses.length === 0) return;
    const highest = this.#clauses.map((sums) => this.#highest(sums));
    const top = Math.max(...highest);
    if (top === 0) return;
    const scale = this.#highest(this.#sums);
    for (const document of this.#touched) {
      let best = 0;
      for (const [clause, sums] of this.#clauses.entries()) {
        const most = highest[clause] as number;
        if (most > 0) best = Math.max(best, (sums[document] as number) / Math.sqrt(most * top));
      }
      this.#sums[document] = (1 - rankWeights.clause) * (this.#sums[document] as number) + rankWeights.clause * scale * best;
    }
  }

  #weighNames(terms: ReadonlySet<string>): void {
    const words = new Map<string, number>();
    for (const term of terms) for (const synonym of synonymsOf(term)) words.set(synonym, rankWeights.synonym);
    for (const term of terms) words.set(term, 1);
    for (const document of this.#touched) {
      let whole = 0;
      let said = 0;
      for (const name of this.#index.document(document).names) {
        const rarity = this.#index.rarity(name);
        whole += rarity;
        said += rarity * (words.get(name) ?? 0);
      }
      if (whole > 0) this.#multiply(document, 1 + (rankWeights.nameCoverage * said) / whole);
    }
  }

  #weighGroups(): void {
    const best = new Map<string, number>();
    for (const document of this.#touched) {
      const { group } = this.#index.document(document);
      const score = this.#sums[document] as number;
      if (score > (best.get(group) ?? 0)) best.set(group, score);
    }
    const top = Math.max(...best.values());
    for (const document of this.#touched) {
      const { group } = this.#index.document(document);
      this.#multiply(document, 1 - rankWeights.group + (rankWeights.group * (best.get(group) as number)) / top);
    }
  }

  /** Insertion into a short sorted list: most documents are worse than its last and cost one comparison. */
  #top(limit: number): Ranked[] {
    const best: Ranked[] = [];
    for (const document of this.#touched) {
      const score = this.#sums[document] as number;
      const last = best.at(-1);
      if (last && best.length >= limit && isBefore(last, { document, score })) continue;
      let low = 0;
      let high = best.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isBefore(best[middle] as Ranked, { document, score })) low = middle + 1;
        else high = middle;
      }
      best.splice(low, 0, { document, score });
      if (best.length > limit) best.pop();
    }
    return best;
  }

  #highest(sums: Float64Array): number {
    let highest = 0;
    for (const document of this.#touched) highest = Math.max(highest, sums[document] as number);
    return highest;
  }

  #multiply(document: number, factor: number): void {
    this.#sums[document] = (this.#sums[document] as number) * factor;
  }
}

function isBefore(a: Ranked, b: Ranked): boolean {
  return a.score > b.score || (a.score === b.score && a.document < b.document);
}

const CLAUSES = /[.?!;\n]+(?:\s|$)|,\s|\band\b|\bthen\b|\balso\b|\bas well as\b/i;
