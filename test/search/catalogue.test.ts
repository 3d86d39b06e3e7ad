import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCodemode, parseConfig, type Codemode, type CodemodeOptions } from "../../src/index.ts";
import { fixtureServer, officialServer } from "../fixtures/server-config.ts";

let folder: string;
const opened: Codemode[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-search-"));
});
afterEach(async () => {
  for (const codemode of opened.splice(0)) await codemode[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function open(tools: object, more: Partial<CodemodeOptions> = {}): Promise<Codemode> {
  const mcpServers = {
    filesystem: officialServer("filesystem", folder),
    memory: officialServer("memory"),
    grows: fixtureServer("grows"),
  };
  const codemode = createCodemode({ config: parseConfig({ mcpServers, codemode: { tools } }), ...more });
  opened.push(codemode);
  await codemode.registry.discoverAll();
  return codemode;
}
const names = async (codemode: Codemode, query: string, options = {}): Promise<string[]> =>
  (await codemode.searchTools(query, options)).tools.map(({ server, tool }) => `${server}.${tool}`);

test("a server that changes its list, leaves and comes back is followed by the index", async () => {
  const codemode = await open({});
  expect(await names(codemode, "prune roses")).not.toContain("grows.prune");
  await codemode.callTool("grows", "grow", { name: "prune", description: "Cuts back the roses" });
  await vi.waitFor(async () => expect((await names(codemode, "prune roses"))[0]).toBe("grows.prune"), 5_000);
  await codemode.callTool("grows", "shrink", { name: "prune" });
  await vi.waitFor(async () => expect(await names(codemode, "prune roses")).not.toContain("grows.prune"), 5_000);
  await codemode.registry.removeServer("memory");
  expect(await names(codemode, "knowledge graph entities")).not.toContain("memory.create_entities");
  codemode.registry.addServer("memory", officialServer("memory"));
  await codemode.registry.discoverAll();
  expect(await names(codemode, "knowledge graph entities")).toContain("memory.create_entities");
});

test("what a server says of itself helps to find its tools", async () => {
  const codemode = await open({});
  expect(await names(codemode, "gardens")).toEqual(expect.arrayContaining(["grows.grow", "grows.shrink"]));
  expect(codemode.listServers()).toContainEqual(
    expect.objectContaining({ server: "grows", tools: 2, description: "About gardens and their plants." }),
  );
});

test("hidden tools are neither found nor listed nor described nor callable, from anywhere; others are", async () => {
  const codemode = await open({ hidden: ["filesystem.write_*", "memory"] });
  expect(await names(codemode, "write a file", { limit: 50 })).not.toContain("filesystem.write_file");
  expect(await names(codemode, "", { limit: 100 })).not.toContain("filesystem.write_file");
  expect(() => codemode.describeTool("filesystem.write_file")).toThrow(/has no tool "write_file"/);
  expect(codemode.listServers().map(({ server }) => server)).toEqual(["filesystem", "grows"]);
  await expect(codemode.callTool("filesystem", "write_file", { path: join(folder, "a.txt"), content: "x" })).rejects.toMatchObject({
    code: "TOOL_UNKNOWN",
  });
  const { error, calls } = await codemode.executor.execute(
    `await servers.filesystem.write_file({ path: ${JSON.stringify(join(folder, "a.txt"))}, content: "x" })`,
    { check: "off" },
  );
  expect(error).toMatchObject({ code: "TOOL_UNKNOWN" });
  expect(calls).toMatchObject([{ outcome: "error", result_bytes: 0 }]);
  const found = await codemode.executor.execute('(await tools.search("write a file", { limit: 50 })).map((found) => found.tool)');
  expect(found.value).not.toContain("write_file");
  expect(found.value).toContain("edit_file");
});

test("nothing is hidden that no pattern names", async () => {
  const codemode = await open({});
  expect(await names(codemode, "write a file")).toContain("filesystem.write_file");
  expect(await names(codemode, "create entities")).toContain("memory.create_entities");
});

test("deferred tools are found by a search and left out of lists", async () => {
  const codemode = await open({ deferred: ["memory", "filesystem.write_file"] });
  expect(await names(codemode, "write a file")).toContain("filesystem.write_file");
  const listed = await names(codemode, "", { limit: 100 });
  expect(listed).not.toContain("filesystem.write_file");
  expect(listed.filter((name) => name.startsWith("memory."))).toEqual([]);
  const memory = codemode.listServers().find(({ server }) => server === "memory");
  expect(memory?.deferred).toBe(memory?.tools);
});

test("pinned tools are declared within their budget, and the others named", async () => {
  expect(await (await open({})).pinnedTools()).toBe("");
  const pinned = await (await open({ pinned: ["filesystem.read_text_file", "grows.*"] })).pinnedTools();
  expect(pinned).toContain('import { read_text_file } from "generated/servers/filesystem";');
  expect(pinned).toContain("export declare function grow(");
  expect(pinned).not.toContain("write_file");
  const little = await (await open({ pinned: ["filesystem.*"], pinnedTokens: 300 })).pinnedTools();
  expect(little).toContain("More with get_tool_details: filesystem.");
  expect(little.length).toBeLessThan(300 * 6);
});

test("skills stand in the same ranking", async () => {
  await writeFile(
    join(folder, "word_count.ts"),
    "// Counts the words of a text file.\nexport function word_count(path: string): number {\n  return path.length;\n}\n",
  );
  const codemode = await open({}, { skills: [folder] });
  const [first] = (await codemode.searchTools("count words of a file")).tools;
  expect(first).toMatchObject({ server: "skills", tool: "word_count", import: 'import { word_count } from "skills/word_count";' });
  const [inPython] = (await codemode.searchTools("count words of a file", { language: "python" })).tools;
  expect(inPython?.import).toBe("from skills.word_count import word_count");
  await rm(join(folder, "word_count.ts"));
  expect(await names(codemode, "count words of a file")).not.toContain("skills.word_count");
});

test("programs search, describe and list servers, in both languages alike", async () => {
  const codemode = await open({});
  const inTypeScript = await codemode.executor.execute(
    'const [first] = await tools.search("read a text file", { server: "filesystem", limit: 1 });\n' +
      "[first.import, first.signature, (await tools.describe(`${first.server}.${first.tool}`)).example, (await tools.servers()).length]",
  );
  expect(inTypeScript.value).toEqual([
    'import { read_text_file } from "generated/servers/filesystem";',
    expect.stringMatching(/^read_text_file\(args: \{ path: string/),
    'await read_text_file({ path: "<path>" })',
    3,
  ]);
  const inPython = await codemode.executor.execute(
    '[first] = await tools.search("read a text file", server="filesystem", limit=1)\n' +
      '[first["import"], first["signature"], (await tools.describe(first["server"] + "." + first["tool"]))["python_example"], len(await tools.servers())]',
    { language: "python" },
  );
  expect(inPython.value).toEqual([
    "from generated.servers.filesystem import read_text_file",
    expect.stringMatching(/^read_text_file\(path: str, /),
    'await read_text_file(path="<path>")',
    3,
  ]);
  for (const [code, language] of [
    ['await tools.search("x", { limit: 0 })', "typescript"],
    ['await tools.search("x", limit=0)', "python"],
  ] as const)
    expect((await codemode.executor.execute(code, { language })).error?.message).toContain("a whole number of at least 1 as limit");
});

/** Vectors of letter triples: a model small enough for a test, and one that spelling does not mislead. */
function triples(text: string): number[] {
  const vector = Array.from({ length: 64 }, () => 0);
  const letters = text.toLowerCase().replaceAll(/[^a-z]/g, "");
  for (let at = 0; at + 3 <= letters.length; at += 1) {
    const place = letters
      .slice(at, at + 3)
      .split("")
      .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 64, 7);
    vector[place] = (vector[place] as number) + 1;
  }
  return vector;
}

test("an embedding model is fused with the words, and each definition embedded once, also by later processes", async () => {
  const vectorFile = join(folder, "vectors");
  const embedded: string[] = [];
  const embed = async (texts: readonly string[]): Promise<number[][]> => {
    embedded.push(...texts);
    return texts.map(triples);
  };
  const first = await open({}, { search: { embed, vectorFile } });
  // No word of it is in the catalogue; its letters are.
  await vi.waitFor(async () => expect(await names(first, "directorylisting")).toContain("filesystem.list_directory"), 5_000);
  const tools = first.registry.toolCount;
  await vi.waitFor(async () => expect((await readFile(vectorFile, "utf8")).match(/^[0-9a-f]{64} /gm)).toHaveLength(tools), 5_000);
  expect(embedded.filter((text) => text.includes(": "))).toHaveLength(tools);
  await writeFile(vectorFile, `${await readFile(vectorFile, "utf8")}0123 cut off in the mid`);
  embedded.length = 0;
  const second = await open({}, { search: { embed, vectorFile } });
  await vi.waitFor(async () => expect(await names(second, "directorylisting")).toContain("filesystem.list_directory"), 5_000);
  expect(embedded.filter((text) => text.includes(": "))).toEqual([]);
});

test("a hook that fails, hangs or gives nonsense costs its part of the ranking and nothing else", async () => {
  const nonsense = [
    () => Promise.reject(new Error("the model is away")),
    () => Promise.resolve([]),
    () => Promise.resolve([[Number.NaN, 1]]),
    () => new Promise<never>(() => {}),
  ];
  for (const embed of nonsense) {
    const found = await (await open({}, { search: { embed } })).searchTools("write a file");
    expect(found.tools.map(({ tool }) => tool)).toContain("write_file");
    expect(found.problems).toEqual([expect.stringContaining("The search ran without embed")]);
  }
  const reranked = await (await open({}, { search: { rerank: () => Promise.reject(new Error("no")) } })).searchTools("write a file");
  expect(reranked.tools.map(({ tool }) => tool)).toContain("write_file");
  expect(reranked.problems).toEqual(["The search ran without rerank: no."]);
}, 60_000);

test("a schema without bottom is left out, and nothing else suffers from it", async () => {
  const codemode = await open({}, { servers: { abyss: fixtureServer("abyss") } });
  expect(await names(codemode, "shore is flat")).toEqual(["abyss.shore"]);
  expect(await names(codemode, "goes down for ever")).not.toContain("abyss.abyss");
  expect(await names(codemode, "write a file")).toContain("filesystem.write_file");
});

test("a server that changes all the time is followed, and costs nobody else their search", async () => {
  const codemode = await open({});
  for (let change = 0; change < 20; change += 1)
    void codemode.callTool("grows", "grow", { name: `tool_${change}`, description: "Comes and goes" });
  expect(await names(codemode, "write a file")).toContain("filesystem.write_file");
  await vi.waitFor(async () => expect((await codemode.searchTools("comes goes")).total).toBe(20), 5_000);
});

test("a reranker decides the order; what it leaves out stays behind", async () => {
  const before = await names(await open({}), "write a file");
  const codemode = await open({}, { search: { rerank: (_query, hits) => hits.filter(({ tool }) => tool === before[3]?.split(".")[1]) } });
  expect(await names(codemode, "write a file")).toEqual([before[3], ...before.filter((name) => name !== before[3])]);
});
