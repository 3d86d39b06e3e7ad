import type { Line, Plot } from "../report.ts";
import { lineStyles, type LineStyle } from "./line-styles.ts";
import { scaleOf, tickText, type Scale } from "./scale.ts";
import { spread } from "./spread.ts";
import { wrap } from "./wrap.ts";

/** A plot as SVG with a background of its own: lines over two axes, and beside them, in the order in which they end, their names. */
export function plotSvg({ title, x, y, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points);
  const across = scaleOf(
    points.map(([value]) => value),
    { scale: x.scale ?? "linear", toTicks: false },
  );
  const up = scaleOf(
    points.map(([, value]) => value),
    { scale: y.scale ?? "linear", toTicks: true },
  );
  const titleLines = wrap(title, 82);
  const names = lines.map(({ name }) => wrap(name, 28));
  const namesHeight = names.reduce((sum, name) => sum + nameHeight(name), 0);
  const area: Area = { left: 62, right: 62 + AREA_WIDTH, top: 40 + titleLines.length * 20, bottom: 0 };
  const bottom = area.top + Math.max(AREA_HEIGHT, namesHeight);
  const frame = { ...area, bottom };
  const place = ([valueX, valueY]: readonly [number, number]): Point => [
    frame.left + across.at(valueX) * (frame.right - frame.left),
    frame.bottom - up.at(valueY) * (frame.bottom - frame.top),
  ];
  const drawn = lines.map((line) => line.points.filter(([valueX, valueY]) => across.has(valueX) && up.has(valueY)).map(place));
  const styles = lineStyles(lines);
  const middles = spread(
    names.map((name, at) => ({ middle: drawn[at]?.at(-1)?.[1] ?? frame.bottom, height: nameHeight(name) })),
    frame.top,
    frame.bottom,
  );
  const width = Math.max(MIN_WIDTH, frame.right + 46 + Math.max(...names.flat().map((each) => each.length)) * NAME_WIDTH + 12);
  const height = frame.bottom + 52;
  const order = [...lines.keys()].toSorted((a, b) => Number(lines[a]?.ours ?? false) - Number(lines[b]?.ours ?? false));
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}" role="img" font-family="system-ui, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...titleLines.map((line, at) => text([16, 26 + at * 20], line, { size: 15, weight: 600 })),
    text([16, frame.top - 14], y.label, { size: 12, fill: "#444444" }),
    ...ticksAcross(frame, across),
    ...ticksUp(frame, up),
    text([(frame.left + frame.right) / 2, frame.bottom + 42], x.label, { size: 12, fill: "#444444", anchor: "middle" }),
    // Ours last, above the others.
    ...order.flatMap((at) => lineParts(drawn[at] as Point[], styles[at] as LineStyle)),
    ...order.flatMap((at) =>
      nameParts(frame, names[at] as string[], drawn[at]?.at(-1), middles[at] as number, styles[at] as LineStyle, lines[at] as Line),
    ),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

type Point = readonly [x: number, y: number];

/** What the axes enclose. */
interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function ticksAcross({ left, right, top, bottom }: Area, scale: Scale): string[] {
  return scale.ticks.flatMap((tick) => {
    const x = left + scale.at(tick) * (right - left);
    return [
      `<line x1="${n(x)}" y1="${n(top)}" x2="${n(x)}" y2="${n(bottom)}" stroke="#e4e4e4"/>`,
      text([x, bottom + 18], tickText(tick), { size: 12, fill: "#444444", anchor: "middle" }),
    ];
  });
}

function ticksUp({ left, right, top, bottom }: Area, scale: Scale): string[] {
  const marks = scale.ticks.flatMap((tick) => {
    const y = bottom - scale.at(tick) * (bottom - top);
    return [
      `<line x1="${n(left)}" y1="${n(y)}" x2="${n(right)}" y2="${n(y)}" stroke="#e4e4e4"/>`,
      text([left - 8, y + 4], tickText(tick), { size: 12, fill: "#444444", anchor: "end" }),
    ];
  });
  return [...marks, `<path d="M${n(left)} ${n(top)}V${n(bottom)}H${n(right)}" fill="none" stroke="#8a8a8a"/>`];
}

function lineParts(points: readonly Point[], { colour, width, dashes }: LineStyle): string[] {
  const path = points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ");
  const dots = points.map(([x, y]) => `<circle cx="${n(x)}" cy="${n(y)}" r="${width > 2 ? 3 : 2.2}" fill="${colour}"/>`);
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dashesOf(dashes)}/>`,
    ...dots,
  ];
}

/** A piece of the line and its name; a thin line leads there from a line that goes to the end of the axis. */
function nameParts(
  { right }: Area,
  name: readonly string[],
  end: Point | undefined,
  middle: number,
  style: LineStyle,
  { ours }: Line,
): string[] {
  const { colour, width, dashes } = style;
  const first = middle - ((name.length - 1) * NAME_LINE) / 2 + 4;
  const leads = end !== undefined && end[0] > right - 1;
  return [
    ...(leads ? [`<path d="M${n(end[0] + 5)} ${n(end[1])}L${n(right + 14)} ${n(middle)}" fill="none" stroke="#b5b5b5"/>`] : []),
    `<line x1="${n(right + 16)}" y1="${n(middle)}" x2="${n(right + 40)}" y2="${n(middle)}" stroke="${colour}" stroke-width="${width}"${dashesOf(dashes)}/>`,
    ...name.map((line, at) => text([right + 46, first + at * NAME_LINE], line, { size: 12, fill: colour, weight: ours ? 600 : 400 })),
  ];
}

interface TextStyle {
  readonly size: number;
  /** @default nearly black */
  readonly fill?: string;
  readonly weight?: 400 | 600;
  /** @default "start" */
  readonly anchor?: "start" | "middle" | "end";
}

function text([x, y]: Point, content: string, { size, fill = "#1a1a1a", weight = 400, anchor = "start" }: TextStyle): string {
  const attributes = `font-size="${size}" fill="${fill}"${weight === 400 ? "" : ` font-weight="${weight}"`}${anchor === "start" ? "" : ` text-anchor="${anchor}"`}`;
  return `<text x="${n(x)}" y="${n(y)}" ${attributes}>${escape(content)}</text>`;
}

function dashesOf(dashes: string): string {
  return dashes === "" ? "" : ` stroke-dasharray="${dashes}"`;
}

function nameHeight(name: readonly string[]): number {
  return name.length * NAME_LINE + 5;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** To a tenth, so that the same plot is the same text everywhere. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Room for a line of the title. */
const MIN_WIDTH = 760;
const AREA_WIDTH = 480;
const AREA_HEIGHT = 300;
const NAME_LINE = 15;
/** At most, of a character of a name. */
const NAME_WIDTH = 7.2;
