import { rowOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import type { Item } from "../report.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import { measures, type Measure } from "./measures.ts";
import { OpenedPeer } from "./opened-peer.ts";
import type { PeerProcess } from "./peer-process.ts";
import { sampleInTurn } from "./sample-in-turn.ts";
import { walls } from "./walls.ts";

/** What executions take, of every peer beside ours, each in a process of its own over the same stdio server. */
export async function* latency({ peers }: BenchOptions): AsyncGenerator<Item> {
  yield whoTheyAre(knownPeers(undefined, peers));
  for (const language of ["typescript", "python"] as const) {
    if (language === "python") yield { kind: "text", text: "The same in Python, of those that run it:" };
    const [ours] = knownPeers(language);
    if (ours) yield* rowsOf(ours, knownPeers(language, peers), measures);
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

/**
 * Every peer is sampled in turn with ours, so that what slows the machine slows both; the row of ours is of all its samples.
 * @param peers also ours, if it is wanted
 */
async function* rowsOf(ours: KnownPeer, peers: readonly KnownPeer[], all: readonly Measure[]): AsyncGenerator<Row> {
  await using own = new OpenedPeer(ours, LIMITS);
  const ofOurs = new Map<string, number[]>();
  const rows: Row[] = [];
  const others = peers.filter(({ isOurs }) => !isOurs);
  for (const peer of others.length > 0 ? others : [undefined]) {
    process.stderr.write(`${(peer ?? ours).about.name} ...\n`);
    await using opened = peer && new OpenedPeer(peer, LIMITS);
    for (const measure of all) {
      const { what } = measure;
      if (measure.program[ours.about.language] === undefined) continue;
      const compare = async (process?: PeerProcess): Promise<Row> => {
        const { samples, own: mine } = await sampleInTurn(measure, ours.about.language, process, await own.process());
        ofOurs.set(what, [...(ofOurs.get(what) ?? []), ...mine]);
        return rowOf({ what, subject: peer?.about.name ?? "", baseline: { name: ours.about.name } }, samples, mine);
      };
      if (opened) rows.push(await opened.row(what, compare));
      else await compare();
    }
  }
  for (const [what, samples] of ofOurs) yield rowOf({ what, subject: ours.about.name }, samples);
  yield* rows;
}

const LIMITS = { timeoutMs: 30_000, memoryMb: 256, maxSessions: 32 };
