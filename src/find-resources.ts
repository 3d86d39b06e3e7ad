import { UriTemplate } from "@modelcontextprotocol/client";
import { didYouMean } from "./closest-names.ts";
import { CodemodeError } from "./errors.ts";
import type { ListQuestion } from "./executor/executor-options.ts";
import type { ToolRegistry } from "./registry/registry.ts";
import type { Prompt, Resource, ResourceTemplate } from "./registry/resource.ts";
import { SearchIndex } from "./search/search-index.ts";

/** What servers have besides tools: lists of it, searches in them, and which server has what. */
export class ResourceFinder {
  readonly #registry: ToolRegistry;

  constructor(registry: ToolRegistry) {
    this.#registry = registry;
  }

  /**
   * Resources, templates or prompts, of one server or of all that are there; with a query those that fit, the best first.
   * @throws CodemodeError `SERVER_UNKNOWN` @throws ToolError where a server that was named does not answer
   */
  async list({ what, server, query }: ListQuestion): Promise<readonly (Resource | ResourceTemplate | Prompt)[]> {
    const all = await this.#all(what, server);
    if (query === undefined || query.trim() === "") return all;
    const index = new SearchIndex<Resource | ResourceTemplate | Prompt>();
    for (const entry of all) index.add(entry, toDocument(entry));
    return index.search(query, { limit: MAX_FOUND }).hits.map(({ item }) => item);
  }

  /**
   * The server that has a resource or a prompt.
   * @param among only these servers count
   * @throws CodemodeError `RESOURCE_UNKNOWN`, `PROMPT_UNKNOWN`; `USAGE` where several have it
   */
  async serverOf(target: "resource" | "prompt", name: string, among?: readonly string[]): Promise<string> {
    const named = target === "resource" ? await this.#resourceServers(name) : await this.#promptServers(name);
    const servers = [...new Set(named)].filter((server) => among === undefined || among.includes(server));
    const [only, ...others] = servers;
    if (only !== undefined && others.length === 0) return only;
    if (only !== undefined)
      throw new CodemodeError(
        "USAGE",
        `Several servers have the ${target} "${name.slice(0, 200)}": ${servers.join(", ")}. Say which one with server.`,
      );
    const code = target === "resource" ? "RESOURCE_UNKNOWN" : "PROMPT_UNKNOWN";
    const known = target === "prompt" ? (await this.#registry.listPrompts()).map((prompt) => prompt.name) : [];
    throw new CodemodeError(
      code,
      `No server has the ${target} "${name.slice(0, 200)}".${didYouMean(name, known)} ${target === "resource" ? "resources.list() and resources.templates()" : "prompts.list()"} show what there is.`,
    );
  }

  async #resourceServers(uri: string): Promise<string[]> {
    const listed = (await this.#registry.listResources()).filter((resource) => resource.uri === uri);
    if (listed.length > 0) return listed.map(({ server }) => server);
    const templates = await this.#registry.listResourceTemplates();
    const fitting = templates.filter(({ uriTemplate }) => fits(uriTemplate, uri)).map(({ server }) => server);
    if (fitting.length > 0) return fitting;
    // A server need not list all that it has.
    const able = this.#registry.listServers().filter(({ name }) => this.#registry.capabilities(name)?.resources);
    return able.length === 1 ? able.map(({ name }) => name) : [];
  }

  async #promptServers(name: string): Promise<string[]> {
    return (await this.#registry.listPrompts()).filter((prompt) => prompt.name === name).map(({ server }) => server);
  }

  #all(what: ListQuestion["what"], server: string | undefined): Promise<readonly (Resource | ResourceTemplate | Prompt)[]> {
    if (what === "resources") return this.#registry.listResources(server);
    return what === "templates" ? this.#registry.listResourceTemplates(server) : this.#registry.listPrompts(server);
  }
}

function toDocument({
  server,
  name,
  title,
  description,
  ...entry
}: Resource | ResourceTemplate | Prompt): Parameters<SearchIndex<unknown>["add"]>[1] {
  const address = typeof entry.uri === "string" ? entry.uri : typeof entry.uriTemplate === "string" ? entry.uriTemplate : "";
  return {
    group: server,
    name,
    ...(title === undefined ? {} : { title }),
    description: description ?? "",
    parameters: [],
    parameterDocs: [],
    enumValues: [],
    about: [address],
  };
}

/** A template of a server may be anything. */
function fits(template: string, uri: string): boolean {
  try {
    return new UriTemplate(template).match(uri) !== null;
  } catch {
    return false;
  }
}

const MAX_FOUND = 100;
