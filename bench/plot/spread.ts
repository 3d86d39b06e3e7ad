/** Something that wants to be at a height, and how much room it takes. */
export interface Wish {
  readonly middle: number;
  readonly height: number;
}

/** The middles of all, as near to what they want as goes without one covering another or leaving the room from `top` to `bottom`. */
export function spread(wishes: readonly Wish[], top: number, bottom: number): number[] {
  const order = [...wishes.entries()].toSorted(([, a], [, b]) => a.middle - b.middle);
  const total = wishes.reduce((sum, { height }) => sum + height, 0);
  // Without the heights of all above it, everything may be at the same place, but nothing above what comes before it.
  let above = 0;
  const places = order.map(([at, { middle, height }]) => {
    const offset = above + height / 2;
    above += height;
    return { at, offset, wanted: middle - offset };
  });
  const rising = nearestRising(places.map(({ wanted }) => wanted));
  const middles: number[] = [];
  for (const [index, { at, offset }] of places.entries()) {
    middles[at] = Math.min(Math.max(rising[index] as number, top), bottom - total) + offset;
  }
  return middles;
}

/** The values, none below the one before it, with the least squares of differences to those given: those that fall are joined to their mean. */
function nearestRising(values: readonly number[]): number[] {
  const groups: { readonly mean: number; readonly count: number }[] = [];
  for (const value of values) {
    let group = { mean: value, count: 1 };
    for (let last = groups.at(-1); last && last.mean > group.mean; last = groups.at(-1)) {
      const count = last.count + group.count;
      group = { mean: (last.mean * last.count + group.mean * group.count) / count, count };
      groups.pop();
    }
    groups.push(group);
  }
  return groups.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
}
