/** Where one cost begins to be above another, among the points that were measured. */
export type Crossing =
  | { readonly kind: "never" }
  | { readonly kind: "always" }
  /** The last point at which it is not above, and the first from which on it is. */
  | { readonly kind: "between"; readonly upTo: number; readonly from: number };

/** `points` in rising order of `x`. */
export function findCrossing(points: readonly { readonly x: number; readonly cost: number; readonly ours: number }[]): Crossing {
  const last = points.findLastIndex(({ cost, ours }) => cost <= ours);
  const upTo = points[last];
  const from = points[last + 1];
  if (!upTo) return { kind: "always" };
  if (!from) return { kind: "never" };
  return { kind: "between", upTo: upTo.x, from: from.x };
}
