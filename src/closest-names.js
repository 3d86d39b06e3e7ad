import { distance } from "fastest-levenshtein";
/**
 * The names that somebody who typed `name` most likely meant, nearest first; at most three, none when nothing is near.
 * Case, dashes and underscores do not count as differences.
 */
export function closestNames(name, candidates) {
  const wanted = fold(name);
  const scored = [];
  for (const candidate of new Set(candidates)) {
    const folded = fold(candidate);
    const contained = folded.length > 2 && wanted.length > 2 && (folded.includes(wanted) || wanted.includes(folded));
    const score = contained ? 0.25 : distance(wanted, folded) / Math.max(wanted.length, folded.length, 1);
    if (score <= 0.5) scored.push({ candidate, score });
  }
  scored.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  return scored.slice(0, 3).map((entry) => entry.candidate);
}
/** `Did you mean "a" or "b"?` after a space, or the empty string. */
export function didYouMean(name, candidates) {
  const names = closestNames(name, candidates).map((candidate) => JSON.stringify(candidate));
  return names.length === 0 ? "" : ` Did you mean ${names.join(" or ")}?`;
}
function fold(name) {
  return name
    .slice(0, 200)
    .toLowerCase()
    .replaceAll(/[-_.\s/]/g, "");
}
