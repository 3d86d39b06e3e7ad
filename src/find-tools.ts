import { Catalogue, type CatalogueFound, type CatalogueHit, type CatalogueItem } from "./catalogue/catalogue.ts";
import { firstLine, type ToolBrief, type ToolDescriber } from "./describe-tools.ts";
import type { Access } from "./access.ts";
import type { Caller } from "./executor/caller.ts";
import type { Language } from "./executor/languages/language.ts";
import type { ToolRegistry } from "./registry/registry.ts";
import type { ServerState, Tool } from "./registry/tool.ts";
import { importOf } from "./save-skill.ts";
import type { Skill } from "./skills/skill.ts";

/** A tool or a skill, as a search gives it. A skill has the server `skills`. */
export interface ToolSummary extends Omit<ToolBrief, "identifier" | "import"> {
  /** Absent for a skill. */
  readonly identifier?: string;
  /** The line that imports it, in the language asked for; absent for a skill that is instructions without code, and a tool that code does not reach. */
  readonly import?: string;
  /** The same tool at other servers, as `server.tool`. */
  readonly also?: readonly string[];
  /** Of a skill: what programs import. */
  readonly skill?: string;
}

export interface SearchToolsOptions {
  /** @default 10 */
  readonly limit?: number;
  /** How many of the best are left out, for the pages after the first. @default 0 */
  readonly offset?: number;
  /** Only tools of this server; `skills` for skills alone. */
  readonly server?: string;
  /** What imports and signatures are written in. @default "typescript" */
  readonly language?: Language;
  /** Leaves out skills that are instructions without code. @default false */
  readonly onlyCode?: boolean;
  /** Who searches: what they are denied is not found. @default nobody in particular */
  readonly caller?: Caller | undefined;
}

/** What the catalogue has found, with what code needs to know of it. */
export interface FoundTools extends Omit<CatalogueFound, "hits"> {
  readonly tools: readonly ToolSummary[];
}

/** A server, as a list of servers gives it. */
export interface ServerSummary {
  readonly server: string;
  readonly state: ServerState["kind"];
  readonly tools: number;
  /** Tools among them that only a search finds. */
  readonly deferred?: number;
  /** The first line of what it says of itself, at most 164 characters. */
  readonly description?: string;
}

/** What searches of tools and lists of them give, whoever asks. */
export class ToolFinder {
  readonly #registry: ToolRegistry;
  readonly #catalogue: Catalogue;
  readonly #describer: ToolDescriber;
  readonly #access: Access;
  readonly #isDeferred: (tool: Tool) => boolean;

  /** @param isDeferred tools that lists leave out */
  constructor(registry: ToolRegistry, catalogue: Catalogue, describer: ToolDescriber, access: Access, isDeferred: (tool: Tool) => boolean) {
    this.#access = access;
    this.#registry = registry;
    this.#catalogue = catalogue;
    this.#describer = describer;
    this.#isDeferred = isDeferred;
  }

  /** Best first; without words in the query the tools in the order of servers and their lists. @throws CodemodeError `SERVER_UNKNOWN` */
  async search(query: string, options: SearchToolsOptions = {}): Promise<FoundTools> {
    const { limit = 10, offset = 0, server, language = "typescript", onlyCode = false, caller } = options;
    if (server !== undefined && server !== SKILLS) this.#registry.listTools(server);
    const isVisible = (tool: Tool): boolean =>
      !this.#access.hides(tool, caller) && (!onlyCode || this.#access.reaches(tool.server, "code", caller));
    if (query.trim() === "") return this.#list(server, isVisible, { offset, limit, language, caller });
    const accepts = (item: CatalogueItem): boolean =>
      isOf(item, server) && (item.kind === "tool" ? isVisible(item.tool) : !onlyCode || item.skill.language !== undefined);
    const { hits, ...found } = await this.#catalogue.search(query, { limit, offset, accepts });
    return { ...found, tools: hits.flatMap((hit) => this.#summary(hit, language, caller)) };
  }

  servers(caller?: Caller): ServerSummary[] {
    return this.#registry.listServers().map(({ name, state }) => {
      const tools = this.#registry.listTools(name).filter((tool) => !this.#access.hides(tool, caller));
      const deferred = tools.filter(this.#isDeferred).length;
      const description = firstLine(this.#registry.aboutServer(name));
      return {
        server: name,
        state: state.kind,
        tools: tools.length,
        ...(deferred === 0 ? {} : { deferred }),
        ...(description === "" ? {} : { description }),
      };
    });
  }

  #list(
    server: string | undefined,
    isVisible: (tool: Tool) => boolean,
    { offset, limit, language, caller }: { offset: number; limit: number; language: Language; caller: Caller | undefined },
  ): FoundTools {
    const tools = this.#registry
      .listTools()
      .filter((tool) => (server === undefined || tool.server === server) && !this.#isDeferred(tool) && isVisible(tool));
    const page = tools.slice(offset, offset + limit);
    return {
      tools: page.map((tool) => this.#brief(tool, language, caller)),
      total: tools.length,
      more: tools.length > offset + limit,
      meant: [],
      problems: [],
    };
  }

  #brief(tool: Tool, language: Language, caller: Caller | undefined): ToolSummary {
    const { import: line, ...brief } = this.#describer.brief(tool, language);
    // What code does not reach it need not import.
    return this.#access.reaches(tool.server, "code", caller) ? { ...brief, import: line } : brief;
  }

  #summary({ item, also }: CatalogueHit, language: Language, caller: Caller | undefined): ToolSummary[] {
    if (item.kind === "skill") return [skillSummary(item.skill, language)];
    const { server, name } = item.tool;
    // Between the index and now the tool may have gone.
    if (!this.#describer.declared(server).has(name)) return [];
    const others = also.flatMap((other) => (other.kind === "tool" ? [`${other.tool.server}.${other.tool.name}`] : []));
    return [{ ...this.#brief(item.tool, language, caller), ...(others.length === 0 ? {} : { also: others }) }];
  }
}

function isOf(item: CatalogueItem, server: string | undefined): boolean {
  return server === undefined || (item.kind === "tool" ? item.tool.server === server : server === SKILLS);
}

function skillSummary(skill: Skill, language: Language): ToolSummary {
  const line = importOf(skill, language);
  return {
    server: SKILLS,
    tool: skill.name,
    ...(line === undefined ? {} : { import: line }),
    signature: skill.functions.map(({ signature }) => signature).join("\n"),
    description: firstLine(skill.description),
    skill: `skills/${skill.name}`,
  };
}

const SKILLS = "skills";
