import MiniSearch from "minisearch";
import type { Tool } from "../registry/tool.ts";
import { toWords } from "./words.ts";

export interface SearchOptions {
  /** @default 10 */
  readonly limit?: number;
  /** Only tools of this server. */
  readonly server?: string;
}

/** A ranked index over tools: BM25 over name, server, description and parameters. */
export class ToolIndex {
  readonly #tools: readonly Tool[];
  readonly #index: MiniSearch;

  constructor(tools: readonly Tool[]) {
    this.#tools = tools;
    this.#index = new MiniSearch({
      fields: ["name", "server", "description", "parameters"],
      tokenize: toWords,
      processTerm: (term) => term,
      searchOptions: { boost: { name: 3, server: 1.5, description: 1, parameters: 0.5 } },
    });
    this.#index.addAll(
      tools.map((tool, id) => ({
        id,
        name: `${tool.name} ${tool.title ?? ""}`,
        server: tool.server,
        description: tool.description,
        parameters: parameterText(tool),
      })),
    );
  }

  /**
   * The tools that fit, best first; equal scores in the order of server and name. An empty query gives the first tools in the servers'
   * order. Only where no word matches, beginnings of words and misspellings are tried.
   */
  search(query: string, options: SearchOptions = {}): { readonly tool: Tool; readonly score: number }[] {
    const { limit = 10, server } = options;
    const wanted = (id: number): boolean => server === undefined || this.#tools[id]?.server === server;
    if (toWords(query).length === 0) {
      return this.#tools
        .filter((_, id) => wanted(id))
        .slice(0, limit)
        .map((tool) => ({ tool, score: 0 }));
    }
    const filter = ({ id }: { id: number }): boolean => wanted(id);
    let found = this.#index.search(query, { filter: filter as never });
    if (found.length === 0) found = this.#index.search(query, { filter: filter as never, prefix: true, fuzzy: 0.25 });
    return found
      .map(({ id, score }) => ({ tool: this.#tools[id as number] as Tool, score }))
      .toSorted((a, b) => b.score - a.score || compare(a.tool.server, b.tool.server) || compare(a.tool.name, b.tool.name))
      .slice(0, limit);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function parameterText({ inputSchema }: Tool): string {
  const properties = typeof inputSchema === "object" ? inputSchema.properties : undefined;
  if (typeof properties !== "object" || properties === null) return "";
  return Object.entries(properties)
    .map(([name, property]) => {
      const description: unknown = (property as { readonly description?: unknown } | null)?.description;
      return typeof description === "string" ? `${name} ${description}` : name;
    })
    .join(" ");
}
