import { nearTerms } from "./did-you-mean.js";
import { InvertedIndex } from "./inverted-index.js";
import { rank } from "./rank.js";
import { toTerms } from "./terms.js";
/** One ranked index over items of any kind, kept up to date one item at a time. */
export class SearchIndex {
  #index = new InvertedIndex();
  #entries = new Map();
  get size() {
    return this.#entries.size;
  }
  /** Takes an item up. Gives its number, which {@link remove} takes. */
  add(item, document) {
    const number = this.#index.add(document);
    this.#entries.set(number, { item, document });
    return number;
  }
  remove(numbers) {
    const gone = [...numbers];
    this.#index.remove(gone);
    for (const number of gone) this.#entries.delete(number);
  }
  entry(number) {
    return this.#entries.get(number);
  }
  /** A query without words finds nothing. Only where no word of it is known, beginnings of words and misspellings are tried. */
  search(query, { limit, accepts }) {
    const text = query.slice(0, MAX_QUERY_CHARACTERS);
    const accepted = accepts && ((number) => accepts(this.#entries.get(number)));
    const found = this.#rank(text, limit, accepted);
    if (found.total > 0) return { ...found, meant: [] };
    const meant = [...new Set(toTerms(text).flatMap((term) => nearTerms(term, this.#index.terms())))];
    return { ...this.#rank(meant.join(" "), limit, accepted), meant };
  }
  #rank(query, limit, accepts) {
    const { best, total } = rank(this.#index, query, limit, accepts);
    const named = query.trim().toLowerCase();
    const hits = best.map(({ document, score }) => ({ ...this.#entries.get(document), number: document, score }));
    const isNamed = ({ document: { group, name } }) => name.toLowerCase() === named || `${group}.${name}`.toLowerCase() === named;
    // Who writes a tool's whole name means that tool.
    return { hits: [...hits.filter(isNamed), ...hits.filter((hit) => !isNamed(hit))], total };
  }
}
const MAX_QUERY_CHARACTERS = 2_000;
