import { rowOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import type { Item } from "../report.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import type { Measure } from "./measures.ts";
import { memoryOfExecutions, openSessions, settledMemoryOf } from "./memory.ts";
import { OpenedPeer } from "./opened-peer.ts";
import { sampleInTurn } from "./sample-in-turn.ts";

/** What many tools, many executions at once and many sessions cost. */
export async function* scale({ peers: only }: BenchOptions): AsyncGenerator<Item> {
  const peers = knownPeers("typescript", only);
  const rows: Row[] = [];
  const own = new Map<string, readonly number[]>();
  for (const peer of peers) {
    process.stderr.write(`${peer.about.name}, at once ...\n`);
    rows.push(...(await manyAtOnce(peer, own)));
  }
  const points = new Map<string, [number, number][]>();
  for (const tools of TOOLS) {
    process.stderr.write(`${tools} tools ...\n`);
    for (const [peer, row] of await manyTools(peers, tools)) {
      rows.push(row);
      const { name } = peer.about;
      if (row.kind === "measured") points.set(name, [...(points.get(name) ?? []), [tools, row.median]]);
    }
  }
  yield* peers.flatMap(({ about }) => rows.filter(({ subject }) => subject === about.name));
  yield {
    kind: "plot",
    name: "tools-scale",
    title: "A fresh execution by the number of tools that the server has",
    x: { label: "tools", scale: "log" },
    y: { label: "ms", scale: "log" },
    lines: peers.map((peer) => ({ name: peer.about.name, ours: peer.isOurs, points: points.get(peer.about.name) ?? [] })),
  };
  for (const peer of peers.filter(({ about }) => about.sessions)) yield await manySessions(peer);
}

/** @param own - by what: the samples of ours, which comes first */
async function manyAtOnce(peer: KnownPeer, own: Map<string, readonly number[]>): Promise<Row[]> {
  await using opened = new OpenedPeer(peer, { timeoutMs: 30_000, memoryMb: 256, maxSessions: 128 });
  const compared = (what: string, unit: string, samples: readonly number[]): Row => {
    if (peer.isOurs) own.set(what, samples);
    return rowOf({ what, subject: peer.about.name, unit, baseline: { name: "mcp-codemode" } }, samples, peer.isOurs ? [] : own.get(what));
  };
  return [
    await opened.row(`${AT_ONCE} executions at once`, async (process) => {
      const once = (): Promise<number> => process.together(ADD, "3", AT_ONCE);
      let samples = [await once()];
      // The first of those that are quick is a warm-up.
      if (Math.max(...samples) < QUICK_MS) samples = [await once(), await once(), await once()];
      return compared(`${AT_ONCE} executions at once`, "ms", samples);
    }),
    await opened.row("memory of an execution", async (process) =>
      compared("memory of an execution", "MiB", [await memoryOfExecutions(process)]),
    ),
  ];
}

/** A fresh execution that calls one tool, of every peer in turn with ours, the server having so many tools. */
async function manyTools(peers: readonly KnownPeer[], tools: number): Promise<[KnownPeer, Row][]> {
  const [ours] = knownPeers("typescript");
  if (!ours) return [];
  const limits = { timeoutMs: 30_000, memoryMb: 256, maxSessions: 8, tools };
  const what = `${tools.toLocaleString("en")} tools`;
  const measure: Measure = { what, program: { typescript: ADD }, expect: "3", how: "alone", runs: 5 };
  await using own = new OpenedPeer(ours, limits);
  const ofOurs: number[] = [];
  const rows: [KnownPeer, Row][] = [];
  for (const peer of peers) {
    if (peer.isOurs) {
      ofOurs.push(...(await sampleInTurn(measure, "typescript", undefined, await own.process())).own);
      continue;
    }
    await using opened = new OpenedPeer(peer, limits);
    const row = await opened.row(what, async (process) => {
      const inTurn = await sampleInTurn(measure, "typescript", process, await own.process());
      ofOurs.push(...inTurn.own);
      return rowOf({ what, subject: peer.about.name, baseline: { name: ours.about.name } }, inTurn.samples, inTurn.own);
    });
    rows.push([peer, row]);
  }
  return [[ours, rowOf({ what, subject: ours.about.name }, ofOurs)], ...rows];
}

/** Another execution in one of so many sessions, and what each of them takes; one process that has more and more of them. */
async function manySessions(peer: KnownPeer): Promise<Item> {
  process.stderr.write(`${peer.about.name}, sessions ...\n`);
  await using opened = new OpenedPeer(peer, { timeoutMs: 30_000, memoryMb: 256, maxSessions: 1_008 });
  const rows: string[][] = [];
  let open = 0;
  let before = 0;
  for (const sessions of [1, 10, 100, 1_000]) {
    let cost: string[] = [];
    const row = await opened.row(
      "sessions",
      async (process) => {
        if (open === 0) before = await settledMemoryOf(process);
        const openMs = await openSessions(process, open, sessions);
        open = sessions;
        const megabytes = ((await settledMemoryOf(process)) - before) / sessions;
        cost = [`${openMs.toFixed(1)} ms`, `${megabytes.toFixed(1)} MiB`];
        const samples: number[] = [];
        for (let run = -3; run < 15; run += 1) {
          const ms = await process.sample({ program: `return 1 + 1;\n// ${sessions} ${run}`, expect: 2, session: "session 0" });
          if (run >= 0) samples.push(ms);
        }
        return rowOf({ what: "sessions", subject: peer.about.name }, samples);
      },
      180_000,
    );
    const again = row.kind === "measured" ? `${row.median} ms (${row.min}–${row.max})` : `${row.kind}: ${row.why}`;
    rows.push([sessions.toLocaleString("en"), again, ...cost]);
    if (row.kind !== "measured") break;
  }
  return {
    kind: "table",
    title: `Sessions of ${peer.about.name}`,
    columns: ["open sessions", "another `1 + 1` in one of them", "to open one of the last, ten at a time", "memory of one"],
    rows,
  };
}

const ADD = "return textOf(await bench.add({ a: 1, b: 2 }));";
const TOOLS = [10, 1_000, 10_000];
const AT_ONCE = 100;
const QUICK_MS = 5_000;
