import { SearchIndex } from "../search/search-index.js";
import { toWords } from "../search/words.js";
import { skillDocument } from "./skill-document.js";
/** The skills that fit a query, best first, by the rules of tools; all in their order where it has no words. */
export function rankSkills(skills, query) {
  if (toWords(query).length === 0) return [...skills];
  const index = new SearchIndex();
  for (const skill of skills) index.add(skill, skillDocument(skill));
  return index.search(query, { limit: skills.length }).hits.map(({ item }) => item);
}
