/** One measurement to be made. */
export interface Plan {
  readonly what: string;
  /** Of what `sample` gives. @default "ms" */
  readonly unit?: string;
  readonly runs: number;
  /** Samples thrown away first, of both sides, while host and guest compile their code. @default 3 */
  readonly warmUps?: number;
  readonly sample: () => Promise<number>;
  /** The same work done another way, sampled in turn with `sample`. */
  readonly baseline?: { readonly name: string; readonly sample: () => Promise<number> };
  readonly target?: Target;
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
  readonly why: string;
}

/** Measures both sides in turn. Never rejects: a failure is a row that says so. */
export async function measure(plan: Plan): Promise<Row> {
  const { what, unit = "ms", runs, warmUps = 3, sample, baseline, target } = plan;
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
    return { kind: "failed", what, why: error instanceof Error ? error.message : String(error) };
  }
  const median = medianOf(samples);
  const baselineMedian = medianOf(baselineSamples);
  const ratio = median / baselineMedian;
  const measured = target?.kind === "ratio" ? ratio : median;
  return {
    kind: "measured",
    what,
    unit,
    runs,
    median: round(median),
    min: round(Math.min(...samples)),
    max: round(Math.max(...samples)),
    ...(baseline ? { baseline: { name: baseline.name, median: round(baselineMedian), ratio: round(ratio) } } : {}),
    ...(target ? { target: { ...target, met: measured <= target.atMost } } : {}),
  };
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

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
