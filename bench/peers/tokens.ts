import { existsSync } from "node:fs";
import type { MissingRow } from "../measure.ts";
import type { Item } from "../report.ts";
import { listedServers } from "../types/tool-corpus.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import { inSeededOrder } from "./tokens/choose-servers.ts";
import { countDefinitions, countTrips, countAlwaysOn } from "./tokens/count.ts";
import { openOurs, ours } from "./tokens/ours.ts";
import { chooseQueries } from "./tokens/queries.ts";
import { serveLists } from "./tokens/serve-lists.ts";
import type { ServedServer } from "./tokens/served-server.ts";
import { SurfaceProcess } from "./tokens/surface-process.ts";
import { notes, surfacePlot, surfaceTable, type MeasuredSurface, type Size } from "./tokens/surface-tables.ts";
import type { Wanted } from "./tokens/surface.ts";
import { within } from "./within.ts";

/**
 * What a model has to read of the tools of ten, fifty and a hundred and ten real servers: all their definitions, what ours puts in front of it,
 * and what the others do; and what one search costs where there is one.
 */
export async function* tokens(): AsyncGenerator<Item> {
  const recorded = inSeededOrder(await listedServers());
  const largest = Math.max(...SIZES);
  if (recorded.length < largest) {
    const why = `it takes the recorded tool lists of ${largest} servers, and they are not here`;
    yield { kind: "unavailable", what: "tokens of tool lists", why };
    return;
  }
  await using lists = await serveLists(recorded);
  const all = SIZES.map((count) => lists.servers.slice(0, count));
  const sizes = all.map((servers): Size => ({ servers: servers.length, tools: servers.flatMap(({ tools }) => tools).length }));
  const queries = chooseQueries(lists.servers.slice(0, largest), QUERIES);

  const full = all.map((servers) => countDefinitions(servers.flatMap(({ tools }) => tools)));
  const surfaces: MeasuredSurface[] = [];
  const missing: MissingRow[] = [];
  for await (const found of allSurfaces(all, queries)) {
    if ("kind" in found) missing.push(found);
    else surfaces.push(found);
  }
  yield surfaceTable(sizes, full, surfaces);
  yield* missing;
  yield surfacePlot(sizes, full, surfaces);
  yield notes(queries, surfaces);
}

async function* allSurfaces(
  all: readonly (readonly ServedServer[])[],
  queries: readonly Wanted[],
): AsyncGenerator<MeasuredSurface | MissingRow> {
  try {
    yield await measureOurs(all, queries);
  } catch (error) {
    yield missingRow("failed", OURS, error);
  }
  // Those that have nothing to install are ours and the floor.
  for (const peer of knownPeers().filter(({ dependencies }) => Object.keys(dependencies).length > 0)) {
    const { name } = peer.about;
    if (!existsSync(`${peer.folder}/surface.js`)) {
      yield missingRow("unavailable", name, "its packages make no text of tools for a model; whoever uses them does");
      continue;
    }
    process.stderr.write(`${name} ...\n`);
    yield* measurePeer(peer, all, queries);
  }
}

async function measureOurs(all: readonly (readonly ServedServer[])[], queries: readonly Wanted[]): Promise<MeasuredSurface> {
  const alwaysOn: number[] = [];
  for (const servers of all.slice(0, -1)) {
    await using surface = await openOurs(servers);
    alwaysOn.push(countAlwaysOn(surface));
  }
  await using surface = await openOurs(all.at(-1) ?? []);
  alwaysOn.push(countAlwaysOn(surface));
  return { name: OURS, ours: true, about: ours, alwaysOn, trips: await countTrips(queries, surface.search), refused: [] };
}

/** All surfaces of one peer; what fails is a row that says so. */
async function* measurePeer(
  peer: KnownPeer,
  all: readonly (readonly ServedServer[])[],
  queries: readonly Wanted[],
): AsyncGenerator<MeasuredSurface | MissingRow> {
  const { name } = peer.about;
  let opened: SurfaceProcess | undefined;
  try {
    const running = (opened = new SurfaceProcess(peer));
    for (const [index, about] of (await within(PATIENCE_MS, running.about())).entries()) {
      try {
        const alwaysOn: number[] = [];
        let refused: readonly string[] = [];
        for (const servers of all) {
          const surface = await within(PATIENCE_MS, running.open(index, servers));
          alwaysOn.push(countAlwaysOn(surface));
          refused = surface.refused ?? [];
        }
        const search = (wanted: Wanted) => within(PATIENCE_MS, running.search(wanted));
        const trips = about.search === undefined ? undefined : await countTrips(queries, search);
        yield { name, ours: false, about, alwaysOn, refused, ...(trips ? { trips } : {}) };
      } catch (error) {
        yield missingRow("failed", `${name}, ${about.api}`, error);
      }
    }
  } catch (error) {
    yield missingRow("failed", name, error);
  } finally {
    await opened?.[Symbol.asyncDispose]();
  }
}

function missingRow(kind: MissingRow["kind"], subject: string, why: unknown): MissingRow {
  return { kind, what: "tokens of tool lists", subject, why: why instanceof Error ? why.message : String(why) };
}

const OURS = "mcp-codemode";
const SIZES = [10, 50, 110];
const QUERIES = 20;
const PATIENCE_MS = 60_000;
