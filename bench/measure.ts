/** What samples are of. */
export interface Figure {
  readonly what: string;
  /** Whose figure it is, where several are compared. */
  readonly subject?: string;
  /** Of the samples. @default "ms" */
  readonly unit?: string;
  /** Whose samples of the same work stand beside. */
  readonly baseline?: { readonly name: string };
  readonly target?: Target;
}

/** One measurement to be made. */
export interface Plan extends Figure {
  readonly runs: number;
  /** Samples thrown away first, of both sides, while host and guest compile their code. @default 3 */
  readonly warmUps?: number;
  readonly sample: () => Promise<number>;
  /** The same work done another way, sampled in turn with `sample`. */
  readonly baseline?: { readonly name: string; readonly sample: () => Promise<number> };
}

/** The median must be at most so much, in the row's unit or as a ratio to the baseline's. */
export interface Target {
  readonly kind: "median" | "ratio";
  readonly atMost: number;
}

export type Row = MeasuredRow | MissingRow;

export interface MeasuredRow {
  readonly kind: "measured";
  readonly what: string;
  /** Whose figure it is, where several are compared. */
  readonly subject?: string;
  readonly unit: string;
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Whose median the ratio is to, measured in the same run. */
  readonly baseline?: { readonly name: string; readonly median: number; readonly ratio: number };
  readonly target?: Target & { readonly met: boolean };
}

/** What could not be measured, and why. */
export interface MissingRow {
  readonly kind: "failed" | "unavailable";
  readonly what: string;
  /** Whose figure it would be, where several are compared. */
  readonly subject?: string;
  readonly why: string;
}

/** Measures both sides in turn. Never rejects: a failure is a row that says so. */
export async function measure(plan: Plan): Promise<Row> {
  const { what, subject, runs, warmUps = 3, sample, baseline } = plan;
  const samples: number[] = [];
  const baselineSamples: number[] = [];
  try {
    for (let run = -warmUps; run < runs; run += 1) {
      const value = await sample();
      const baselineValue = await baseline?.sample();
      if (run < 0) continue;
      samples.push(value);
      if (baselineValue !== undefined) baselineSamples.push(baselineValue);
    }
  } catch (error) {
    return { ...failedRow(what, error), ...(subject === undefined ? {} : { subject }) };
  }
  return rowOf(plan, samples, baselineSamples);
}

/** The row of samples that are there already; without a baseline where it has no samples. */
export function rowOf(figure: Figure, samples: readonly number[], baselineSamples: readonly number[] = []): MeasuredRow {
  const { what, subject, unit = "ms", baseline, target } = figure;
  const median = medianOf(samples);
  const baselineMedian = medianOf(baselineSamples);
  const ratio = median / baselineMedian;
  const measured = target?.kind === "ratio" ? ratio : median;
  return {
    kind: "measured",
    what,
    ...(subject === undefined ? {} : { subject }),
    unit,
    runs: samples.length,
    median: round(median),
    min: round(Math.min(...samples)),
    max: round(Math.max(...samples)),
    ...(baseline && baselineSamples.length > 0
      ? { baseline: { name: baseline.name, median: round(baselineMedian), ratio: round(ratio) } }
      : {}),
    ...(target ? { target: { ...target, met: measured <= target.atMost } } : {}),
  };
}

/** What went wrong, or is not as it has to be: the bench ends with an exit code. */
export function failedRow(what: string, why: unknown): MissingRow {
  return { kind: "failed", what, why: why instanceof Error ? why.message : String(why) };
}

/** How long `body` takes, in milliseconds. */
export async function timeOf(body: () => unknown): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

/** The mean of the two in the middle where the count is even. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  return (lower + upper) / 2;
}

/** To hundredths, and what is less than one to three figures. */
function round(value: number): number {
  return Math.abs(value) < 1 ? Number(value.toPrecision(3)) : Math.round(value * 100) / 100;
}
