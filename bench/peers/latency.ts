import { rowOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import type { Item } from "../report.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import { measures } from "./measures.ts";
import { OpenedPeer } from "./opened-peer.ts";
import { walls } from "./walls.ts";

/** What executions take, of every peer in turn, each in a process of its own over the same stdio server. */
export async function* latency({ peers }: BenchOptions): AsyncGenerator<Item> {
  yield whoTheyAre(knownPeers(undefined, peers));
  for (const language of ["typescript", "python"] as const) {
    if (language === "python") yield { kind: "text", text: "The same in Python, of those that run it:" };
    const own = new Map<string, readonly number[]>();
    for (const peer of knownPeers(language, peers)) {
      process.stderr.write(`${peer.about.name} ...\n`);
      yield* rowsOf(peer, own);
    }
  }
}

function whoTheyAre(peers: readonly KnownPeer[]): Item {
  return {
    kind: "table",
    title: "Who is compared",
    columns: ["", "packages", "Node", "what is between guest code and the library's process", "variables last", "to know"],
    rows: peers.map(({ about, versions }) => [
      about.name,
      versions.join(", ") || "none",
      about.node ?? process.versions.node,
      walls[about.wall],
      about.sessions ? "yes" : "no",
      about.note ?? "",
    ]),
  };
}

/** @param own the samples of ours, to which the ratios of the others are */
async function* rowsOf(peer: KnownPeer, own: Map<string, readonly number[]>): AsyncGenerator<Row> {
  const { name: subject, language } = peer.about;
  await using opened = new OpenedPeer(peer, { timeoutMs: 30_000, memoryMb: 256, maxSessions: 32 });
  for (const { what, program: programs, expect, how, runs } of measures) {
    const program = programs[language];
    if (program === undefined) continue;
    const session = how === "session" ? { session: "bench" } : {};
    const comment = language === "python" ? "#" : "//";
    const plan = { program, comment, expect, ...session, runs, warmUps: Math.min(5, runs), budgetMs: BUDGET_MS } as const;
    yield await opened.row(what, async (process) => {
      const samples = await process.samples(plan);
      if (peer.isOurs) own.set(what, samples);
      return rowOf({ what, subject, baseline: { name: "mcp-codemode" } }, samples, peer.isOurs ? [] : own.get(what));
    });
  }
}

/** After so long it is enough. */
const BUDGET_MS = 2_500;
