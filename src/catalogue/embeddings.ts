import { toUnitVector, VectorRanking } from "../search/vector-ranking.ts";
import { askHook, type SearchHooks } from "./hooks.ts";
import type { VectorFile } from "./vector-file.ts";

interface Wanted {
  readonly hash: string;
  readonly text: string;
}

/** Vectors of the catalogue's documents, made in the background in the order in which documents came. */
export class Embeddings {
  readonly #embed: NonNullable<SearchHooks["embed"]>;
  readonly #file: VectorFile;
  readonly #ranking = new VectorRanking();
  /** What each document is, as long as it is there. */
  readonly #documents = new Map<number, Wanted>();
  readonly #waiting = new Map<number, Wanted>();
  #work: Promise<void> | undefined;
  #problem: string | undefined;
  #stopped = false;

  constructor(embed: NonNullable<SearchHooks["embed"]>, file: VectorFile) {
    this.#embed = embed;
    this.#file = file;
  }

  add(document: number, wanted: Wanted): void {
    this.#documents.set(document, wanted);
    this.#waiting.set(document, wanted);
    if (!this.#work) this.#start();
  }

  delete(document: number): void {
    this.#documents.delete(document);
    this.#waiting.delete(document);
    this.#ranking.delete(document);
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Documents near a query, best first; those that have no vector yet are not among them. */
  async nearest(query: string, limit: number, accepts: (document: number) => boolean): Promise<{ documents: number[]; problem?: string }> {
    const asked = await askHook("embed", () => this.#embed([query]));
    if ("problem" in asked) return { documents: [], problem: asked.problem };
    const vector = toUnitVector(asked.answer[0] ?? []);
    if (!vector) return { documents: [], problem: "The search ran without embed: it gave no vector of numbers for the query." };
    return { documents: this.#ranking.nearest(vector, limit, accepts), ...(this.#problem === undefined ? {} : { problem: this.#problem }) };
  }

  #start(): void {
    this.#work = this.#makeAll().finally(() => {
      this.#work = undefined;
      // What came between the last look and now; after a failure it waits for the next change.
      if (this.#waiting.size > 0 && this.#problem === undefined && !this.#stopped) this.#start();
    });
  }

  async #makeAll(): Promise<void> {
    // A turn later, so that documents that come together are embedded together.
    await Promise.resolve();
    while (this.#waiting.size > 0 && !this.#stopped) {
      const missing: [number, Wanted][] = [];
      for (const [document, wanted] of [...this.#waiting].slice(0, BATCH)) {
        this.#waiting.delete(document);
        const known = await this.#file.get(wanted.hash);
        if (known) this.#set(document, wanted, known);
        else missing.push([document, wanted]);
      }
      if (missing.length === 0) continue;
      const asked = await askHook("embed", () => this.#embed(missing.map(([, { text }]) => text)));
      this.#problem = "problem" in asked ? asked.problem : undefined;
      if ("problem" in asked) {
        // Asked again when something changes, not at once and for ever.
        for (const [document, wanted] of missing) if (this.#documents.get(document) === wanted) this.#waiting.set(document, wanted);
        return;
      }
      const made = new Map<string, Float32Array>();
      for (const [index, [document, wanted]] of missing.entries()) {
        const vector = toUnitVector(asked.answer[index] ?? []);
        if (!vector) continue;
        made.set(wanted.hash, vector);
        this.#set(document, wanted, vector);
      }
      await this.#file.add(made);
    }
  }

  /** Unless the document has gone in the meantime, or its number is that of another. */
  #set(document: number, wanted: Wanted, vector: Float32Array): void {
    if (this.#documents.get(document) === wanted) this.#ranking.set(document, vector);
  }
}

const BATCH = 64;
