import type { BenchOptions } from "../options.ts";
import type { Item } from "../report.ts";
import type { Outcome } from "./adapter.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import { PeerProcess } from "./peer-process.ts";
import { plant, type Planted } from "./planted.ts";
import { robustnessCases, type RobustnessCase } from "./robustness-cases.ts";
import { walls } from "./walls.ts";
import { watched } from "./watch.ts";
import { within } from "./within.ts";

/**
 * What becomes of programs that go wrong, and of the process of the library that runs them. Each of these has a process of its own; those that
 * only ask or look share one, as long as all goes well in it.
 */
export async function* robustness({ peers: only }: BenchOptions): AsyncGenerator<Item> {
  for (const language of ["typescript", "python"] as const) {
    const peers = knownPeers(language, only);
    const verdicts = new Map<string, Map<KnownPeer, string>>();
    let next = 0;
    const lane = async (): Promise<void> => {
      await using planted = await plant();
      const cases = robustnessCases(planted).filter(({ programs }) => programs[language]);
      for (const { what } of cases) verdicts.set(what, verdicts.get(what) ?? new Map());
      const turns = peers.flatMap((peer) => [
        { peer, cases: cases.filter(({ isHarmless }) => isHarmless) },
        ...cases.filter(({ isHarmless }) => !isHarmless).map((each) => ({ peer, cases: [each] })),
      ]);
      for (let turn = turns[next++]; turn; turn = turns[next++]) {
        if (turn.cases[0]?.isHarmless) process.stderr.write(`${turn.peer.about.name} ...\n`);
        const found = await verdictsOf(turn.peer, turn.cases, planted);
        for (const [index, { what }] of turn.cases.entries()) verdicts.get(what)?.set(turn.peer, found[index] ?? "");
      }
    };
    // Three at once: most of the time is waiting for limits, and no time here matters to a tenth of a second.
    await Promise.all([lane(), lane(), lane()]);
    yield {
      kind: "table",
      title: language === "typescript" ? "What becomes of programs that go wrong" : "The same in Python",
      columns: ["", ...peers.map(({ about }) => about.name)],
      rows: [
        ["wall", ...peers.map(({ about }) => walls[about.wall])],
        ...[...verdicts].map(([what, found]) => [what, ...peers.map((peer) => found.get(peer) ?? "")]),
      ],
    };
  }
}

/** For each case `yes`, or `NO` and why; in one process, until something goes wrong in it, and then in another. */
export async function verdictsOf(peer: KnownPeer, cases: readonly RobustnessCase[], planted: Planted): Promise<string[]> {
  const verdicts: string[] = [];
  let opened: PeerProcess | undefined;
  try {
    for (const each of cases) {
      try {
        opened ??= await openedFor(peer, planted);
      } catch (error) {
        verdicts.push(`can't be opened: ${short(error instanceof Error ? error.message : String(error))}`);
        continue;
      }
      const verdict = await judge(opened, peer, each, planted);
      verdicts.push(verdict);
      if (verdict === "yes") continue;
      await opened[Symbol.asyncDispose]();
      opened = undefined;
    }
    return verdicts;
  } finally {
    await opened?.[Symbol.asyncDispose]();
  }
}

async function openedFor(peer: KnownPeer, planted: Planted): Promise<PeerProcess> {
  const opened = new PeerProcess(peer, { ...process.env, BENCH_SECRET: planted.secret });
  try {
    await within(30_000, opened.open({ timeoutMs: TIMEOUT_MS, memoryMb: MEMORY_MB, maxSessions: 8 }));
    // The first execution loads what the others find there.
    await within(30_000, opened.execute(peer.about.language === "python" ? "1" : "return 1;", "bench"));
    return opened;
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

async function judge(opened: PeerProcess, { about }: KnownPeer, each: RobustnessCase, planted: Planted): Promise<string> {
  const before = planted.connections();
  let start = performance.now();
  const { value, error, grownMb, heldMs } = await watched(opened, async () => {
    let outcome: Outcome | undefined;
    for (const program of each.programs[about.language] ?? []) {
      start = performance.now();
      outcome = await within(
        TIMEOUT_MS + PATIENCE_MS,
        opened.execute(program, "bench").catch((failure: Error) => ({ ok: false, error: failure.message })),
      );
    }
    return outcome as Outcome;
  });
  const ms = performance.now() - start;
  const found = [
    ...(opened.ended === undefined ? [] : ["the library's process died"]),
    ...(value ? [] : [`${error}, and the limit is ${TIMEOUT_MS / 1_000} s`]),
    ...(value && ms > TIMEOUT_MS + LATE_MS ? [`ended after ${(ms / 1_000).toFixed(1)} s`] : []),
    ...(heldMs > HELD_MS ? [`the library's process stood still for ${(heldMs / 1_000).toFixed(1)} s`] : []),
    ...(grownMb > MEMORY_MB + GROWTH_MB ? [`the library's process grew by ${Math.round(grownMb)} MiB`] : []),
  ];
  const judged = value && opened.ended === undefined ? each.judge(value, { ms, connected: planted.connections() > before }) : undefined;
  if (judged !== undefined) found.push(short(judged));
  return found.length === 0 ? "yes" : `NO: ${found.join("; ")}`;
}

function short(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

/** Of one execution, as it is set in every peer. */
const TIMEOUT_MS = 1_500;
const MEMORY_MB = 128;
/** So much later a program may end than its limit says, and so much longer is waited for it at all. */
const LATE_MS = 1_500;
const PATIENCE_MS = 2_000;
/** So long the process of the library may not answer, and so much it may grow beyond the limit of a sandbox. */
const HELD_MS = 1_000;
const GROWTH_MB = 192;
