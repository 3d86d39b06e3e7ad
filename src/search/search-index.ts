import type { SearchDocument } from "./document.ts";
import { nearTerms } from "./did-you-mean.ts";
import { InvertedIndex } from "./inverted-index.ts";
import { rank } from "./rank.ts";
import { toTerms } from "./terms.ts";

/** An item that can be found. */
export interface Entry<Item> {
  readonly item: Item;
  readonly document: SearchDocument;
}

export interface Hit<Item> extends Entry<Item> {
  readonly number: number;
  /** Compares within one query only. */
  readonly score: number;
}

export interface Found<Item> {
  /** The best first; equal scores in the order in which they were taken up. */
  readonly hits: readonly Hit<Item>[];
  /** How many fit at all. */
  readonly total: number;
  /** Words of the index that were taken for words of the query which nothing has; empty where the query itself found something. */
  readonly meant: readonly string[];
}

export interface SearchOptions<Item> {
  /** How many hits at most. */
  readonly limit: number;
  /** Leaves items out, before they count in anything. */
  readonly accepts?: (entry: Entry<Item>) => boolean;
}

/** One ranked index over items of any kind, kept up to date one item at a time. */
export class SearchIndex<Item> {
  readonly #index = new InvertedIndex();
  readonly #entries = new Map<number, Entry<Item>>();

  get size(): number {
    return this.#entries.size;
  }

  /** Takes an item up. Gives its number, which {@link remove} takes. */
  add(item: Item, document: SearchDocument): number {
    const number = this.#index.add(document);
    this.#entries.set(number, { item, document });
    return number;
  }

  remove(numbers: Iterable<number>): void {
    const gone = [...numbers];
    this.#index.remove(gone);
    for (const number of gone) this.#entries.delete(number);
  }

  entry(number: number): Entry<Item> | undefined {
    return this.#entries.get(number);
  }

  /** A query without words finds nothing. Only where no word of it is known, beginnings of words and misspellings are tried. */
  search(query: string, { limit, accepts }: SearchOptions<Item>): Found<Item> {
    const text = query.slice(0, MAX_QUERY_CHARACTERS);
    const accepted = accepts && ((number: number): boolean => accepts(this.#entries.get(number) as Entry<Item>));
    const found = this.#rank(text, limit, accepted);
    if (found.total > 0) return { ...found, meant: [] };
    const meant = [...new Set(toTerms(text).flatMap((term) => nearTerms(term, this.#index.terms())))];
    return { ...this.#rank(meant.join(" "), limit, accepted), meant };
  }

  #rank(query: string, limit: number, accepts: ((number: number) => boolean) | undefined): Omit<Found<Item>, "meant"> {
    const { best, total } = rank(this.#index, query, limit, accepts);
    const named = query.trim().toLowerCase();
    const hits = best.map(({ document, score }) => ({ ...(this.#entries.get(document) as Entry<Item>), number: document, score }));
    const isNamed = ({ document: { group, name } }: Hit<Item>): boolean =>
      name.toLowerCase() === named || `${group}.${name}`.toLowerCase() === named;
    // Who writes a tool's whole name means that tool.
    return { hits: [...hits.filter(isNamed), ...hits.filter((hit) => !isNamed(hit))], total };
  }
}

const MAX_QUERY_CHARACTERS = 2_000;
