import { CodeModeExecutor } from "../../src/executor/executor.ts";
import type { Language } from "../../src/executor/languages/language.ts";
import type { SandboxDriver } from "../../src/sandbox/driver.ts";
import type { Limits } from "../../src/sandbox/limits.ts";
import type { Arena } from "./arena.ts";
import type { HostileCase } from "./cases.ts";

export const limits: Partial<Limits> = {
  guestTimeMs: 1_000,
  totalTimeMs: 2_500,
  memoryMb: 64,
  maxCalls: 200,
  maxOutputBytes: 256 * 1_024,
  maxValueBytes: 2 ** 20,
  maxArgumentBytes: 2 ** 20,
};

/** What one hostile program came to. */
export interface Played {
  readonly id: string;
  readonly category: string;
  /** `ok`, or the error's kind and code. */
  readonly end: string;
  readonly ms: number;
  readonly stallMs: number;
  readonly grownMb: number;
  /** What must not be: lines that begin with ESCAPED, dirty canaries, a late end. */
  readonly problems: readonly string[];
}

/** How late a program may end after its deadline. */
const GRACE_MS = 750;

/** Plays the cases one after the other, each in a session of its own. */
export async function play(
  cases: readonly HostileCase[],
  driver: SandboxDriver,
  { registry, canaries }: Arena,
  language: Language = "typescript",
): Promise<Played[]> {
  // The wall has to hold without the check.
  const drivers = language === "python" ? { python: { driver } } : { driver, warm: 2 };
  await using executor = new CodeModeExecutor(registry, { ...drivers, limits, check: "off" });
  await executor.setup(language);
  const all: Played[] = [];
  for (const each of cases) {
    // A program's time begins when it runs: a process is ready for it.
    await executor.setup(language);
    canaries.takeStallMs();
    const before = process.memoryUsage.rss();
    const result = await executor.execute(each.code, { language });
    const deadline = result.calls.length > 0 ? limits.totalTimeMs : limits.guestTimeMs;
    const grownMb = (process.memoryUsage.rss() - before) / 2 ** 20;
    const stallMs = canaries.takeStallMs();
    all.push({
      id: each.id,
      category: each.category,
      end: result.error ? `${result.error.kind} ${result.error.code}` : "ok",
      ms: Math.round(result.duration_ms),
      stallMs: Math.round(stallMs),
      grownMb: Math.round(grownMb),
      problems: [
        ...result.output.split("\n").filter((line) => line.startsWith("ESCAPED")),
        ...(result.calls.some(({ server, outcome }) => server === "admin" && outcome === "ok") ? ["admin answered"] : []),
        ...canaries.dirty(),
        ...(result.duration_ms > (deadline ?? 0) + GRACE_MS ? [`ended after ${Math.round(result.duration_ms)} ms`] : []),
        ...(grownMb > 64 ? [`the host grew by ${Math.round(grownMb)} MiB`] : []),
        ...(stallMs > 500 ? [`the host's event loop was held for ${Math.round(stallMs)} ms`] : []),
      ],
    });
  }
  return all;
}

/** How many there were, per category how many ended in which way, and the worst of what they did to the host. */
export function report(played: readonly Played[]): string {
  const worst = (what: "stallMs" | "grownMb"): number => Math.max(0, ...played.map((each) => each[what]));
  return `${played.length} programs\n${tally(played)}\nlongest stall ${worst("stallMs")} ms, most growth ${worst("grownMb")} MiB`;
}

function tally(played: readonly Played[]): string {
  const rows = [...new Set(played.map(({ category }) => category))].map((category) => {
    const list = played.filter((each) => each.category === category);
    const count = (...kinds: readonly string[]): number => list.filter(({ end }) => kinds.includes(end.split(" ")[0] as string)).length;
    return [
      category,
      list.length,
      list.filter(({ problems }) => problems.length > 0).length,
      count("ok"),
      count("program", "tool", "check"),
      count("limit"),
    ].join(" | ");
  });
  return ["category | cases | out | ended by itself | error | limit", ...rows].join("\n");
}
