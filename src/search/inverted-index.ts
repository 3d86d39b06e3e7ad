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

/** How soon more of the same word stops to count, and how much long texts lose (BM25's k1 and b); chosen with the weights. */
const SATURATION = 0.6;
const LENGTH_NORMALISATION = 0.4;

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
  /** The documents whose names have a term. */
  readonly #named = new Map<string, number[]>();
  #norms: Norms | undefined;
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

  /** Takes a document up; its number is its own until it is removed. */
  add(document: SearchDocument): number {
    this.#changed();
    const { frequencies, length } = weigh(document);
    const number = this.#free.pop() ?? this.#documents.length;
    const names = [...new Set(toTerms(`${document.name} ${document.title ?? ""}`))].filter((term) => !isNumber(term));
    this.#documents[number] = { group: document.group, names, length, terms: [...frequencies.keys()] };
    for (const name of names) append(this.#named, name, number);
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
    this.#changed();
    const gone = new Set<number>();
    const affected = new Set<string>();
    const namesAffected = new Set<string>();
    for (const number of numbers) {
      const document = this.#documents[number];
      if (!document) continue;
      gone.add(number);
      for (const term of document.terms) affected.add(term);
      for (const name of document.names) namesAffected.add(name);
      this.#size -= 1;
      this.#totalLength -= document.length;
      this.#documents[number] = undefined;
      this.#free.push(number);
    }
    for (const term of affected) this.#dropPostings(term, gone);
    for (const name of namesAffected) {
      const left = this.named(name).filter((number) => !gone.has(number));
      if (left.length === 0) this.#named.delete(name);
      else this.#named.set(name, left);
    }
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

  /** The documents whose name or title has a term. */
  named(term: string): readonly number[] {
    return this.#named.get(term) ?? [];
  }

  /** What scores are made with, as it is until a document comes or goes. */
  norms(): Norms {
    if (this.#norms) return this.#norms;
    const averageLength = this.#size === 0 ? 1 : this.#totalLength / this.#size;
    const lengthNorms = new Float64Array(this.capacity);
    const nameRarities = new Float64Array(this.capacity);
    const groups = new Int32Array(this.capacity);
    const groupNumbers = new Map<string, number>();
    for (const [number, document] of this.#documents.entries()) {
      if (!document) continue;
      const group = groupNumbers.get(document.group) ?? groupNumbers.size;
      groupNumbers.set(document.group, group);
      groups[number] = group;
      lengthNorms[number] = SATURATION * (1 - LENGTH_NORMALISATION + (LENGTH_NORMALISATION * document.length) / averageLength);
      for (const name of document.names) nameRarities[number] = (nameRarities[number] as number) + this.rarity(name);
    }
    return (this.#norms = { lengthNorms, nameRarities, groups, groupCount: groupNumbers.size });
  }

  #changed(): void {
    this.#rarities.clear();
    this.#norms = undefined;
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

/** By number of document. */
interface Norms {
  /** BM25's `k1 * (1 - b + b * length / averageLength)`. */
  readonly lengthNorms: Float64Array;
  /** The rarities of its name's terms together. */
  readonly nameRarities: Float64Array;
  /** The number of its group. */
  readonly groups: Int32Array;
  readonly groupCount: number;
}

function append(lists: Map<string, number[]>, term: string, number: number): void {
  const list = lists.get(term);
  if (list) list.push(number);
  else lists.set(term, [number]);
}

interface IndexedDocument {
  readonly group: string;
  /** The different terms of its name and title, without numbers. */
  readonly names: readonly string[];
  /** In terms, weighted. */
  readonly length: number;
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
