import { execFileSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { rowOf, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { inPackage } from "../paths.ts";
import type { Item } from "../report.ts";
import { adopt, npmInstall } from "./install.ts";
import { knownPeers, type KnownPeer } from "./known-peers.ts";
import { PeerProcess } from "./peer-process.ts";
import { within } from "./within.ts";

/** From nothing to the first result: installed into an empty folder, and then a process with a server and one call; and what lies on the disk. */
export async function* startup({ peers }: BenchOptions): AsyncGenerator<Item> {
  yield {
    kind: "text",
    text: "Installed by npm into an empty folder, from its cache where it has the packages; ours as the archive that is published. The first result is that of a program with one call, from the start of its process on, the server's start included.",
  };
  const own = new Map<string, readonly number[]>();
  for (const peer of knownPeers(undefined, peers)) {
    process.stderr.write(`${peer.about.name} ...\n`);
    // The floor has nothing to install, and ours is one package in both languages.
    if (Object.keys(peer.dependencies).length > 0 || peer.id === "codemode") yield* await installation(peer, own);
    yield await firstResult(peer, own);
  }
}

async function installation(peer: KnownPeer, own: Map<string, readonly number[]>): Promise<Row[]> {
  const folder = await mkdtemp(inPackage("bench/peers/.install-"));
  const subject = peer.about.name;
  const row = (what: string, unit: string, sample: number): Row => {
    if (peer.isOurs) own.set(what, [sample]);
    return rowOf({ what, subject, unit, baseline: { name: "mcp-codemode" } }, [sample], peer.isOurs ? [] : own.get(what));
  };
  try {
    const dependencies = peer.isOurs ? { "mcp-codemode": `file:${packed(folder)}` } : peer.dependencies;
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    const ms = await timeOf(() => npmInstall(folder));
    const modules = join(folder, "node_modules");
    const rows = [row(INSTALLED, "ms", ms), row("on the disk", "MiB", megabytesOf(modules))];
    if (!peer.isOurs) adopt(peer, modules);
    return rows;
  } catch (error) {
    return [{ kind: "failed", what: INSTALLED, subject, why: error instanceof Error ? error.message : String(error) }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The archive that npm would publish. */
function packed(folder: string): string {
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const name = execFileSync("npm", args, { cwd: inPackage("."), encoding: "utf8", shell: process.platform === "win32" }).trim();
  return join(folder, name);
}

/** What the files take, in blocks where the system tells of them. */
function megabytesOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files
    .map(({ parentPath, name }) => statSync(join(parentPath, name)))
    .map(({ blocks, size }) => (blocks ? blocks * 512 : size));
  return sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
}

async function firstResult(peer: KnownPeer, own: Map<string, readonly number[]>): Promise<Row> {
  const subject = peer.about.name;
  const program = peer.about.language === "python" ? "await add(a=1, b=2)" : "return textOf(await bench.add({ a: 1, b: 2 }));";
  const samples: number[] = [];
  try {
    for (let run = -1; run < 2; run += 1) {
      const start = performance.now();
      await using process = new PeerProcess(peer);
      await within(60_000, process.open({ timeoutMs: 30_000, memoryMb: 256, maxSessions: 8 }));
      const { value, error } = await within(60_000, process.execute(program));
      if (value !== "3") throw new Error(error ?? `it gave ${JSON.stringify(value)}`);
      if (run >= 0) samples.push(performance.now() - start);
    }
  } catch (error) {
    return { kind: "failed", what: FIRST, subject, why: error instanceof Error ? error.message : String(error) };
  }
  if (peer.id === "codemode") own.set(FIRST, samples);
  return rowOf({ what: FIRST, subject, baseline: { name: "mcp-codemode" } }, samples, peer.id === "codemode" ? [] : own.get(FIRST));
}

const INSTALLED = "to install";
const FIRST = "first result";
