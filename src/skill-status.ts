import { assignIdentifiers } from "./bindings/names.ts";
import type { ToolRegistry } from "./registry/registry.ts";
import type { Tool } from "./registry/tool.ts";
import { neededTools, type NamedTool } from "./skills/needed-tools.ts";
import type { SkillManager } from "./skills/skill-manager.ts";
import type { UseRecord } from "./skills/skill-uses.ts";
import type { Skill, SkillLanguage } from "./skills/skill.ts";
import { digestOf } from "./skills/versions.ts";

/** A tool that a skill needs. */
export interface NeededTool {
  readonly server: string;
  readonly tool: string;
  /** Whether it is there now; `changed`: it takes or gives something else than when the skill was saved. */
  readonly state: "there" | "changed" | "missing";
}

/** A skill with what is known of it now. */
export interface ListedSkill extends Skill {
  readonly tools: readonly NeededTool[];
  /** Absent where it was never used. */
  readonly uses?: UseRecord;
}

/** Looks up what skills need and how they do. */
export class SkillStatus {
  readonly #registry: ToolRegistry;
  readonly #skills: SkillManager;
  /** Skills that have not changed are the same objects. */
  readonly #named = new WeakMap<Skill, readonly NamedTool[]>();

  constructor(registry: ToolRegistry, skills: SkillManager) {
    this.#registry = registry;
    this.#skills = skills;
  }

  of(skills: readonly Skill[]): ListedSkill[] {
    const find = this.#finder();
    return skills.map((skill) => {
      const uses = this.#skills.uses?.of(skill.name);
      const tools = this.#namedBy(skill).map(({ server, tool }) => {
        const found = find(server, tool);
        if (!found) return { server, tool, state: "missing" as const };
        const saved = skill.savedTools?.[`${found.server}.${found.name}`];
        return {
          server: found.server,
          tool: found.name,
          state: saved === undefined || saved === digest(found) ? ("there" as const) : ("changed" as const),
        };
      });
      return { ...skill, tools, ...(uses ? { uses } : {}) };
    });
  }

  /** A digest of each tool that code needs and that is there, by `server.tool`. */
  digests(code: string, language: SkillLanguage): Record<string, string> {
    const find = this.#finder();
    return Object.fromEntries(
      neededTools(code, language).flatMap(({ server, tool }) => {
        const found = find(server, tool);
        return found ? [[`${found.server}.${found.name}`, digest(found)]] : [];
      }),
    );
  }

  #namedBy(skill: Skill): readonly NamedTool[] {
    const known = this.#named.get(skill);
    if (known) return known;
    const named = skill.language === undefined ? [] : neededTools(skill.code, skill.language);
    this.#named.set(skill, named);
    return named;
  }

  /** Finds tools as code names them: servers also by their modules' names in Python, tools also by their identifiers. */
  #finder(): (server: string, tool: string) => Tool | undefined {
    const names = this.#registry.listServers().map(({ name }) => name);
    const modules = assignIdentifiers(names);
    const tools = new Map<string, ReadonlyMap<string, Tool>>();
    const toolsOf = (name: string): ReadonlyMap<string, Tool> => {
      const known = tools.get(name) ?? toolsByName(this.#registry.listTools(name));
      tools.set(name, known);
      return known;
    };
    return (server, tool) => {
      const name = names.find((each) => each === server) ?? names.find((each) => modules.get(each) === server);
      return name === undefined ? undefined : toolsOf(name).get(tool);
    };
  }
}

function toolsByName(tools: readonly Tool[]): Map<string, Tool> {
  const identifiers = assignIdentifiers(tools.map(({ name }) => name));
  return new Map([
    ...tools.map((tool) => [identifiers.get(tool.name) as string, tool] as const),
    ...tools.map((tool) => [tool.name, tool] as const),
  ]);
}

/** Of what a tool takes and gives; its description may change. */
function digest({ inputSchema, outputSchema }: Tool): string {
  return digestOf(JSON.stringify([inputSchema, outputSchema ?? null]));
}
