import { expect, test } from "vitest";
import { chooseQueries, isNamed } from "../../../bench/peers/tokens/queries.ts";

const server = (name: string, ...tools: (readonly [string, string])[]) => ({
  server: name,
  url: "",
  tools: tools.map(([tool, description]) => ({ name: tool, description, inputSchema: {} })),
});

test("a query is the first words that say something, of one tool of each server", () => {
  const queries = chooseQueries(
    [
      server("mail", ["send_message", "Sends the message to all of its receivers, with attachments and a subject line. Not for drafts."]),
      server("files", ["read_text_file", "Read a file of text from the disk."]),
    ],
    20,
  );
  expect(queries.toSorted((a, b) => (a.tool < b.tool ? -1 : 1))).toEqual([
    { query: "read file text disk", server: "files", tool: "read_text_file" },
    { query: "sends message receivers attachments subject", server: "mail", tool: "send_message" },
  ]);
});

test("the same servers give the same queries, and no more than are wanted", () => {
  const servers = Array.from({ length: 9 }, (_, index) => server(`s${index}`, [`count_things_${index}`, "Counts many different things"]));
  expect(chooseQueries(servers, 4)).toEqual(chooseQueries(servers, 4));
  expect(chooseQueries(servers, 4)).toHaveLength(4);
});

test("a tool whose name can be mistaken in an answer is not asked for, nor one that hardly describes itself", () => {
  const described = "Finds open issues quickly";
  expect(
    chooseQueries(
      [
        server("short", ["find", described]),
        server("twice", ["list_issues", described]),
        server("within", ["list_issues_of_all", "Lists"]),
        server("terse", ["something_long", "Does it"]),
      ],
      20,
    ),
  ).toEqual([]);
});

test("an answer names a tool as code spells it, and no other", () => {
  expect(isNamed("  list_public_channels(args: { limit?: number })", "list-public-channels")).toBe(true);
  expect(isNamed("  listPublicChannels(args: { limit?: number })", "list-public-channels")).toBe(true);
  expect(isNamed("No tools. list_private_channels", "list-public-channels")).toBe(false);
});
