/** One metric with all its label values, as the Prometheus text format has it (version 0.0.4). */
export interface Family {
  lines(): string[];
}

export type Labels = Readonly<Record<string, string>>;

/** A number that only grows. */
export class Counter implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels, by = 1): void {
    const key = labelText(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + by);
  }

  lines(): string[] {
    return [...header(this.#name, "counter", this.#help), ...[...this.#values].map(([labels, value]) => `${this.#name}${labels} ${value}`)];
  }
}

/** A number that is asked for when it is read. */
export class Gauge implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #read: () => readonly (readonly [Labels, number])[];

  constructor(name: string, help: string, read: () => readonly (readonly [Labels, number])[]) {
    this.#name = name;
    this.#help = help;
    this.#read = read;
  }

  lines(): string[] {
    return [
      ...header(this.#name, "gauge", this.#help),
      ...this.#read().map(([labels, value]) => `${this.#name}${labelText(labels)} ${value}`),
    ];
  }
}

/** How many seconds things took: how many at most so long, for each bound, and their sum. */
export class Histogram implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, { readonly labels: Labels; readonly counts: number[]; count: number; sum: number }>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  observe(labels: Labels, seconds: number): void {
    const key = labelText(labels);
    const known = this.#values.get(key) ?? { labels, counts: BOUNDS.map(() => 0), count: 0, sum: 0 };
    this.#values.set(key, known);
    const at = BOUNDS.findIndex((bound) => seconds <= bound);
    if (at !== -1) known.counts[at] = (known.counts[at] ?? 0) + 1;
    known.count += 1;
    known.sum += seconds;
  }

  lines(): string[] {
    const all = [...this.#values].flatMap(([key, { labels, counts, count, sum }]) => {
      let below = 0;
      const buckets = BOUNDS.map((bound, at) => {
        below += counts[at] ?? 0;
        return `${this.#name}_bucket${labelText({ ...labels, le: String(bound) })} ${below}`;
      });
      return [
        ...buckets,
        `${this.#name}_bucket${labelText({ ...labels, le: "+Inf" })} ${count}`,
        `${this.#name}_sum${key} ${sum}`,
        `${this.#name}_count${key} ${count}`,
      ];
    });
    return [...header(this.#name, "histogram", this.#help), ...all];
  }
}

function header(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function labelText(labels: Labels): string {
  const entries = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  );
  return entries.length === 0 ? "" : `{${entries.join(",")}}`;
}

/** In seconds: from a call in this process to the longest execution. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];
