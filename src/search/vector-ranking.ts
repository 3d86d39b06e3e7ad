/** Vectors of documents, and which of them point where a query's vector does. */
export class VectorRanking {
  readonly #vectors = new Map<number, Float32Array>();

  set(document: number, vector: Float32Array): void {
    this.#vectors.set(document, vector);
  }

  delete(document: number): void {
    this.#vectors.delete(document);
  }

  /** The documents with the highest cosine, best first; those whose vectors have another length are passed over. */
  nearest(query: Float32Array, limit: number, accepts: (document: number) => boolean): number[] {
    const near: { readonly document: number; readonly cosine: number }[] = [];
    for (const [document, vector] of this.#vectors) {
      if (vector.length !== query.length || !accepts(document)) continue;
      let cosine = 0;
      for (let at = 0; at < vector.length; at += 1) cosine += (vector[at] as number) * (query[at] as number);
      near.push({ document, cosine });
    }
    return near
      .toSorted((a, b) => b.cosine - a.cosine)
      .slice(0, limit)
      .map(({ document }) => document);
  }
}

/** A vector of length one that points the same way; undefined for what is no vector of finite numbers, or points nowhere. */
export function toUnitVector(vector: ArrayLike<number>): Float32Array | undefined {
  let squares = 0;
  for (let at = 0; at < vector.length; at += 1) squares += (vector[at] as number) ** 2;
  const length = Math.sqrt(squares);
  return Number.isFinite(length) && length > 0 ? Float32Array.from(vector, (each) => each / length) : undefined;
}
