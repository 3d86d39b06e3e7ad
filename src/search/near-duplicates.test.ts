import { expect, test } from "vitest";
import { groupDuplicates } from "./near-duplicates.ts";

const hit = (
  group: string,
  name: string,
  description: string,
  parameters: readonly string[] = ["path"],
): { document: Parameters<typeof groupDuplicates>[0][number]["document"] } => ({
  document: { group, name, description, parameters, parameterDocs: [], enumValues: [], about: [] },
});

test("the same tool of several servers stands once, where its best stood", () => {
  const hits = [
    hit("a", "read_file", "Reads the whole contents of a file"),
    hit("b", "list", "Lists files"),
    hit("c", "readFile", "Read the whole content of one file."),
  ];
  expect(groupDuplicates(hits)).toEqual([[hits[0], hits[2]], [hits[1]]]);
});

test("other parameters, another description, or the same server make another tool", () => {
  const first = hit("a", "search", "Searches the web for pages");
  for (const other of [
    hit("b", "search", "Searches the web for pages", ["query"]),
    hit("b", "search", "Finds flights between two airports"),
    hit("a", "search", "Searches the web for pages"),
  ])
    expect(groupDuplicates([first, other])).toHaveLength(2);
});
