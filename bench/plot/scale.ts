/** Where values lie on an axis, from 0 at its beginning to 1 at its end, and the values that are marked on it. */
export interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
  /** Whether the axis has a place for it: a logarithmic one has none for zero. */
  has(value: number): boolean;
}

export interface ScaleOptions {
  readonly scale: "linear" | "log";
  /** Whether the axis ends at ticks; otherwise at the smallest and the largest value, and at a tick only where one is near. */
  readonly toTicks: boolean;
}

export function scaleOf(values: readonly number[], { scale, toTicks }: ScaleOptions): Scale {
  const has = (value: number): boolean => Number.isFinite(value) && (scale === "linear" || value > 0);
  const shown = values.filter(has);
  const [min, max] = apart(shown.length > 0 ? [Math.min(...shown), Math.max(...shown)] : [1, 10], scale);
  const marks = scale === "log" ? logMarks(min, max) : linearMarks(min, max);
  const map = scale === "log" ? Math.log10 : (value: number) => value;
  const near = (value: number, mark: number | undefined): number =>
    mark !== undefined && (toTicks || Math.abs(map(mark) - map(value)) < (map(max) - map(min)) / 20) ? mark : value;
  const low = near(
    min,
    marks.findLast((mark) => mark <= min),
  );
  const high = near(
    max,
    marks.find((mark) => mark >= max),
  );
  return {
    ticks: marks.filter((mark) => mark >= low && mark <= high),
    at: (value) => (map(value) - map(low)) / (map(high) - map(low)),
    has,
  };
}

/** `1k`, `2.5M`, `0.05`. */
export function tickText(value: number): string {
  const [size, suffix] = (
    [
      [1e9, "G"],
      [1e6, "M"],
      [1e3, "k"],
    ] as const
  ).find(([each]) => Math.abs(value) >= each) ?? [1, ""];
  return `${Number((value / size).toPrecision(6))}${suffix}`;
}

/** Two values with room between them. */
function apart([min, max]: readonly [number, number], scale: "linear" | "log"): readonly [number, number] {
  if (scale === "log") return min === max ? [min / 2, max * 2] : [min, max];
  // An axis that could as well begin at zero does.
  const from = min > 0 && min < max / 2 ? 0 : min;
  return from === max ? [from - 1, max + 1] : [from, max];
}

/** Powers of ten, with 2 and 5 between them where that gives few enough, as every second or third where there are many. */
function logMarks(min: number, max: number): number[] {
  const decades = Math.log10(max / min);
  const steps = decades <= 2.2 ? [1, 2, 5] : [1];
  const every = Math.ceil(decades / 8);
  const first = Math.floor(Math.log10(min) / every) * every;
  const marks: number[] = [];
  for (let power = first; power <= Math.ceil(Math.log10(max)) + every; power += every)
    marks.push(...steps.map((step) => Number(`${step}e${power}`)));
  return marks;
}

/** About five, at multiples of 1, 2 or 5 times a power of ten. */
function linearMarks(min: number, max: number): number[] {
  const rough = (max - min) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
  const marks: number[] = [];
  for (let count = Math.floor(min / step); count <= Math.ceil(max / step); count += 1) marks.push(Number((count * step).toPrecision(12)));
  return marks;
}
