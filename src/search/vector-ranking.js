/** Vectors of documents, and which of them point where a query's vector does. */
export class VectorRanking {
  #vectors = new Map();
  set(document, vector) {
    this.#vectors.set(document, vector);
  }
  delete(document) {
    this.#vectors.delete(document);
  }
  /** The documents with the highest cosine, best first; those whose vectors have another length are passed over. */
  nearest(query, limit, accepts) {
    const near = [];
    for (const [document, vector] of this.#vectors) {
      if (vector.length !== query.length || !accepts(document)) continue;
      let cosine = 0;
      for (let at = 0; at < vector.length; at += 1) cosine += vector[at] * query[at];
      near.push({ document, cosine });
    }
    return near
      .toSorted((a, b) => b.cosine - a.cosine)
      .slice(0, limit)
      .map(({ document }) => document);
  }
}
/** A vector of length one that points the same way; undefined for what is no vector of finite numbers, or points nowhere. */
export function toUnitVector(vector) {
  let squares = 0;
  for (let at = 0; at < vector.length; at += 1) squares += vector[at] ** 2;
  const length = Math.sqrt(squares);
  return Number.isFinite(length) && length > 0 ? Float32Array.from(vector, (each) => each / length) : undefined;
}
