import type { Axis, Item, Line, Plot, Table } from "../report.ts";
import { findCrossing } from "./crossing.ts";
import type { Plays } from "./play-all.ts";
import type { Play } from "./play.ts";
import { largestPrompt, whole } from "./task-tables.ts";

/** What the plays of one task cost while one thing grows. */
export interface Sweep {
  /** What the task is: `two calls for half of the table each`. */
  readonly task: string;
  readonly x: Axis;
  /** An amount with its unit: `4 KiB`. */
  readonly sizeOf: (x: number) => string;
  readonly points: readonly { readonly x: number; readonly plays: Plays }[];
}

/** The curves of a sweep, a line for each policy. */
export function breakEvenPlot(name: string, title: string, { x, points }: Sweep): Plot {
  const line = (label: string, play: (plays: Plays) => Play, ours = false): Line => ({
    name: label,
    ...(ours ? { ours } : {}),
    points: points.map((point): [number, number] => [point.x, Math.round(play(point.plays).usage.billed)]),
  });
  return {
    kind: "plot",
    name,
    title,
    x,
    y: { label: "billed tokens (prompts with caching, output as five)", scale: "log" },
    lines: [
      line("one call per turn", ({ one }) => one),
      line("parallel calls", ({ parallel }) => parallel),
      line("one program after a search", ({ program }) => program, true),
      line("one program, bindings known", ({ known }) => known, true),
    ],
  };
}

/** The points of the curves. */
export function breakEvenPoints({ task, x, sizeOf, points }: Sweep): Table {
  return {
    kind: "table",
    title: `Billed tokens by ${x.label}: ${task}`,
    columns: [
      x.label,
      "one call per turn",
      "parallel calls",
      "program after a search",
      "program, bindings known",
      "largest prompt, without code",
      "largest prompt, program",
    ],
    rows: points.map(({ x: at, plays: { one, parallel, program, known } }) => [
      sizeOf(at),
      ...[one, parallel, program, known].map(({ usage }) => whole(usage.billed)),
      largestPrompt(one),
      largestPrompt(program),
    ]),
  };
}

/** Where the curves cross. */
export function crossings(sweeps: readonly Sweep[]): Item {
  return {
    kind: "table",
    title: "Where the curves cross, in billed tokens, between the points that were measured",
    columns: ["task", "without code", "program", "without code is cheaper up to", "the program is cheaper from"],
    rows: sweeps.flatMap((sweep) =>
      [["one call per turn", ({ one }: Plays) => one] as const, ["parallel calls", ({ parallel }: Plays) => parallel] as const].flatMap(
        ([way, other]) =>
          [["after a search", ({ program }: Plays) => program] as const, ["bindings known", ({ known }: Plays) => known] as const].map(
            ([before, ours]) => [sweep.task, way, before, ...crossingCells(sweep, other, ours)],
          ),
      ),
    ),
  };
}

function crossingCells({ points, sizeOf }: Sweep, other: (plays: Plays) => Play, ours: (plays: Plays) => Play): [string, string] {
  const crossing = findCrossing(points.map(({ x, plays }) => ({ x, cost: other(plays).usage.billed, ours: ours(plays).usage.billed })));
  const [first, last] = [points[0]?.x ?? NaN, points.at(-1)?.x ?? NaN].map(sizeOf);
  if (crossing.kind === "always") return ["nowhere", `${first}, the least that was measured`];
  if (crossing.kind === "never") return [`${last}, the most that was measured`, "nowhere"];
  return [sizeOf(crossing.upTo), sizeOf(crossing.from)];
}
