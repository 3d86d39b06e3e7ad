import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { SkillManager, ToolRegistry } from "mcp-codemode";
import { measure, type Row } from "../measure.ts";
import { inPackage } from "../paths.ts";
import type { SearchSet, SetTool } from "./sets.ts";

/** What ten thousand tools of twenty servers cost: to take up while the event loop goes on, to keep, and to ask. */
export async function* scale(sets: readonly SearchSet[]): AsyncGenerator<Row> {
  const { Catalogue } = (await import(inPackage("dist/catalogue/catalogue.js"))) as typeof import("../../dist/catalogue/catalogue.js");
  const { SearchIndex } = (await import(inPackage("dist/search/search-index.js"))) as typeof import("../../dist/search/search-index.js");
  const { toolDocument } = (await import(inPackage("dist/search/tool-document.js"))) as typeof import("../../dist/search/tool-document.js");
  const folder = await mkdtemp(join(tmpdir(), "codemode-bench-"));
  await using registry = new ToolRegistry();
  try {
    const tools = tenThousand(sets);
    for (let server = 0; server < SERVERS; server += 1) {
      const file = join(folder, `${server}.json`);
      await writeFile(file, JSON.stringify(tools.slice(server * PER_SERVER, (server + 1) * PER_SERVER)));
      registry.addServer(`server${server}`, { command: process.execPath, args: [inPackage("test/fixtures/servers/lists-tools.js"), file] });
    }
    await registry.discoverAll();
    const queries = sets.flatMap((set) => set.queries.filter((_, at) => at % 10 === 0).map(({ query }) => query));
    const skills = new SkillManager([]);

    let delay = 0;
    const takeUp = async (): Promise<number> => {
      const catalogue = new Catalogue(registry, skills);
      const histogram = monitorEventLoopDelay({ resolution: 1 });
      histogram.enable();
      const started = performance.now();
      for (const { name } of registry.listServers()) catalogue.serverChanged(name);
      await catalogue.search("anything", { limit: 1, offset: 0, accepts: () => true });
      const took = performance.now() - started;
      histogram.disable();
      delay = histogram.percentile(99) / 1e6;
      return took;
    };
    yield await measure({
      what: `${registry.toolCount} tools of ${SERVERS} servers indexed`,
      runs: 5,
      warmUps: 1,
      sample: takeUp,
      target: { kind: "median", atMost: 1_500 },
    });
    yield await measure({
      what: "delay of the event loop meanwhile, 99th percentile",
      runs: 5,
      warmUps: 0,
      sample: async () => (await takeUp(), delay),
      target: { kind: "median", atMost: 50 },
    });
    const before = process.memoryUsage().rss;
    const index = new SearchIndex<number>();
    for (const [number, tool] of registry.listTools().entries()) index.add(number, toolDocument(tool));
    const after = process.memoryUsage().rss;
    yield await measure({
      what: "resident memory that the index adds",
      unit: "MB",
      runs: 1,
      warmUps: 0,
      sample: async () => (after - before) / 2 ** 20,
      target: { kind: "median", atMost: 300 },
    });
    const times = (): number[] =>
      queries
        .map((query) => {
          const start = performance.now();
          index.search(query, { limit: 10 });
          return performance.now() - start;
        })
        .toSorted((a, b) => a - b);
    times();
    yield await measure({
      what: `a query, median of ${queries.length}`,
      runs: 5,
      sample: async () => times()[Math.floor(queries.length / 2)] as number,
      target: { kind: "median", atMost: 1 },
    });
    yield await measure({
      what: "a query, 99th percentile",
      runs: 5,
      sample: async () => times()[Math.floor(queries.length * 0.99)] as number,
      target: { kind: "median", atMost: 5 },
    });
    yield await measure({
      what: `one server of ${PER_SERVER} tools leaves and comes back`,
      runs: 5,
      async sample() {
        const start = performance.now();
        const numbers = Array.from({ length: PER_SERVER }, (_, number) => number);
        const entries = numbers.flatMap((number) => index.entry(number) ?? []);
        index.remove(numbers);
        for (const { item, document } of entries) index.add(item, document);
        return performance.now() - start;
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tools of all sets, each name once in a server, and from the beginning again where they are fewer. */
function tenThousand(sets: readonly SearchSet[]): object[] {
  const all = new Map<string, SetTool>();
  for (const { tools } of sets) for (const tool of tools) all.set(`${tool.id} ${tool.server}`, tool);
  const list = [...all.values()];
  return Array.from({ length: SERVERS * PER_SERVER }, (_, at) => {
    const { name, description, schema } = list[at % list.length] as SetTool;
    return { name: `${name}`.slice(0, 100) + (at % PER_SERVER), description, inputSchema: { ...schema, type: "object" } };
  });
}

const SERVERS = 20;
const PER_SERVER = 500;
