import type { KnownPeer } from "./known-peers.ts";
import type { Measure } from "./measures.ts";
import type { PeerProcess } from "./peer-process.ts";

/** Milliseconds of a peer's executions and of ours, one of each after the other. */
export interface InTurn {
  readonly samples: readonly number[];
  readonly own: readonly number[];
}

/** @param peer - absent: ours alone */
export async function sampleInTurn(
  { program, expect, how, runs, budgetMs = BUDGET_MS }: Measure,
  language: KnownPeer["about"]["language"],
  peer: PeerProcess | undefined,
  ours: PeerProcess,
): Promise<InTurn> {
  const text = program[language] ?? "";
  const comment = language === "python" ? "#" : "//";
  const session = how === "session" ? { session: "bench" } : {};
  const one = async (of: PeerProcess): Promise<number> => {
    next += 1;
    return of.sample({ program: `${text}\n${comment} ${next}`, expect, ...session });
  };
  const samples: number[] = [];
  const own: number[] = [];
  const began = performance.now();
  const spent = (): number => performance.now() - began;
  for (let warmUp = 0; warmUp < Math.min(5, runs) && spent() < budgetMs / 3; warmUp += 1) {
    await one(ours);
    if (peer) await one(peer);
  }
  while (own.length < runs && (spent() < budgetMs || (own.length < AT_LEAST && spent() < 2 * BUDGET_MS) || own.length === 0)) {
    own.push(await one(ours));
    if (peer) samples.push(await one(peer));
  }
  return { samples, own };
}

/** No program is run twice as the same text. */
let next = 0;
/** After so long it is enough, or after twice as long, where there are fewer runs than these. A measure may say how long else. */
const BUDGET_MS = 2_000;
const AT_LEAST = 3;
