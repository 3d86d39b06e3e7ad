import { createHash } from "node:crypto";
import type { Codemode } from "../codemode.ts";
import { CodemodeError } from "../errors.ts";
import type { Caller } from "../executor/caller.ts";
import type { Language } from "../executor/languages/language.ts";
import type { ToolSummary } from "../find-tools.ts";
import { estimateTokens } from "../tokens.ts";

export interface SearchTools {
  readonly query?: string;
  readonly server?: string;
  readonly detail?: Detail;
  readonly limit?: number;
  readonly cursor?: string;
  readonly language?: Language;
  readonly max_tokens?: number;
}

type Detail = "names" | "brief" | "full";

interface Answer {
  readonly structured: object;
  readonly text: string;
}

/** An entry in the two forms of an answer, of which a client shows its model one. */
interface Entry {
  readonly structured: object;
  readonly text: string;
}

/**
 * Answers `search_tools`: as many hits as were asked for and as the budget of tokens allows, the number of all, and the cursor of the rest.
 * A single hit that would take most of the budget comes shorter. Text and structured content each stay within the budget.
 */
export async function searchTools(codemode: Codemode, args: SearchTools, caller: Caller): Promise<Answer> {
  const { query = "", server, cursor } = args;
  const limit = Math.min(Math.max(args.limit ?? 10, 1), MAX_HITS);
  const maxTokens = Math.max(args.max_tokens ?? 1_500, MIN_TOKENS);
  const offset = cursor === undefined ? 0 : readCursor(cursor, args);
  const notes = unavailable(codemode);
  const budget = maxTokens - estimateTokens(notes.join("\n")) - FRAME_TOKENS;
  // A page without anything has none behind it, or whoever follows cursors would do so for ever.
  const nextCursor = (shown: number, more: boolean): object =>
    more && shown > 0 ? { next_cursor: writeCursor(offset + shown, args) } : {};
  if (query.trim() === "" && server === undefined) {
    const servers = codemode.listServers({ caller });
    const total = servers.reduce((sum, { tools }) => sum + tools, 0);
    const page = fill(servers.slice(offset, offset + MAX_LISTED).map(serverEntry), budget);
    const next = nextCursor(page.length, offset + page.length < servers.length);
    return {
      structured: { servers: page.map(({ structured }) => structured), tools: [], total, ...next },
      text: lines([`${count(servers.length, "server")}, ${count(total, "tool")}`], page, next, notes),
    };
  }
  const found = await codemode.searchTools(query, {
    limit,
    offset,
    caller,
    ...(server === undefined ? {} : { server }),
    ...(args.language === undefined ? {} : { language: args.language }),
  });
  const meant = found.meant.slice(0, MAX_MEANT);
  const problems = found.problems.map((problem) => problem.slice(0, MAX_NOTE_CHARACTERS));
  const page = fill(
    found.tools.map((tool) => toolEntries(codemode, tool, args, caller)),
    budget - estimateTokens([...meant, ...problems].join("\n")),
  );
  const next = nextCursor(page.length, found.more || page.length < found.tools.length);
  const none = query.trim() === "" ? "No more tools." : "No tool fits. Try other words, or an empty query to list the servers.";
  const head = [
    ...(meant.length > 0 ? [`Nothing has these words. Taken for: ${meant.join(", ")}`] : []),
    page.length === 0 ? none : `${page.length} of ${found.total} that fit`,
  ];
  return {
    structured: {
      tools: page.map(({ structured }) => structured),
      total: found.total,
      ...next,
      ...(meant.length > 0 ? { meant } : {}),
    },
    text: lines(head, page, next, [...notes, ...problems]),
  };
}

/** The forms of an entry from the longest that was asked for to the shortest, of which the first that fits is taken. */
type Forms = readonly [Entry, ...Entry[]];

function fill(entries: readonly Forms[], budget: number): Entry[] {
  const page: Entry[] = [];
  const left = { text: budget, structured: budget };
  for (const [at, forms] of entries.entries()) {
    const [wanted] = forms;
    // One that is too long for any page comes shorter on its own; one that another page has room for waits for that.
    const tried = costs(wanted).highest > budget / 2 ? forms : [wanted];
    const fitting = tried.find((form) => costs(form).text <= left.text && costs(form).structured <= left.structured);
    // A page without anything would have no next one.
    const entry = fitting ?? (at === 0 ? forms.at(-1) : undefined);
    if (!entry) break;
    left.text -= costs(entry).text;
    left.structured -= costs(entry).structured;
    page.push(entry);
  }
  return page;
}

function costs({ text, structured }: Entry): { readonly text: number; readonly structured: number; readonly highest: number } {
  const both = { text: estimateTokens(text) + 1, structured: estimateTokens(JSON.stringify(structured)) + 1 };
  return { ...both, highest: Math.max(both.text, both.structured) };
}

function toolEntries(codemode: Codemode, summary: ToolSummary, { detail = "brief", language }: SearchTools, caller: Caller): Forms {
  const { server, tool, description, import: line, signature, also, skill } = summary;
  const name = `${server}.${tool}`;
  const title = description === "" ? name : `${name}: ${description}`;
  const same = also ? { also } : {};
  const names: Entry = { structured: { server, tool }, text: name };
  const short: Entry = {
    structured: { server, tool, description, ...(line === undefined ? {} : { import: line }), ...(skill === undefined ? {} : { skill }) },
    text: [title, ...(line === undefined ? [] : [`  ${line}`]), `  Its signature is long: get_tool_details gives it.`].join("\n"),
  };
  const parts = [...(line === undefined ? [] : [line]), ...signature.split("\n"), ...(also ? [`also ${also.join(", ")}`] : [])];
  const brief: Entry = {
    structured: { ...short.structured, signature, ...same },
    text: [title, ...parts.filter((part) => part !== "").map((part) => `  ${part}`)].join("\n"),
  };
  if (detail === "names") return [names];
  if (detail === "brief" || skill !== undefined) return [brief, short, names];
  const details = codemode.describeTool(name, { caller });
  const declaration = language === "python" ? details.python : details.declaration;
  const full: Entry = {
    structured: { ...short.structured, declaration, ...same },
    text: [name, ...(line === undefined ? [] : [line]), declaration.trimEnd()].join("\n"),
  };
  return [full, brief, short, names];
}

function serverEntry({ server, state, tools, deferred, description }: ReturnType<Codemode["listServers"]>[number]): Forms {
  const away = state === "ready" ? "" : ` (${state})`;
  const more = deferred === undefined ? "" : `, ${deferred} of them only by search`;
  const structured = { server, state, tools, ...(deferred === undefined ? {} : { deferred }) };
  const text = `${server}${away}: ${count(tools, "tool")}${more}`;
  const short: Entry = { structured, text };
  return description === undefined ? [short] : [{ structured: { ...structured, description }, text: `${text}. ${description}` }, short];
}

function lines(head: readonly string[], page: readonly Entry[], next: { readonly next_cursor?: string }, notes: readonly string[]): string {
  const more = next.next_cursor === undefined ? [] : [`More with cursor "${next.next_cursor}".`];
  return [...head, ...page.map(({ text }) => text), ...more, ...notes].join("\n");
}

function unavailable({ registry }: Codemode): string[] {
  const held = registry.listHeld();
  const names = held.slice(0, MAX_NOTES).map(({ tool }) => `${tool.server}.${tool.name}`.slice(0, MAX_NOTE_CHARACTERS));
  const notes =
    held.length === 0
      ? []
      : [
          `Changed since first used, and disabled until the user runs codemode review: ${names.join(", ")}${held.length > MAX_NOTES ? ` and ${held.length - MAX_NOTES} more` : ""}`,
        ];
  const away = registry
    .listServers()
    .flatMap(({ name, state }) =>
      state.kind === "failed" ? [`Server "${name}" is not available: ${state.reason}`.slice(0, MAX_NOTE_CHARACTERS)] : [],
    )
    .slice(0, MAX_NOTES);
  return [...notes, ...away];
}

/** Where the next page begins, for the same question alone. */
function writeCursor(offset: number, args: SearchTools): string {
  return Buffer.from(JSON.stringify([offset, questionOf(args)])).toString("base64url");
}

function readCursor(cursor: string, args: SearchTools): number {
  try {
    const [offset, question] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [unknown, unknown];
    if (Number.isSafeInteger(offset) && (offset as number) >= 0 && question === questionOf(args)) return offset as number;
  } catch {
    // Said below.
  }
  throw new CodemodeError(
    "INVALID_ARGUMENTS",
    "search_tools: this cursor is of another search. Use it with the query and server that it came with, or leave it out.",
  );
}

function questionOf({ query = "", server = "" }: SearchTools): string {
  return createHash("sha256")
    .update(JSON.stringify([query, server]))
    .digest("base64url")
    .slice(0, 8);
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/** For what stands around the entries. */
const FRAME_TOKENS = 60;
/** What an answer with anything in it needs; who asks for less gets this. */
const MIN_TOKENS = 200;
const MAX_HITS = 50;
const MAX_LISTED = 500;
const MAX_NOTES = 3;
const MAX_MEANT = 10;
const MAX_NOTE_CHARACTERS = 200;
