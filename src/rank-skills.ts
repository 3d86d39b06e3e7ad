import type { Skill } from "./skills/skill.ts";
import { ToolIndex } from "./search/tool-index.ts";

/** The skills that fit a query, best first, by the rules of tools; all in their order where it has no words. */
export function rankSkills(skills: readonly Skill[], query: string): Skill[] {
  if (query.trim() === "") return [...skills];
  const documents = skills.map((skill) => ({
    server: "skills",
    name: `${skill.name}\n${skill.language}`,
    description: [skill.description, ...skill.tags, ...skill.functions.map(({ signature }) => signature)].join("\n"),
    inputSchema: {},
    annotations: {},
  }));
  const byName = new Map(documents.map(({ name }, index) => [name, skills[index] as Skill]));
  return new ToolIndex(documents).search(query, { limit: skills.length }).map(({ tool }) => byName.get(tool.name) as Skill);
}
