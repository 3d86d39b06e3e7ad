import type { Row } from "./measure.ts";
import type { BenchOptions } from "./options.ts";

/** What a group of a suite gives, in the order in which a reader wants it. Rows that follow each other are one table. */
export type Item = Row | Table | Plot | Text;

/** Figures that are no measurement of time: counts, tokens, what happened. */
export interface Table {
  readonly kind: "table";
  readonly title: string;
  readonly columns: readonly string[];
  /** As they are to be read; the first cell names the row. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Lines over a horizontal axis, drawn to an SVG file. */
export interface Plot {
  readonly kind: "plot";
  /** Of the file, without its ending: `break-even-calls`. */
  readonly name: string;
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
}

export interface Axis {
  /** With the unit: `calls`, `prompt tokens`. */
  readonly label: string;
  /** @default "linear" */
  readonly scale?: "linear" | "log";
}

export interface Line {
  readonly name: string;
  /** Drawn to stand out. @default false */
  readonly ours?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One paragraph of Markdown. */
export interface Text {
  readonly kind: "text";
  readonly text: string;
}

/**
 * One part of a suite: opens what it needs and has closed it at its end. It runs in a process of its own, so that no group burdens the next.
 * What is wrong is a row that failed.
 */
export type Group = (options: BenchOptions) => AsyncGenerator<Item>;

/** Groups by name, in the order in which they run. */
export type Suite = Readonly<Record<string, Group>>;
