import { rowOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import type { Item } from "../report.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import { measures, type Measure } from "./measures.ts";
import { memoryOfExecutions } from "./memory.ts";
import { PeerProcess } from "./peer-process.ts";
import { within } from "./within.ts";

/** What executions take, of every peer in turn, each in a process of its own over the same stdio server. */
export async function* latency({ peers }: BenchOptions): AsyncGenerator<Item> {
  for (const language of ["typescript", "python"] as const) {
    if (language === "python") yield { kind: "text", text: "The same in Python, of those that run it:" };
    const own = new Map<string, readonly number[]>();
    for (const peer of knownPeers(language, peers)) {
      process.stderr.write(`${peer.about.name} ...\n`);
      yield* rowsOf(peer, own);
    }
  }
}

/** @param own the samples of the first that is measured, to which the ratios of the others are */
async function* rowsOf(peer: KnownPeer, own: Map<string, readonly number[]>): AsyncGenerator<Row> {
  const subject = peer.about.name;
  let opened: PeerProcess | undefined;
  try {
    for (const measure of [...measures, memory]) {
      const { what } = measure;
      if (!("unit" in measure) && measure.program[peer.about.language] === undefined) continue;
      try {
        opened ??= await start(peer);
        const samples = await within(MEASURE_MS, "unit" in measure ? measure.samples(opened) : samplesOf(opened, peer, measure));
        const ours = own.get(what);
        own.set(what, ours ?? samples);
        yield rowOf({ what, subject, unit: "unit" in measure ? measure.unit : "ms", baseline: { name: OURS } }, samples, ours);
      } catch (error) {
        yield { kind: "failed", what, subject, why: error instanceof Error ? error.message : String(error) };
        // What failed once may fail again for that reason alone.
        await opened?.[Symbol.asyncDispose]();
        opened = undefined;
      }
    }
  } finally {
    await opened?.[Symbol.asyncDispose]();
  }
}

async function start(peer: KnownPeer): Promise<PeerProcess> {
  const opened = new PeerProcess(peer);
  await within(MEASURE_MS, opened.open({ timeoutMs: 30_000, memoryMb: 256, maxSessions: 128 }));
  return opened;
}

async function samplesOf(opened: PeerProcess, { about }: KnownPeer, { program, expect, how, runs }: Measure): Promise<readonly number[]> {
  const text = program[about.language] ?? "";
  if (typeof how !== "number") {
    const session = how === "session" ? { session: "bench" } : {};
    const comment = about.language === "python" ? "#" : "//";
    return opened.samples({ program: text, comment, expect, ...session, runs, warmUps: Math.min(5, runs), budgetMs: BUDGET_MS });
  }
  await opened.together(text, expect, how);
  const samples: number[] = [];
  while (samples.length < runs) samples.push(await opened.together(text, expect, how));
  return samples;
}

const memory = { what: "memory of an execution that waits", unit: "MiB", samples: memoryOfExecutions };

const OURS = "mcp-codemode";
const BUDGET_MS = 4_000;
const MEASURE_MS = 60_000;
