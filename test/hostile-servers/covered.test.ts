import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** What a hostile server does on the wire, by the id that a case has in `hostile/servers.jsonl`, with the file here that plays it. */
const cases = {
  "mcp-w-01": "messages", // garbage lines on stdout
  "mcp-w-03": "size", // one line of 100 MB; over HTTP in `http`
  "mcp-w-04": "size", // no newline ever
  "mcp-w-08": "messages", // two answers to one call
  "mcp-w-09": "messages", // ids of the wrong type
  "mcp-w-10": "messages", // answers to what others asked
  "mcp-w-12": "messages", // errors that are no errors, or huge
  "mcp-w-13": "questions", // sampling, elicitation, roots
  "mcp-w-14": "changes", // 10,000 list_changed in a second
  "mcp-w-20": "life", // initialize answered after a minute
  "mcp-w-22": "life", // kill -9 in the middle of a call
  "mcp-w-23": "life", // half a line
  "mcp-w-24": "life", // a closed stdin
  "mcp-w-25": "life", // SIGTERM ignored
  "mcp-w-29": "life", // unknown protocol versions
  "mcp-w-32": "messages", // instructions in an error
  "mcp-w-33": "size", // unknown content, an image of 200 MB
  "mcp-w-34": "questions", // input_required for ever
  "mcp-w-36": "size", // nested a million deep
  "mcp-w-37": "messages", // numbers
  "mcp-w-43": "http", // 401 to an internal address
  "mcp-w-46": "http", // Retry-After
  "mcp-w-48": "http", // contradicting lengths
} as const;

const here = fileURLToPath(new URL("./", import.meta.url));

test("each case is played by the file that the table names", () => {
  const missing = Object.entries(cases).filter(([id, file]) => !readFileSync(`${here}${file}.test.ts`, "utf8").includes(id));
  expect(missing).toEqual([]);
  const files = readdirSync(here).filter((name) => name.endsWith(".test.ts") && name !== "covered.test.ts");
  expect(new Set(Object.values(cases).map((file) => `${file}.test.ts`))).toEqual(new Set(files));
});

const data = fileURLToPath(new URL("../../../shared/data/hostile/servers.jsonl", import.meta.url));

if (!existsSync(data)) console.log("../shared/data/hostile is not here: the table is not compared with the collection.");

test.skipIf(!existsSync(data))("no case of the collection on the wire is without a test", () => {
  const ids = readFileSync(data, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { readonly id: string; readonly category: string })
    .filter(({ category }) => category === "wire")
    .map(({ id }) => id);
  expect(ids.toSorted()).toEqual(Object.keys(cases).toSorted());
});
