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

/** What becomes of programs that go wrong, and of the process of the library that runs them. Every case has a process of its own. */
export async function* robustness({ peers: only }: BenchOptions): AsyncGenerator<Item> {
  for (const language of ["typescript", "python"] as const) {
    const peers = knownPeers(language, only);
    const verdicts = new Map<string, Map<KnownPeer, string>>();
    let next = 0;
    const lane = async (): Promise<void> => {
      await using planted = await plant();
      const cases = robustnessCases(planted).filter(({ programs }) => programs[language]);
      for (const { what } of cases) verdicts.set(what, verdicts.get(what) ?? new Map());
      for (let turn = next++; turn < peers.length * cases.length; turn = next++) {
        const each = cases[turn % cases.length];
        const peer = peers[Math.floor(turn / cases.length)];
        if (!each || !peer) return;
        if (turn % cases.length === 0) process.stderr.write(`${peer.about.name} ...\n`);
        verdicts.get(each.what)?.set(peer, await verdictOf(peer, each, planted));
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

/** `yes`, or `NO` and why. */
export async function verdictOf(peer: KnownPeer, each: RobustnessCase, planted: Planted): Promise<string> {
  let opened: PeerProcess | undefined;
  try {
    opened = new PeerProcess(peer, { ...process.env, BENCH_SECRET: planted.secret });
    await within(30_000, opened.open({ timeoutMs: TIMEOUT_MS, memoryMb: MEMORY_MB, maxSessions: 8 }));
    // The first execution loads what the others find there.
    await within(30_000, opened.execute(peer.about.language === "python" ? "1" : "return 1;", "bench"));
  } catch (error) {
    await opened?.[Symbol.asyncDispose]();
    return `can't be opened: ${short(error instanceof Error ? error.message : String(error))}`;
  }
  try {
    return await judge(opened, peer, each, planted);
  } finally {
    await opened[Symbol.asyncDispose]();
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
