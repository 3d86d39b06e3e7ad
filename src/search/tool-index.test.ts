import { expect, test } from "vitest";
import type { Tool } from "../registry/tool.ts";
import { ToolIndex } from "./tool-index.ts";
import { toWords } from "./words.ts";

const tool = (server: string, name: string, description: string): Tool => ({ server, name, description, inputSchema: {}, annotations: {} });
const index = new ToolIndex([
  tool("files", "readTextFile", "Returns the contents of a file"),
  tool("files", "list_directory", "Lists entries of a folder"),
  tool("tickets", "create-issue", "Opens a new issue"),
  tool("tickets", "list_issues", "Lists issues of a project"),
]);
const found = (query: string, options = {}): string[] => index.search(query, options).map((each) => each.tool.name);

test("names are split at camelCase, snake_case, dashes and digits, plurals are folded, stop words are out", () => {
  expect(toWords("readTextFiles2HTML of_the create-issue")).toEqual(["read", "text", "fil", "2", "html", "creat", "issu"]);
});

test("the best tool comes first", () => {
  expect(found("how do I read a file")[0]).toBe("readTextFile");
  expect(found("creating issues")[0]).toBe("create-issue");
  expect(found("tickets list")[0]).toBe("list_issues");
});

test("a server narrows, a limit cuts, an empty query lists in order, and misspellings help only where nothing fits", () => {
  expect(found("list", { server: "files" })).toEqual(["list_directory"]);
  expect(found("list issues", { limit: 1 })).toHaveLength(1);
  expect(found("", { server: "tickets" })).toEqual(["create-issue", "list_issues"]);
  expect(found("directroy")).toEqual(["list_directory"]);
  expect(found("xyzzy")).toEqual([]);
});
