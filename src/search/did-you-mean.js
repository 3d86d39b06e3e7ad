import { distance } from "fastest-levenshtein";
/**
 * The terms of the index that were most likely meant by one that it does not have: those that begin with it, or that few letters tell from
 * it. At most three, the nearest first.
 */
export function nearTerms(term, known) {
  const near = [];
  const most = Math.floor(term.length / 4) + (term.length >= 4 ? 1 : 0);
  for (const candidate of known) {
    const begins = term.length >= 3 && candidate.startsWith(term);
    if (!begins && Math.abs(candidate.length - term.length) > most) continue;
    const far = begins ? 0.5 : distance(term, candidate);
    if (far <= most || begins) near.push({ candidate, far });
  }
  near.sort((a, b) => a.far - b.far || a.candidate.length - b.candidate.length || (a.candidate < b.candidate ? -1 : 1));
  return near.slice(0, 3).map(({ candidate }) => candidate);
}
