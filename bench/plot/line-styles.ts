import type { Line } from "../report.ts";

export interface LineStyle {
  readonly colour: string;
  readonly width: number;
  /** Of SVG; empty for a whole line. */
  readonly dashes: string;
}

/** Ours are thick, first of all whole; others are thin. Every two of a kind differ in their dashes, so that they can be told apart without colour. */
export function lineStyles(lines: readonly Line[]): LineStyle[] {
  let ourCount = 0;
  let otherCount = 0;
  return lines.map(({ ours = false }) => {
    const [kind, at] = ours ? [OURS, ourCount++] : [OTHERS, otherCount++];
    const { colours, dashes, width } = kind;
    return { colour: colours[at % colours.length] as string, dashes: dashes[at % dashes.length] as string, width };
  });
}

/** All dark enough to be read as text on white. */
const OURS = { colours: ["#0b57a4", "#00776b", "#4a3aa7"], dashes: ["", "10 4", "3 3"], width: 3.2 };
const OTHERS = {
  colours: ["#b3470e", "#8a2f8f", "#5f5f5f", "#7a6000", "#b0164a", "#3f6b1f", "#7b4a2a", "#2f6690", "#9c2f2f", "#3d4a5c"],
  dashes: ["7 3", "2 3", "12 3 2 3", "", "4 2 1 2", "14 5", "7 3 2 3 2 3"],
  width: 1.6,
};
