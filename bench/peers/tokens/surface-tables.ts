import { numberText } from "../../markdown/number-text.ts";
import type { Line, Plot, Table, Text } from "../../report.ts";
import type { Trips } from "./count.ts";
import type { SurfaceAbout, Wanted } from "./surface.ts";

/** How many servers there are, and how many tools they have together. */
export interface Size {
  readonly servers: number;
  readonly tools: number;
}

/** What one way to put tools in front of a model costs. */
export interface MeasuredSurface {
  /** Whose it is. */
  readonly name: string;
  readonly ours: boolean;
  readonly about: SurfaceAbout;
  /** Tokens, by size. */
  readonly alwaysOn: readonly number[];
  /** At the largest size; absent where there is nothing to search. */
  readonly trips?: Trips;
  /** Tools that it could not take, with what it says; it is counted without them. */
  readonly refused: readonly string[];
}

/** @param full - tokens of all definitions, by size */
export function surfaceTable(sizes: readonly Size[], full: readonly number[], surfaces: readonly MeasuredSurface[]): Table {
  const most = sizes.at(-1)?.servers;
  const whole = full.at(-1) ?? Number.NaN;
  const ratio = (tokens: number): string => `${((100 * tokens) / whole).toPrecision(3)} %`;
  return {
    kind: "table",
    title: "What a model reads of its tools, in tokens",
    columns: [
      "",
      "by",
      ...sizes.map(({ servers, tools }) => `always on: ${servers} servers, ${tools} tools`),
      `of full definitions, ${most} servers`,
      `one search, ${most} servers: median (least to most)`,
      "searches whose answer has the tool",
      "always on and one search, of full definitions",
    ],
    rows: [
      ["full definitions", "tools/list", ...full.map(numberText), ratio(whole), "none: everything is always on", "", ratio(whole)],
      ...surfaces.map(({ name, about, alwaysOn, trips }) => {
        const last = alwaysOn.at(-1) ?? Number.NaN;
        return [
          name,
          about.search === undefined ? about.api : `${about.api}; ${about.search}`,
          ...alwaysOn.map(numberText),
          ratio(last),
          trips ? `${trips.median} (${trips.least} to ${trips.most})` : "none: everything is always on",
          trips ? `${trips.found} of ${trips.count}` : "",
          ratio(last + (trips?.median ?? 0)),
        ];
      }),
    ],
  };
}

export function surfacePlot(sizes: readonly Size[], full: readonly number[], surfaces: readonly MeasuredSurface[]): Plot {
  const line = (name: string, counts: readonly number[], ours: boolean): Line => {
    return { name, ours, points: sizes.map(({ tools }, index): [number, number] => [tools, counts[index] ?? Number.NaN]) };
  };
  return {
    kind: "plot",
    name: "tokens-surface",
    title: "Tokens that are always in front of a model, by the number of tools",
    x: { label: "tools", scale: "log" },
    y: { label: "tokens (o200k_base)", scale: "log" },
    lines: [
      line("full definitions", full, false),
      ...surfaces.map(({ name, ours, about, alwaysOn }) => {
        const ways = surfaces.filter((other) => other.name === name).length;
        return line(ways > 1 ? `${name}: ${about.api}` : name, alwaysOn, ours);
      }),
    ],
  };
}

/** How it was counted, and what has to be known of single rows. */
export function notes(queries: readonly Wanted[], surfaces: readonly MeasuredSurface[]): Text {
  const sentences = [
    "Recorded tool lists of real servers, each served again as an MCP server over HTTP on this machine; the smaller sets are the first of one seeded order.",
    "A definition is counted as its name, its description and the JSON of its input schema, by o200k_base, without escapes; what a library puts into instructions counts too.",
    "Ours is `codemode serve` over stdio with nothing in its config but the servers; the others are what their documented functions make of the same tools, with nothing set.",
    "Where a library takes one list of tools, a name that two servers have gets the server's before it; of a schema without a type the type is said to be an object, as MCP wants it.",
    `A search is the arguments and the text of the answer, by ${queries.length} queries of at most five words: those of the first sentence of a tool's description that are no stop words, for tools of different servers drawn by a seed ("${queries[0]?.query}").`,
  ];
  const ofRows = surfaces.flatMap(({ name, about, refused }) => [
    ...(about.note === undefined ? [] : [`${name}, ${about.api}: ${about.note}`]),
    ...(refused.length === 0
      ? []
      : [`${name} can't take ${refused.length} of the tools, and is counted without: ${refused.map(short).join("; ")}.`]),
  ]);
  return { kind: "text", text: [sentences.join(" "), ...ofRows.map((line) => `- ${line}`)].join("\n") };
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
