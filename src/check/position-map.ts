/** Text that was put into a source. */
export interface Insertion {
  /** Where in the source. */
  readonly at: number;
  readonly length: number;
}

/** From places in a text with insertions to places in the source. */
export class PositionMap {
  readonly #insertions: readonly Insertion[];

  /** @param insertions in the order of their places */
  constructor(insertions: readonly Insertion[]) {
    this.#insertions = insertions;
  }

  toSource(position: number): number {
    let shift = 0;
    for (const { at, length } of this.#insertions) {
      if (position - shift <= at) break;
      shift += Math.min(length, position - shift - at);
    }
    return position - shift;
  }

  isInSource(position: number, sourceLength: number): boolean {
    return this.toSource(position) <= sourceLength;
  }
}
