/** Something that wants to be at a height, and how much room it takes. */
export interface Wish {
  readonly middle: number;
  readonly height: number;
}

/** The middles of all, as near to what they want as goes without one covering another or leaving the room from `top` to `bottom`. */
export function spread(wishes: readonly Wish[], top: number, bottom: number): number[] {
  const order = [...wishes.keys()].toSorted((a, b) => middleOf(wishes, a) - middleOf(wishes, b));
  const middles: number[] = [];
  let from = top;
  for (const at of order) {
    const { middle, height } = wishes[at] as Wish;
    middles[at] = Math.max(middle, from + height / 2);
    from = (middles[at] as number) + height / 2;
  }
  let to = bottom;
  for (const at of order.toReversed()) {
    const { height } = wishes[at] as Wish;
    middles[at] = Math.min(middles[at] as number, to - height / 2);
    to = (middles[at] as number) - height / 2;
  }
  return middles;
}

function middleOf(wishes: readonly Wish[], at: number): number {
  return (wishes[at] as Wish).middle;
}
