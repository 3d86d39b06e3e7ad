import { createRequire } from "node:module";
import { join } from "node:path";
import { inPackage } from "../paths.ts";
import type { SetTool } from "./sets.ts";

/** A search over a set's tools. */
export interface Engine {
  readonly name: string;
  /** Gives a function from a query to the ids of the ten best tools. */
  build(tools: readonly SetTool[]): Promise<(query: string) => Promise<readonly string[]> | readonly string[]>;
}

/** Ours as it is shipped: the index that `search_tools` asks. */
export const ours: Engine = {
  name: "mcp-codemode",
  async build(tools) {
    const { SearchIndex } = (await import(inPackage("dist/search/search-index.js"))) as typeof import("../../dist/search/search-index.js");
    const { toolDocument } = (await import(
      inPackage("dist/search/tool-document.js")
    )) as typeof import("../../dist/search/tool-document.js");
    const index = new SearchIndex<string>();
    for (const { id, server, name, description, schema, about } of tools)
      index.add(id, toolDocument({ server, name, description, inputSchema: schema, annotations: {} }, about));
    return (query) => index.search(query, { limit: 10 }).hits.map(({ item }) => item);
  },
};

/**
 * Plain BM25 (k1 1.2, b 0.75) over one text: the name three times, the server, the description, and half of the parameters' names and
 * descriptions; names split, stop words out, Porter stems, each word of the query once. What a careful afternoon gives.
 */
export const plain: Engine = {
  name: "plain BM25",
  async build(tools) {
    const { toTerms } = (await import(inPackage("dist/search/terms.js"))) as typeof import("../../dist/search/terms.js");
    const postings = new Map<string, { readonly document: number; readonly frequency: number }[]>();
    const lengths: number[] = [];
    for (const [document, tool] of tools.entries()) {
      const frequencies = new Map<string, number>();
      let length = 0;
      const add = (text: string, weight: number): void => {
        for (const term of toTerms(text)) {
          frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
          length += weight;
        }
      };
      add(tool.name, 3);
      add(tool.server, 1);
      add(tool.description, 1);
      add(parameterText(tool), 0.5);
      lengths.push(length);
      for (const [term, frequency] of frequencies) {
        const list = postings.get(term) ?? [];
        postings.set(term, list);
        list.push({ document, frequency });
      }
    }
    const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    return (query) => {
      const scores = new Map<number, number>();
      for (const term of new Set(toTerms(query))) {
        const list = postings.get(term) ?? [];
        const rarity = Math.log(1 + (tools.length - list.length + 0.5) / (list.length + 0.5));
        for (const { document, frequency } of list) {
          const norm = 1.2 * (0.25 + (0.75 * (lengths[document] as number)) / average);
          scores.set(document, (scores.get(document) ?? 0) + (rarity * frequency * 2.2) / (frequency + norm));
        }
      }
      return best([...scores].map(([document, score]) => ({ id: (tools[document] as SetTool).id, score })));
    };
  },
};

/** The libraries with what they do by default, over the same four fields. */
export function libraries(packages: string): Engine[] {
  const from = createRequire(join(packages, "any.js"));
  return [
    {
      name: `minisearch ${versionOf(packages, "minisearch")}`,
      async build(tools) {
        const MiniSearch = from("minisearch") as MiniSearchClass;
        const index = new MiniSearch({ fields: ["name", "server", "description", "parameters"] });
        index.addAll(tools.map((tool, number) => ({ ...fields(tool), id: number })));
        return (query) =>
          index
            .search(query)
            .slice(0, 10)
            .map(({ id }) => (tools[id] as SetTool).id);
      },
    },
    {
      name: `orama ${versionOf(packages, "@orama/orama")}`,
      async build(tools) {
        const { create, insertMultiple, search } = from("@orama/orama") as OramaModule;
        const index = await create({
          schema: { name: "string", server: "string", description: "string", parameters: "string", number: "number" },
        });
        await insertMultiple(
          index,
          tools.map((tool, number) => ({ ...fields(tool), number })),
        );
        return async (query) => {
          const { hits } = await search(index, { term: query, limit: 10 });
          return hits.map(({ document }) => (tools[document.number] as SetTool).id);
        };
      },
    },
    {
      name: `fuse.js ${versionOf(packages, "fuse.js")}`,
      async build(tools) {
        const loaded = from("fuse.js") as FuseClass | { readonly default: FuseClass };
        const Fuse = "default" in loaded ? loaded.default : loaded;
        const index = new Fuse(tools.map(fields), { keys: ["name", "server", "description", "parameters"], includeScore: true });
        return (query) => index.search(query, { limit: 10 }).map(({ refIndex }) => (tools[refIndex] as SetTool).id);
      },
    },
  ];
}

type MiniSearchClass = new (options: object) => { addAll(documents: object[]): void; search(query: string): { readonly id: number }[] };
interface OramaModule {
  create(options: object): unknown;
  insertMultiple(index: unknown, documents: object[]): Promise<unknown>;
  search(index: unknown, question: object): Promise<{ readonly hits: readonly { readonly document: { readonly number: number } }[] }>;
}
type FuseClass = new (documents: object[], options: object) => { search(query: string, options: object): { readonly refIndex: number }[] };

function fields(tool: SetTool): { name: string; server: string; description: string; parameters: string } {
  return { name: tool.name, server: tool.server, description: tool.description, parameters: parameterText(tool) };
}

function parameterText({ schema }: SetTool): string {
  const { properties } = schema;
  if (typeof properties !== "object" || properties === null) return "";
  return Object.entries(properties)
    .map(([name, property]) => `${name} ${(property as { readonly description?: unknown } | null)?.description ?? ""}`)
    .join(" ");
}

function best(scored: { readonly id: string; readonly score: number }[]): string[] {
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 10)
    .map(({ id }) => id);
}

function versionOf(packages: string, name: string): string {
  return (createRequire(import.meta.url)(join(packages, name, "package.json")) as { readonly version: string }).version;
}
