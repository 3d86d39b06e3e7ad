import { toUnitVector, VectorRanking } from "../search/vector-ranking.js";
import { askHook } from "./hooks.js";
/** Vectors of the catalogue's documents, made in the background in the order in which documents came. */
export class Embeddings {
  #embed;
  #file;
  #ranking = new VectorRanking();
  /** What each document is, as long as it is there. */
  #documents = new Map();
  #waiting = new Map();
  #work;
  #problem;
  #stopped = false;
  constructor(embed, file) {
    this.#embed = embed;
    this.#file = file;
  }
  add(document, wanted) {
    this.#documents.set(document, wanted);
    this.#waiting.set(document, wanted);
    this.#work ??= this.#makeAll().finally(() => {
      this.#work = undefined;
    });
  }
  delete(document) {
    this.#documents.delete(document);
    this.#waiting.delete(document);
    this.#ranking.delete(document);
  }
  stop() {
    this.#stopped = true;
  }
  /** Resolves when every document has its vector, or can't have one for now. */
  async settled() {
    while (this.#work) await this.#work;
  }
  /** Documents near a query, best first; those that have no vector yet are not among them. */
  async nearest(query, limit, accepts) {
    const asked = await askHook("embed", () => this.#embed([query]));
    if ("problem" in asked) return { documents: [], problem: asked.problem };
    const vector = toUnitVector(asked.answer[0] ?? []);
    if (!vector) return { documents: [], problem: "The search ran without embed: it gave no vector of numbers for the query." };
    return { documents: this.#ranking.nearest(vector, limit, accepts), ...(this.#problem === undefined ? {} : { problem: this.#problem }) };
  }
  async #makeAll() {
    // A turn later, so that documents that come together are embedded together.
    await Promise.resolve();
    while (this.#waiting.size > 0 && !this.#stopped) {
      const missing = [];
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
      const made = new Map();
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
  #set(document, wanted, vector) {
    if (this.#documents.get(document) === wanted) this.#ranking.set(document, vector);
  }
}
const BATCH = 64;
