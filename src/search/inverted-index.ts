import { commonness } from "./common-terms.ts";
import type { SearchDocument } from "./document.ts";
import { isNumber, toTerms } from "./terms.ts";

/** Where a term stands: documents by number, and how often in each, weighted by field. */
export interface Postings {
  readonly documents: number[];
  readonly frequencies: number[];
}

/** How much a word counts by where it stands; chosen by cross-validation, see docs/decisions/0009. */
export const fieldWeights = {
  name: 2.3,
  server: 2.2,
  description: 0.7,
  parameters: 1.7,
  parameterDocs: 0.55,
  enumValues: 0.8,
  about: 0.9,
};

/** As how many documents tools in general count beside the catalogue's own. */
const COMMON_DOCUMENTS = 3_000;

/**
 * Terms to documents, kept up to date one document at a time. The fields of a document are one text in which words weigh by field, with
 * one weighted length (Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", 2004).
 */
export class InvertedIndex {
  readonly #postings = new Map<string, Postings>();
  readonly #documents: (IndexedDocument | undefined)[] = [];
  readonly #free: number[] = [];
  /** Of every document, in terms, weighted; by number. */
  readonly lengths: number[] = [];
  #size = 0;
  #totalLength = 0;
  /** As they are until a document comes or goes. */
  readonly #rarities = new Map<string, number>();

  /** How many documents there are. */
  get size(): number {
    return this.#size;
  }

  /** One more than the highest number of a document. */
  get capacity(): number {
    return this.#documents.length;
  }

  get averageLength(): number {
    return this.#size === 0 ? 1 : this.#totalLength / this.#size;
  }

  /** Takes a document up; its number is its own until it is removed. */
  add(document: SearchDocument): number {
    this.#rarities.clear();
    const { frequencies, length } = weigh(document);
    const number = this.#free.pop() ?? this.#documents.length;
    const names = [...new Set(toTerms(`${document.name} ${document.title ?? ""}`))].filter((term) => !isNumber(term));
    this.#documents[number] = { group: document.group, names, terms: [...frequencies.keys()] };
    this.lengths[number] = length;
    this.#size += 1;
    this.#totalLength += length;
    for (const [term, frequency] of frequencies) {
      let postings = this.#postings.get(term);
      if (!postings) this.#postings.set(term, (postings = { documents: [], frequencies: [] }));
      postings.documents.push(number);
      postings.frequencies.push(frequency);
    }
    return number;
  }

  /** Forgets documents; their numbers are given again. */
  remove(numbers: Iterable<number>): void {
    this.#rarities.clear();
    const gone = new Set<number>();
    const affected = new Set<string>();
    for (const number of numbers) {
      const document = this.#documents[number];
      if (!document) continue;
      gone.add(number);
      for (const term of document.terms) affected.add(term);
      this.#size -= 1;
      this.#totalLength -= this.lengths[number] as number;
      this.#documents[number] = undefined;
      this.#free.push(number);
    }
    for (const term of affected) this.#dropPostings(term, gone);
  }

  /**
   * How much a term tells one document from others: its inverse document frequency, over this catalogue together with tools in general, so
   * that a word does not count as rare because a catalogue is small.
   */
  rarity(term: string): number {
    const known = this.#rarities.get(term);
    if (known !== undefined) return known;
    const having = (this.#postings.get(term)?.documents.length ?? 0) + COMMON_DOCUMENTS * commonness(term);
    const rarity = Math.log(1 + (this.#size + COMMON_DOCUMENTS - having + 0.5) / (having + 0.5));
    this.#rarities.set(term, rarity);
    return rarity;
  }

  postings(term: string): Postings | undefined {
    return this.#postings.get(term);
  }

  terms(): IterableIterator<string> {
    return this.#postings.keys();
  }

  /** @param number of a document that is there */
  document(number: number): IndexedDocument {
    return this.#documents[number] as IndexedDocument;
  }

  #dropPostings(term: string, gone: ReadonlySet<number>): void {
    const { documents, frequencies } = this.#postings.get(term) as Postings;
    let kept = 0;
    for (const [index, number] of documents.entries()) {
      if (gone.has(number)) continue;
      documents[kept] = number;
      frequencies[kept] = frequencies[index] as number;
      kept += 1;
    }
    documents.length = kept;
    frequencies.length = kept;
    if (kept === 0) this.#postings.delete(term);
  }
}

export interface IndexedDocument {
  readonly group: string;
  /** The different terms of its name and title, without numbers. */
  readonly names: readonly string[];
  readonly terms: readonly string[];
}

function weigh(document: SearchDocument): { readonly frequencies: ReadonlyMap<string, number>; readonly length: number } {
  const frequencies = new Map<string, number>();
  let length = 0;
  const add = (text: string, weight: number): void => {
    for (const term of toTerms(text)) {
      frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
      length += weight;
    }
  };
  add(`${document.name} ${document.title ?? ""}`, fieldWeights.name);
  add(document.group, fieldWeights.server);
  add(document.description, fieldWeights.description);
  for (const text of document.parameters) add(text, fieldWeights.parameters);
  for (const text of document.parameterDocs) add(text, fieldWeights.parameterDocs);
  for (const text of document.enumValues) add(text, fieldWeights.enumValues);
  for (const text of document.about) add(text, fieldWeights.about);
  return { frequencies, length };
}
