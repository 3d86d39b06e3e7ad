import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countTokens } from "gpt-tokenizer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listedServers } from "../../bench/types/tool-corpus.ts";
import { searchTools, type SearchTools } from "../../src/gateway/search-tools.ts";
import { createCodemode, type Codemode, type Tool } from "../../src/index.ts";
import { estimateTokens } from "../../src/tokens.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

let folder: string;
let codemode: Codemode;
let tools: Tool[];

/** Every tool of every list, behind a few servers that list them word for word. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-budget-"));
  const lists = (await listedServers()).map((each) => each.tools);
  const servers = Object.fromEntries(
    await Promise.all(
      Array.from({ length: Math.min(SERVERS, lists.length) }, async (_, number) => {
        const mine = new Map(lists.filter((_list, at) => at % SERVERS === number).flatMap((list) => list.map((tool) => [tool.name, tool])));
        const file = join(folder, `${number}.json`);
        await writeFile(file, JSON.stringify([...mine.values()].map(({ server: _server, ...definition }) => definition)));
        const server = fixtureServer("lists-tools");
        return [`server${number}`, { ...server, args: [...server.args, file] }] as const;
      }),
    ),
  );
  codemode = createCodemode({ servers });
  await codemode.registry.discoverAll();
  tools = codemode.registry.listTools();
}, 120_000);
afterAll(async () => {
  await codemode[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly tools: readonly { readonly server: string; readonly tool: string }[];
  readonly servers?: readonly { readonly server: string }[];
  readonly total: number;
  readonly next_cursor?: string;
}

async function ask(args: SearchTools): Promise<Answer> {
  const { structured, text } = await searchTools(codemode, args, {});
  const budget = args.max_tokens ?? 1_500;
  const costs = [countTokens(text), countTokens(JSON.stringify(structured))];
  if (Math.max(...costs) > budget) throw new Error(`${JSON.stringify(args)} cost ${costs} tokens:\n${text}`);
  return structured as Answer;
}

test("no answer costs more than its budget, whatever tool is asked for, in any detail and language", async () => {
  let answers = 0;
  for (const [at, { name, server }] of tools.entries()) {
    const detail = (["brief", "full", "names"] as const)[at % 3];
    const language = at % 2 === 0 ? "typescript" : "python";
    const max_tokens = [200, 400, 1_500, 1_500, 6_000][at % 5] as number;
    const found = await ask({
      query: name,
      limit: 50,
      language,
      max_tokens,
      ...(detail ? { detail } : {}),
      ...(at % 7 === 0 ? { server } : {}),
    });
    expect(found.tools.length).toBeGreaterThan(0);
    answers += 1;
  }
  expect(answers).toBe(tools.length);
}, 300_000);

test("the pages of a search and of lists give everything once, and keep to the budget", async () => {
  for (const args of [
    { query: "list", detail: "full" },
    { query: "", server: "server0" },
    { query: "create file", max_tokens: 300 },
  ] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    let total = 0;
    do {
      const page: Answer = await ask({ ...args, limit: 20, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.tools.map(({ server, tool }) => `${server}.${tool}`));
      ({ total, next_cursor: cursor } = page);
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeLessThanOrEqual(total);
    // The same tool of two servers is one hit.
    expect(seen.length).toBeGreaterThan(0.8 * Math.min(total, 1_000));
  }
  const { servers, total } = await ask({});
  expect(servers).toHaveLength(codemode.registry.listServers().length);
  expect(total).toBe(tools.length);
}, 120_000);

test("words that nothing has are taken for others, within the budget", async () => {
  const { tools: found, total } = await ask({ query: "creaet isue rpository direktory serch fle wether", max_tokens: 200 });
  expect(total).toBeGreaterThan(0);
  expect(found.length).toBeGreaterThan(0);
});

test("a cursor of another search is refused", async () => {
  const { next_cursor: cursor = "" } = await ask({ query: "list", limit: 1 });
  await expect(ask({ query: "create", cursor })).rejects.toThrow("this cursor is of another search");
  await expect(ask({ query: "list", cursor: "nonsense" })).rejects.toThrow("this cursor is of another search");
});

test("an estimate of tokens is not below what the tokenizer counts", () => {
  for (const tool of tools) {
    const text = JSON.stringify(tool);
    expect(estimateTokens(text) / countTokens(text)).toBeGreaterThanOrEqual(1);
    expect(estimateTokens(text) / countTokens(text)).toBeLessThan(2);
  }
});

test("without an estimate the budget would not hold, so the test can tell", async () => {
  const longest = tools.reduce((a, b) => (JSON.stringify(a.inputSchema).length > JSON.stringify(b.inputSchema).length ? a : b));
  const { text } = await searchTools(codemode, { query: longest.name, detail: "full", limit: 50, max_tokens: 100_000 }, {});
  expect(countTokens(text)).toBeGreaterThan(6_000);
});

const SERVERS = 10;
