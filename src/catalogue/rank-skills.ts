import { SearchIndex } from "../search/search-index.ts";
import { toWords } from "../search/words.ts";
import type { Skill } from "../skills/skill.ts";
import { skillDocument } from "./skill-document.ts";

/** The skills that fit a query, best first, by the rules of tools; all in their order where it has no words. */
export function rankSkills(skills: readonly Skill[], query: string): Skill[] {
  if (toWords(query).length === 0) return [...skills];
  const index = new SearchIndex<Skill>();
  for (const skill of skills) index.add(skill, skillDocument(skill));
  return index.search(query, { limit: skills.length }).hits.map(({ item }) => item);
}
