import { toTerms } from "./terms.js";
/**
 * Hits in groups of the same tool offered by several servers: named by the same words, with the same parameters, and described by mostly the
 * same words. A group stands where its best hit stood, which is its first.
 *
 * @param hits best first
 */
export function groupDuplicates(hits) {
  const groups = [];
  const byKey = new Map();
  for (const hit of hits) {
    const key = JSON.stringify([toTerms(hit.document.name), hit.document.parameters.toSorted()]);
    const alike = byKey.get(key) ?? [];
    const group = alike.find(([first]) => isSame(first.document, hit.document));
    if (group) {
      group.push(hit);
      continue;
    }
    const made = [hit];
    groups.push(made);
    byKey.set(key, [...alike, made]);
  }
  return groups;
}
function isSame(a, b) {
  if (a.group === b.group) return false;
  const words = new Set(toTerms(a.description));
  const others = new Set(toTerms(b.description));
  let both = 0;
  for (const word of words) if (others.has(word)) both += 1;
  const all = words.size + others.size - both;
  return all === 0 || both / all >= MIN_SHARED;
}
/** Of the words of both descriptions together. */
const MIN_SHARED = 0.7;
