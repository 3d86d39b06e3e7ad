import { rowOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import type { Item, Line } from "../report.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import { memoryOfExecutions, costOfSessions } from "./memory.ts";
import { OpenedPeer } from "./opened-peer.ts";

/** What many tools, many executions at once and many sessions cost. */
export async function* scale({ peers }: BenchOptions): AsyncGenerator<Item> {
  const own = new Map<string, readonly number[]>();
  const lines: Line[] = [];
  for (const peer of knownPeers("typescript", peers)) {
    process.stderr.write(`${peer.about.name} ...\n`);
    yield* await manyAtOnce(peer, own);
    yield* await manyTools(peer, own, lines);
  }
  yield {
    kind: "plot",
    name: "tools-scale",
    title: "One execution by the number of tools that the server has",
    x: { label: "tools", scale: "log" },
    y: { label: "ms", scale: "log" },
    lines,
  };
  yield* manySessions(peers);
}

/** By what: the samples of ours. */
type Own = Map<string, readonly number[]>;

async function manyAtOnce(peer: KnownPeer, own: Own): Promise<Row[]> {
  await using opened = new OpenedPeer(peer, { timeoutMs: 30_000, memoryMb: 256, maxSessions: 128 });
  return [
    await opened.row(`${AT_ONCE} executions at once`, async (process) => {
      const program = "return textOf(await bench.add({ a: 1, b: 2 }));";
      const samples = [await process.together(program, "3", AT_ONCE)];
      // The first of those that are quick is a warm-up.
      if ((samples[0] ?? 0) < QUICK_MS) {
        samples.length = 0;
        while (samples.length < 3) samples.push(await process.together(program, "3", AT_ONCE));
      }
      return compared(peer, `${AT_ONCE} executions at once`, samples, own);
    }),
    await opened.row("memory of an execution", async (process) =>
      compared(peer, "memory of an execution", [await memoryOfExecutions(process)], own, "MiB"),
    ),
  ];
}

/** A fresh execution that calls one tool, the server having more and more of them. */
async function manyTools(peer: KnownPeer, own: Own, lines: Line[]): Promise<Row[]> {
  const rows: Row[] = [];
  const points: [number, number][] = [];
  for (const tools of [10, 100, 1_000, 10_000]) {
    const what = `${tools.toLocaleString("en")} tools`;
    await using opened = new OpenedPeer(peer, { timeoutMs: 30_000, memoryMb: 256, maxSessions: 8, tools });
    const program = "return textOf(await bench.add({ a: 1, b: 2 }));";
    const row = await opened.row(what, async (process) => {
      const samples = await process.samples({ program, comment: "//", expect: "3", runs: 5, warmUps: 1, budgetMs: 2_500 });
      return compared(peer, what, samples, own);
    });
    rows.push(row);
    if (row.kind === "measured") points.push([tools, row.median]);
  }
  lines.push({ name: peer.about.name, ours: peer.isOurs, points });
  return rows;
}

function compared(peer: KnownPeer, what: string, samples: readonly number[], own: Own, unit = "ms"): Row {
  if (peer.isOurs) own.set(what, samples);
  return rowOf({ what, subject: peer.about.name, unit, baseline: { name: "mcp-codemode" } }, samples, peer.isOurs ? [] : own.get(what));
}

/** Of those that have sessions: another execution in one of them, while so many are open, and what they take. */
async function* manySessions(only: readonly string[]): AsyncGenerator<Item> {
  for (const peer of knownPeers("typescript", only).filter(({ about }) => about.sessions)) {
    process.stderr.write(`${peer.about.name}, sessions ...\n`);
    const rows: string[][] = [];
    for (const sessions of [1, 10, 100, 1_000]) {
      await using opened = new OpenedPeer(peer, { timeoutMs: 30_000, memoryMb: 256, maxSessions: sessions + 8 });
      let line: string[] = [];
      const row = await opened.row(
        `${sessions} sessions`,
        async (process) => {
          const { openMs, megabytes } = await costOfSessions(process, sessions);
          const samples = await process.samples({
            program: "return 1 + 1;",
            comment: "//",
            expect: 2,
            session: "session 0",
            runs: 15,
            warmUps: 3,
            budgetMs: 5_000,
          });
          line = [`${openMs.toFixed(1)} ms`, `${megabytes.toFixed(1)} MiB`];
          return rowOf({ what: `${sessions} sessions`, subject: peer.about.name }, samples);
        },
        180_000,
      );
      rows.push([
        sessions.toLocaleString("en"),
        ...(row.kind === "measured" ? [`${row.median} ms (${row.min}–${row.max})`, ...line] : [`${row.kind}: ${row.why}`, "", ""]),
      ]);
    }
    yield {
      kind: "table",
      title: `Sessions of ${peer.about.name}`,
      columns: ["open sessions", "another `1 + 1` in one of them", "to open one", "memory of one"],
      rows,
    };
  }
}

const AT_ONCE = 100;
const QUICK_MS = 5_000;
