import fc from "fast-check";
import { expect, test } from "vitest";
import type { Tool } from "../registry/tool.ts";
import { SearchIndex } from "./search-index.ts";
import { toolDocument } from "./tool-document.ts";

const tool = (server: string, name: string, description: string, properties: object = {}): Tool => ({
  server,
  name,
  description,
  inputSchema: { type: "object", properties },
  annotations: {},
});
const nameOf = ({ server, name }: Tool): string => `${server}.${name}`;

function indexOf(tools: readonly Tool[]): SearchIndex<string> {
  const index = new SearchIndex<string>();
  for (const each of tools) index.add(nameOf(each), toolDocument(each));
  return index;
}
const find = (index: SearchIndex<string>, query: string, limit = 10): string[] =>
  index.search(query, { limit }).hits.map(({ item }) => item);

const catalogue = [
  tool("files", "readTextFile", "Returns the contents of a file"),
  tool("files", "list_directory", "Lists entries of a folder"),
  tool("files", "search_files", "Finds files by a pattern", { pattern: { type: "string", description: "a glob such as *.md" } }),
  tool("tickets", "create-issue", "Opens a new issue", { priority: { enum: ["urgent", "normal"] } }),
  tool("tickets", "list_issues", "Lists issues of a project"),
  tool("weather", "forecast", "How it will be tomorrow", { city: { type: "string" } }),
  tool("notizen", "suche", "Durchsucht Notizen nach Wörtern"),
  tool("sou", "search_zh", "使用必应搜索指定的关键词"),
];
const index = indexOf(catalogue);

test("the best tool comes first, by its name, description, parameters, their descriptions and values", () => {
  expect(find(index, "how do I read a file")[0]).toBe("files.readTextFile");
  expect(find(index, "creating issues")[0]).toBe("tickets.create-issue");
  expect(find(index, "glob")).toEqual(["files.search_files"]);
  expect(find(index, "urgent")).toEqual(["tickets.create-issue"]);
  expect(find(index, "Wortern")[0]).toBe("notizen.suche");
  expect(find(index, "搜索")).toEqual(["sou.search_zh"]);
});

test("synonyms of the tool world find what the word itself does not", () => {
  expect(find(index, "remove ticket")).toContain("tickets.create-issue");
  expect(find(index, "climate")).toEqual(["weather.forecast"]);
  expect(find(index, "bug")[0]).toMatch(/^tickets/);
});

test("the server that a query names is favoured, and who writes a whole name means that tool", () => {
  const two = indexOf([
    tool("gitlab", "list_issues", "Lists issues"),
    tool("github", "list_issues", "Lists issues"),
    tool("github", "list_issues_of_user", "Lists issues"),
  ]);
  expect(find(two, "github issues")[0]).toBe("github.list_issues");
  expect(find(two, "gitlab issues")[0]).toBe("gitlab.list_issues");
  expect(find(two, "github.list_issues_of_user")[0]).toBe("github.list_issues_of_user");
});

test("misspellings and beginnings help only where no word is known", () => {
  expect(index.search("directroy", { limit: 5 })).toMatchObject({ meant: ["directori"], hits: [{ item: "files.list_directory" }] });
  expect(index.search("forec", { limit: 5 })).toMatchObject({ hits: [{ item: "weather.forecast" }] });
  expect(index.search("directroy issue", { limit: 5 }).meant).toEqual([]);
  expect(find(index, "directroy issue")).not.toContain("files.list_directory");
  expect(index.search("xyzzy", { limit: 5 })).toEqual({ hits: [], total: 0, meant: [] });
  expect(find(index, "")).toEqual([]);
});

test("a limit cuts, the total stays honest, and what is not accepted counts in nothing", () => {
  const { hits, total } = index.search("list issues files", { limit: 1 });
  expect(hits).toHaveLength(1);
  expect(total).toBeGreaterThan(2);
  const accepted = index.search("list", { limit: 10, accepts: ({ document }) => document.group === "files" });
  expect(accepted.hits.map(({ item }) => item)).toEqual(["files.list_directory"]);
  expect(accepted.total).toBe(1);
});

test("very long queries, and documents of anything, are taken", () => {
  expect(find(index, "issue ".repeat(100_000))[0]).toMatch(/^tickets/);
  const endless: Record<string, unknown> = {};
  endless.properties = { again: endless };
  const odd = indexOf([
    { ...tool("x", "odd", "d".repeat(1_000_000)), inputSchema: endless },
    { ...tool("x", "bool", "y"), inputSchema: true },
  ]);
  expect(find(odd, "again")).toEqual(["x.odd"]);
});

const words = fc.constantFrom("file", "issue", "read", "create", "weather", "list", "user", "image");
const someTool = fc
  .record({
    server: fc.constantFrom("a", "b", "c"),
    name: fc.array(words, { minLength: 1, maxLength: 3 }),
    description: fc.array(words, { maxLength: 6 }),
  })
  .map(({ server, name, description }) => tool(server, name.join("_"), description.join(" ")));

test("an index that has taken up and forgotten finds what one made anew finds, with the same scores", () => {
  fc.assert(
    fc.property(fc.array(someTool, { maxLength: 20 }), fc.array(someTool, { maxLength: 10 }), words, words, (kept, gone, one, two) => {
      const changed = new SearchIndex<Tool>();
      const numbers = gone.map((each) => changed.add(each, toolDocument(each)));
      for (const each of kept) changed.add(each, toolDocument(each));
      changed.remove(numbers);
      const anew = new SearchIndex<Tool>();
      for (const each of kept) anew.add(each, toolDocument(each));
      const search = (each: SearchIndex<Tool>): unknown => {
        const { hits, total } = each.search(`${one} ${two}`, { limit: 50 });
        return { total, hits: hits.map(({ item, score }) => `${nameOf(item)} ${item.description} ${score.toFixed(9)}`).toSorted() };
      };
      expect(changed.size).toBe(kept.length);
      expect(search(changed)).toEqual(search(anew));
    }),
  );
});
