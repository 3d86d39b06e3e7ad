import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { definitionHash } from "../registry/definition-hash.ts";
import type { ToolRegistry } from "../registry/registry.ts";
import type { Tool } from "../registry/tool.ts";
import type { SearchDocument } from "../search/document.ts";
import { groupDuplicates } from "../search/near-duplicates.ts";
import { fuseRankings } from "../search/reciprocal-rank.ts";
import { SearchIndex, type Hit } from "../search/search-index.ts";
import { toolDocument } from "../search/tool-document.ts";
import type { SkillManager } from "../skills/skill-manager.ts";
import type { Skill } from "../skills/skill.ts";
import { Embeddings } from "./embeddings.ts";
import { askHook, type RankedHit, type SearchHooks } from "./hooks.ts";
import { skillDocument } from "./skill-document.ts";
import { Slices } from "./slices.ts";
import { VectorFile } from "./vector-file.ts";

/** What can be found. */
export type CatalogueItem = { readonly kind: "tool"; readonly tool: Tool } | { readonly kind: "skill"; readonly skill: Skill };

export interface CatalogueHit {
  readonly item: CatalogueItem;
  /** The same tool at other servers, which stand behind it. */
  readonly also: readonly CatalogueItem[];
}

export interface CatalogueSearch {
  readonly limit: number;
  readonly offset: number;
  readonly accepts: (item: CatalogueItem) => boolean;
}

export interface CatalogueFound {
  readonly hits: readonly CatalogueHit[];
  /** How many tools and skills fit at all. */
  readonly total: number;
  /** Whether there are more hits behind these. */
  readonly more: boolean;
  /** Words that were taken for words which nothing has. */
  readonly meant: readonly string[];
  /** Sentences about hooks that gave nothing. */
  readonly problems: readonly string[];
}

/** The tools of the registry and the skills, in one index that follows both without being built again. */
export class Catalogue {
  readonly #registry: ToolRegistry;
  readonly #skillManager: SkillManager;
  readonly #hooks: SearchHooks;
  readonly #index = new SearchIndex<CatalogueItem>();
  readonly #embeddings: Embeddings | undefined;
  /** What the index has of each server, by tool. */
  readonly #servers = new Map<string, Map<string, { readonly hash: string; readonly number: number }>>();
  /** Skills that have not changed are the same objects. */
  readonly #skills = new Map<Skill, number>();
  readonly #changed = new Set<string>();
  #work: Promise<void> | undefined;
  #stopped = false;

  constructor(registry: ToolRegistry, skills: SkillManager, hooks: SearchHooks = {}) {
    this.#registry = registry;
    this.#skillManager = skills;
    this.#hooks = hooks;
    this.#embeddings = hooks.embed && new Embeddings(hooks.embed, new VectorFile(hooks.vectorFile));
  }

  /** Takes up what has changed of a server, a little at a time and without holding the event loop. */
  serverChanged(server: string): void {
    this.#changed.add(server);
    if (!this.#work) this.#start();
  }

  stop(): void {
    this.#stopped = true;
    this.#embeddings?.stop();
  }

  /** Tools and skills that fit, best first, those that are the same at several servers in one hit. A query without words finds nothing. */
  async search(query: string, { limit, offset, accepts }: CatalogueSearch): Promise<CatalogueFound> {
    await this.#settled();
    const accepted = ({ item }: { readonly item: CatalogueItem }): boolean => accepts(item);
    const wanted = Math.min(offset + limit, MAX_RANKED);
    const {
      hits: byWords,
      total,
      meant,
    } = this.#index.search(query, { limit: Math.min(Math.max(MIN_RANKED, 2 * wanted), MAX_RANKED), accepts: accepted });
    const problems: string[] = [];
    const fused = await this.#fuse(query, byWords, accepts, problems);
    const ranked = await this.#rerank(query, fused, problems);
    const groups = groupDuplicates(ranked);
    return {
      hits: groups.slice(offset, wanted).map(([first, ...others]) => ({ item: first.item, also: others.map(({ item }) => item) })),
      total: Math.max(total, ranked.length),
      more: groups.length > wanted || (total > byWords.length && wanted < MAX_RANKED),
      meant,
      problems,
    };
  }

  /** Waits for what has changed, but not for a server that changes without end. */
  async #settled(): Promise<void> {
    await this.#followSkills();
    if (!this.#work) return;
    const done = new AbortController();
    await Promise.race([this.#work, setTimeout(MAX_WAIT_MS, undefined, { signal: done.signal }).catch(() => {})]);
    done.abort();
  }

  #start(): void {
    this.#work = this.#follow().finally(() => {
      this.#work = undefined;
      // What changed between the last look and now.
      if (this.#changed.size > 0 && !this.#stopped) this.#start();
    });
  }

  async #follow(): Promise<void> {
    // A turn later, so that what changes together is taken up together.
    await Promise.resolve();
    for (const server of this.#changed) {
      this.#changed.delete(server);
      await this.#followServer(server);
      if (this.#stopped) return;
    }
  }

  async #followServer(server: string): Promise<void> {
    const known = this.#servers.get(server) ?? new Map<string, { readonly hash: string; readonly number: number }>();
    this.#servers.set(server, known);
    const there = this.#registry.listServers().some(({ name }) => name === server);
    const about = there ? this.#registry.aboutServer(server) : "";
    const slices = new Slices();
    const wanted = new Map<string, { readonly tool: Tool; readonly hash: string }>();
    for (const tool of there ? this.#registry.listTools(server) : []) {
      wanted.set(tool.name, { tool, hash: `${definitionHash(tool)} ${about}` });
      await slices.next();
    }
    const gone = [...known].filter(([name, { hash }]) => wanted.get(name)?.hash !== hash);
    for (let at = 0; at < gone.length; at += REMOVED_AT_ONCE) {
      const numbers = gone.slice(at, at + REMOVED_AT_ONCE).map(([name, { number }]) => {
        known.delete(name);
        return number;
      });
      this.#remove(numbers);
      await slices.next();
    }
    for (const [name, { tool, hash }] of wanted) {
      if (known.has(name)) continue;
      known.set(name, { hash, number: this.#add({ kind: "tool", tool }, toolDocument(tool, about), definitionHash(tool)) });
      await slices.next();
      if (this.#stopped) return;
    }
    if (!there) this.#servers.delete(server);
  }

  async #followSkills(): Promise<void> {
    const { skills } = await this.#skillManager.list();
    const there = new Set(skills);
    const gone = [...this.#skills].filter(([skill]) => !there.has(skill));
    for (const [skill] of gone) this.#skills.delete(skill);
    this.#remove(gone.map(([, number]) => number));
    for (const skill of skills) {
      if (this.#skills.has(skill)) continue;
      const document = skillDocument(skill);
      this.#skills.set(skill, this.#add({ kind: "skill", skill }, document, hashOf(document)));
    }
  }

  #add(item: CatalogueItem, document: SearchDocument, hash: string): number {
    const number = this.#index.add(item, document);
    const { group, name, description, parameters } = document;
    this.#embeddings?.add(number, { hash, text: `${group} ${name}: ${description}\n${parameters.join(", ")}`.slice(0, MAX_EMBEDDED) });
    return number;
  }

  #remove(numbers: readonly number[]): void {
    this.#index.remove(numbers);
    for (const number of numbers) this.#embeddings?.delete(number);
  }

  async #fuse(
    query: string,
    byWords: readonly Hit<CatalogueItem>[],
    accepts: CatalogueSearch["accepts"],
    problems: string[],
  ): Promise<readonly Hit<CatalogueItem>[]> {
    if (!this.#embeddings) return byWords;
    const acceptsNumber = (number: number): boolean => {
      const entry = this.#index.entry(number);
      return entry !== undefined && accepts(entry.item);
    };
    const { documents, problem } = await this.#embeddings.nearest(query, MIN_RANKED, acceptsNumber);
    if (problem !== undefined) problems.push(problem);
    if (documents.length === 0) return byWords;
    return fuseRankings([byWords.map(({ number }) => number), documents]).flatMap(({ document: number, score }) => {
      const entry = this.#index.entry(number);
      return entry ? [{ ...entry, number, score }] : [];
    });
  }

  async #rerank(query: string, hits: readonly Hit<CatalogueItem>[], problems: string[]): Promise<readonly Hit<CatalogueItem>[]> {
    const { rerank } = this.#hooks;
    if (!rerank || hits.length === 0) return hits;
    const told = hits
      .slice(0, MAX_RERANKED)
      .map(({ document: { group, name, description } }) => ({ server: group, tool: name, description }));
    const asked = await askHook("rerank", () => rerank(query, told));
    if ("problem" in asked) {
      problems.push(asked.problem);
      return hits;
    }
    const key = ({ server, tool }: RankedHit): string => JSON.stringify([server, tool]);
    const first = new Set(
      asked.answer.map(key).flatMap((wanted) => hits.filter((_, at) => at < told.length && key(told[at] as RankedHit) === wanted)),
    );
    return [...first, ...hits.filter((hit) => !first.has(hit))];
  }
}

function hashOf(document: SearchDocument): string {
  return createHash("sha256").update(JSON.stringify(document)).digest("hex");
}

/** How many hits are ranked whatever is asked for: the next page, and what hooks work on. */
const MIN_RANKED = 100;
/** What no page reaches beyond: a better query does. */
const MAX_RANKED = 1_000;
const MAX_RERANKED = 50;
const MAX_EMBEDDED = 2_000;
const MAX_WAIT_MS = 2_000;
const REMOVED_AT_ONCE = 50;
