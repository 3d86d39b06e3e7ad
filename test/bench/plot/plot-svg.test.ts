import { expect, test } from "vitest";
import { lineStyles } from "../../../bench/plot/line-styles.ts";
import { plotSvg } from "../../../bench/plot/plot-svg.ts";
import type { Plot } from "../../../bench/report.ts";

const names = ["mcp-codemode", "another", "a name that is so long that it is wrapped", "<b>", "fifth", "sixth", "seventh", "eighth"];
const plot: Plot = {
  kind: "plot",
  name: "calls",
  title: "Time by calls",
  x: { label: "calls", scale: "log" },
  y: { label: "ms", scale: "log" },
  lines: names.map((name, at) => ({
    name,
    ours: at === 0,
    points: [
      [1, 0.003 * (at + 1)],
      [7, 90],
      [4_096, 12_345.6 + at],
    ],
  })),
};

test.each([
  ["log", "log"],
  ["linear", "linear"],
  ["log", "linear"],
] as const)("every point of every line is inside the plot area, %s across and %s up", (x, y) => {
  const svg = plotSvg({ ...plot, x: { label: "x", scale: x }, y: { label: "y", scale: y } });
  const area = areaOf(svg);
  const lines = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points = ""]) => points.split(" ").map(pointOf));
  expect(lines).toHaveLength(names.length);
  expect(lines.flat()).toHaveLength(names.length * 3);
  expect(lines.flat().filter((point) => !isInside(point, area))).toEqual([]);
});

test("a point outside of the area would be found", () => {
  const area = areaOf(plotSvg(plot));
  expect(isInside([area.left - 1, area.top], area)).toBe(false);
  expect(isInside([area.right, area.bottom + 1], area)).toBe(false);
});

test("names cover neither each other nor the plot area, and are inside the picture", () => {
  const svg = plotSvg(plot);
  const { right } = areaOf(svg);
  const [, height = 0] = /viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(svg)?.map(Number).filter(Number.isFinite) ?? [];
  const texts = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const ys = texts
    .filter(([x]) => x > right + 20)
    .map(([, y]) => y)
    .toSorted((a, b) => a - b);
  // One of the names takes two lines.
  expect(ys).toHaveLength(names.length + 1);
  expect(Math.min(...ys.slice(1).map((y, at) => y - (ys[at] as number)))).toBeGreaterThanOrEqual(14.9);
  expect(ys.at(-1)).toBeLessThan(height || Infinity);
});

test("the same plot is the same text, with what is special to XML escaped", () => {
  expect(plotSvg(plot)).toBe(plotSvg(plot));
  expect(plotSvg(plot)).toContain("&lt;b&gt;");
  expect(plotSvg(plot)).not.toContain("<b>");
  expect(plotSvg(plot)).not.toContain("NaN");
});

test("a logarithmic axis has no place for zero", () => {
  const svg = plotSvg({
    ...plot,
    lines: [
      {
        name: "one",
        points: [
          [0, 5],
          [1, 0],
          [2, 3],
          [4, 9],
        ],
      },
    ],
  });
  expect(/<polyline points="([^"]*)"/.exec(svg)?.[1]?.split(" ")).toHaveLength(2);
  expect(svg).not.toMatch(/NaN|Infinity/);
});

test("lines can be told apart without colour: ours are thick, and those that are thin differ in their dashes", () => {
  const styles = lineStyles(plot.lines.slice(0, 6));
  expect(new Set(styles.map(({ width, dashes }) => `${width} ${dashes}`)).size).toBe(6);
  expect(styles[0]?.width).toBeGreaterThan(styles[1]?.width as number);
});

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function areaOf(svg: string): Area {
  const [, left, top, bottom, right] = /<path d="M([\d.]+) ([\d.]+)V([\d.]+)H([\d.]+)"/.exec(svg)?.map(Number) ?? [];
  return { left, right, top, bottom } as Area;
}

function pointOf(text: string): [number, number] {
  return text.split(",").map(Number) as [number, number];
}

function isInside([x, y]: readonly [number, number], { left, right, top, bottom }: Area): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
