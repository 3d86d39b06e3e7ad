import { stemmer } from "stemmer";
import { stopWords } from "./stop-words.ts";
import { toWords } from "./words.ts";

/**
 * What a text is indexed and asked by: its words without stop words, each reduced to its stem (Porter, "An algorithm for suffix stripping",
 * 1980). A text of nothing but stop words keeps them, so that a tool called `get` can be found.
 */
export function toTerms(text: string): string[] {
  const words = toWords(text);
  const telling = words.filter((word) => !stopWords.has(word));
  return (telling.length === 0 ? words : telling).map(toStem);
}

/** Whether a term is digits alone: in a query mostly a value, in a name mostly a version. */
export function isNumber(term: string): boolean {
  return /^\p{N}+$/u.test(term);
}

/** The stem of one word in lower case. */
export function toStem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(word);
  if (stems.size >= MAX_STEMS) stems.clear();
  stems.set(word, stem);
  return stem;
}

const stems = new Map<string, string>();
const MAX_STEMS = 50_000;
